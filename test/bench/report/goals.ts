/** The goals, each with what this run measured: nothing here is typed by hand but the goals themselves. */
import { coldLabels } from '../cold.ts';
import { labels } from '../contenders.ts';
import { operationNames } from '../requests.ts';
import type { Results } from '../results.ts';
import { floors, type WireCount } from '../wire.ts';
import { coldComparisons, warmComparisons, warmPairs } from './comparisons.ts';
import { operationLabels } from './format.ts';
import { atMostGoal, type Goal, goal, unmeasured } from './goal.ts';
import { growthGoals } from './growthGoals.ts';

const largestBundle = 1_000_000;

export function goalsOf(results: Results): readonly Goal[] {
  return [
    ...coldGoals(results),
    ...warmGoals(results),
    ...wireGoals(results),
    ...growthGoals(results),
  ];
}

function coldGoals(results: Results): readonly Goal[] {
  const ratios = coldComparisons(results).flatMap(({ ours, theirs, atMost, spread }) =>
    atMost === undefined
      ? []
      : [atMostGoal(`cold start: ${coldLabels[ours]} / ${coldLabels[theirs]}`, atMost, spread)],
  );
  const { cold } = results;
  if (!cold) return [unmeasured('cold start', 'several')];
  const { bytes } = cold.bundles.ours;
  const { onDemand } = cold.loaded;
  return [
    ...ratios,
    goal('bundle', '1.0 MB', `${(bytes / 1e6).toFixed(2)} MB`, bytes <= largestBundle),
    goal(
      'modules loaded on demand before the first answer',
      'none',
      onDemand.length === 0 ? 'none' : onDemand.join(', '),
      onDemand.length === 0,
    ),
  ];
}

function warmGoals(results: Results): readonly Goal[] {
  const compared = warmComparisons(results);
  return warmPairs.flatMap(({ ours, theirs, atMost }) => {
    const pair = `${labels[ours]} / ${labels[theirs]}`;
    const ofPair = compared.filter((each) => each.ours === ours && each.theirs === theirs);
    if (typeof atMost === 'number') {
      const worst = ofPair.toSorted((a, b) => b.spread.median - a.spread.median)[0];
      if (!worst) return [unmeasured(`warm CPU: ${pair}`, String(atMost))];
      const name = `warm CPU: ${pair}, worst of six: ${operationLabels[worst.operation]}`;
      return [atMostGoal(name, atMost, worst.spread)];
    }
    return operationNames.flatMap((operation) => {
      const limit = atMost[operation];
      if (limit === undefined) return [];
      const name = `warm CPU: ${pair}, ${operationLabels[operation]}`;
      const found = ofPair.find((each) => each.operation === operation);
      return [found ? atMostGoal(name, limit, found.spread) : unmeasured(name, String(limit))];
    });
  });
}

function wireGoals({ wire }: Results): readonly Goal[] {
  return operationNames.flatMap((operation) => {
    const floor = floors[operation];
    const name = `sequential round trips: ${operationLabels[operation]}`;
    const row = wire?.rows.find(
      (each) => each.operation === operation && each.contender === 'ours',
    );
    if (!row) return [unmeasured(name, `${floor}, cold ${floor + 1}`)];
    const [warm, cold] = [chainOf(row.warm), chainOf(row.cold)];
    const isMet = warm <= floor && cold <= floor + 1;
    return [goal(name, `${floor}, cold ${floor + 1}`, `${warm}, cold ${cold}`, isMet)];
  });
}

/** The least of the rounds: a slow process sends some late that waited for nothing. */
function chainOf(counts: readonly WireCount[]): number {
  return Math.min(...counts.map(({ sequential }) => sequential));
}
