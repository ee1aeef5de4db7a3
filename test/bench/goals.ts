/** The goals: what may be at most so much. */
import { type Spread, spreadOf } from './figures.ts';
import type { Measured } from './questions/all.ts';

export interface Goal {
  readonly name: string;
  readonly atMost: number;
  /** The row is that of the worst operation, where the goal is for all. */
  readonly measured: Spread & { readonly row?: string };
}

/** Calls one after the other that an operation cannot do without. */
const roundTrips = { read: 1, list: 1, change: 2, conflict: 3, replay: 1, refusal: 3 } as const;
const counted = Object.keys(roundTrips) as readonly (keyof typeof roundTrips)[];

const wall = 'wall, ms';
const noCache = 'Apollo, no cache';
const crowd = '16 under REAPPLY';

export function goalsOf(measured: Measured, bundleBytes: number): readonly Goal[] {
  const { cold, comparison, entities, changes, contention } = measured;
  const { cpu, sequential } = comparison;
  return [
    goal('cold start ÷ Apollo', 0.9, cold.ratio(wall, 'by text', 'Apollo')),
    goal('cold start, telemetry ÷ Apollo', 0.9, cold.ratio(wall, 'by text, telemetry', 'Apollo')),
    goal('CPU by text ÷ Apollo, no cache', 1, cpu.worst('by text', noCache)),
    goal('CPU trusted ÷ Apollo, no cache; not nodes', 0.7, cpu.worst('trusted', noCache, 'nodes')),
    goal('CPU trusted ÷ Apollo', 0.95, cpu.worst('trusted', 'Apollo')),
    goal('CPU of a trusted read ÷ raw SDK', 2, cpu.ratio('read', 'trusted', 'raw SDK')),
    goal('CPU of a trusted change ÷ raw SDK', 1.7, cpu.ratio('change', 'trusted', 'raw SDK')),
    ...counted.map((operation) => {
      const measured = sequential.spread(operation, 'by text');
      return goal(`sequential round trips: ${operation}`, roundTrips[operation], measured);
    }),
    goal('growth of CPU, entities', 1.1, entities.cpu.worst('much', 'little')),
    goal('growth of calls, entities', 1.1, entities.calls.worst('much', 'little')),
    goal('growth of CPU, changes', 1.1, changes.cpu.worst('much', 'little')),
    goal('growth of calls, changes', 1.1, changes.calls.worst('much', 'little')),
    goal('bundle, MB', 1, spreadOf([bundleBytes / 1e6])),
    goal(`writes per change, ${crowd}`, 3, contention.spread(crowd, 'writes per change')),
    goal(`longest wait, s, ${crowd}`, 60, contention.spread(crowd, 'longest wait, s')),
  ];
}

function goal(name: string, atMost: number, measured: Goal['measured']): Goal {
  return { name, atMost, measured };
}

/** By the median. */
export function isMet({ atMost, measured }: Goal): boolean {
  return measured.median <= atMost;
}
