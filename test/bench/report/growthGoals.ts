/** Whether cost is flat: within 10 % whatever there is. */
import {
  type AtHand,
  type GrowthRow,
  sizesForComparison,
  smallerWithAsMany,
} from '../growthRow.ts';
import type { Results } from '../results.ts';
import { ratioOf, type Spread } from '../statistics.ts';
import { showSpread } from './format.ts';
import { type Goal, goal, unmeasured } from './goal.ts';

/** How far from 1 a ratio may be and still be called flat. */
const flat = 0.1;

export function growthGoals({ growth }: Results): readonly Goal[] {
  const { entities = [], changes = [], atHand = {} } = growth ?? {};
  const asked = changes.filter(({ size }) => !sizesForComparison.includes(size));
  return [
    ...flatGoals('entities in the tenant', besideFirst(entities)),
    ...flatGoals('changes of an entity', besideFirst(asked)),
    cpuGoal('changes, to an entity with as many at hand', besideAsMany(changes, atHand)),
  ];
}

type Beside = readonly { readonly row: GrowthRow; readonly other: GrowthRow }[];

/** Each row beside the smallest size's of the same operation. */
function besideFirst(rows: readonly GrowthRow[]): Beside {
  return rows.flatMap((row) => {
    const other = rows.find(({ operation }) => operation === row.operation);
    return other && other !== row && isSteady(row) ? [{ row, other }] : [];
  });
}

function besideAsMany(rows: readonly GrowthRow[], atHand: AtHand): Beside {
  return rows.flatMap((row) => {
    const other = smallerWithAsMany(row, rows, atHand);
    return other && isSteady(row) ? [{ row, other }] : [];
  });
}

/** A late replay looks into pages, which a small entity has not. */
function isSteady({ operation }: GrowthRow): boolean {
  return operation !== 'lateReplay';
}

function flatGoals(what: string, pairs: Beside): readonly Goal[] {
  const name = `requests on the wire, growing ${what}`;
  const wire = pairs.map(({ row, other }) => row.wire / other.wire);
  if (wire.length === 0) return [cpuGoal(what, pairs), unmeasured(name, 'within 10 %')];
  const measured = `${Math.min(...wire).toFixed(2)} to ${Math.max(...wire).toFixed(2)}`;
  const isMet = wire.every((ratio) => Math.abs(ratio - 1) <= flat);
  return [cpuGoal(what, pairs), goal(name, 'within 10 %', measured, isMet)];
}

function cpuGoal(what: string, pairs: Beside): Goal {
  const name = `CPU, growing ${what}`;
  const worst = furthest(pairs.map(({ row, other }) => ratioOf(row.cpu, other.cpu)));
  if (!worst) return unmeasured(name, 'within 10 %');
  return goal(name, 'within 10 %', showSpread(worst), Math.abs(worst.median - 1) <= flat);
}

function furthest(spreads: readonly Spread[]): Spread | undefined {
  return spreads.toSorted((a, b) => Math.abs(b.median - 1) - Math.abs(a.median - 1))[0];
}
