/** Every ratio of ours to somebody else's that a run has, with the goal for it where there is one. */
import type { ColdName } from '../cold.ts';
import type { ContenderName } from '../contenders.ts';
import type { OperationName } from '../requests.ts';
import type { Results } from '../results.ts';
import { ratioOf, type Spread } from '../statistics.ts';

export interface ColdComparison {
  readonly ours: ColdName;
  readonly theirs: ColdName;
  readonly atMost: number | undefined;
  readonly spread: Spread;
}

export interface WarmComparison {
  readonly ours: ContenderName;
  readonly theirs: ContenderName;
  readonly operation: OperationName;
  readonly atMost: number | undefined;
  readonly spread: Spread;
}

const coldPairs: readonly (readonly [ours: ColdName, theirs: ColdName, atMost?: number])[] = [
  ['ours', 'apollo', 0.8],
  ['telemetry', 'apollo', 0.8],
  ['ours', 'bare', 1.6],
  ['telemetry', 'bare', 1.6],
  ['ours', 'unbundled'],
];

export interface WarmPair {
  readonly ours: ContenderName;
  readonly theirs: ContenderName;
  /** For all operations, or for those that it names. */
  readonly atMost: number | Readonly<Partial<Record<OperationName, number>>>;
}

export const warmPairs: readonly WarmPair[] = [
  { ours: 'ours', theirs: 'apolloWithoutCache', atMost: 0.9 },
  { ours: 'trusted', theirs: 'apolloWithoutCache', atMost: 0.6 },
  { ours: 'trusted', theirs: 'apollo', atMost: 0.9 },
  { ours: 'ours', theirs: 'apollo', atMost: {} },
  { ours: 'raw', theirs: 'apolloWithoutCache', atMost: {} },
  { ours: 'ours', theirs: 'raw', atMost: { read: 2.5, withdraw: 2 } },
  { ours: 'trusted', theirs: 'raw', atMost: { read: 1.7, withdraw: 1.5 } },
];

/** Of the wall time. */
export function coldComparisons({ cold }: Results): readonly ColdComparison[] {
  return coldPairs.flatMap(([ours, theirs, atMost]) => {
    const [mine, others] = [cold?.wallMs[ours], cold?.wallMs[theirs]];
    return mine && others ? [{ ours, theirs, atMost, spread: ratioOf(mine, others) }] : [];
  });
}

/** Of the CPU time. */
export function warmComparisons({ warm }: Results): readonly WarmComparison[] {
  return warmPairs.flatMap(({ ours, theirs, atMost }) =>
    (warm?.operations ?? []).flatMap(({ operation, cpu }) => {
      const [mine, others] = [cpu[ours], cpu[theirs]];
      if (!mine || !others) return [];
      const limit = typeof atMost === 'number' ? atMost : atMost[operation];
      return [{ ours, theirs, operation, atMost: limit, spread: ratioOf(mine, others) }];
    }),
  );
}
