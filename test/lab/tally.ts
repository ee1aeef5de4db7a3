/** What happened so far, in numbers: for the line while it runs, and for the table when it is done. */
import type { Fault } from './faults/faults.ts';
import type { Operation } from './history.ts';

export interface Tally {
  readonly count: (operation: Operation) => void;
  readonly countFault: (fault: Fault) => void;
  readonly line: () => string;
  readonly rows: () => readonly (readonly [string, string])[];
  readonly acknowledged: () => number;
}

export function createTally(): Tally {
  const acknowledged = new Set<string>();
  const outcomes = new Map<string, number>();
  const codes = new Map<string, number>();
  const faults = new Map<Fault, number>();
  let operations = 0;
  let replays = 0;
  let noAnswer = 0;
  let slowestMs = 0;

  function count({ request, outcome, began, ended }: Operation): void {
    operations += 1;
    if (outcome.type === 'NoAnswer') {
      noAnswer += 1;
      return;
    }
    slowestMs = Math.max(slowestMs, ended - began);
    if (outcome.type === 'Failed') {
      for (const { code } of outcome.errors) add(codes, code === '' ? 'none' : code);
    } else if (request.type === 'mutation' && outcome.result && '__typename' in outcome.result) {
      const { result } = outcome;
      if (!('change' in result)) {
        const { __typename: name } = result;
        add(outcomes, name);
        return;
      }
      acknowledged.add(result.change.requestId);
      if (result.replayed) replays += 1;
    }
  }

  const sumOf = (fits: (name: string) => boolean) =>
    [...outcomes].reduce((sum, [name, number]) => sum + (fits(name) ? number : 0), 0);

  return {
    count,
    countFault: (fault) => add(faults, fault),
    acknowledged: () => acknowledged.size,
    line: () =>
      `${operations} operations, ${acknowledged.size} acknowledged changes, ` +
      `${sumOf(isConflict)} conflicts, ${replays} replays, ` +
      `${[...faults.values()].reduce((sum, number) => sum + number, 0)} faults`,
    rows: () => [
      ['operations', String(operations)],
      ['acknowledged changes', String(acknowledged.size)],
      ['conflicts', String(sumOf(isConflict))],
      ['replays', String(replays)],
      ['refusals', String(sumOf((name) => !isConflict(name)))],
      ...rowsOf(
        '  ',
        [...outcomes].filter(([name]) => !isConflict(name)),
      ),
      ['faults', String([...faults.values()].reduce((sum, number) => sum + number, 0))],
      ...rowsOf('  ', [...faults]),
      ['requests without an answer', String(noAnswer)],
      ...rowsOf('errors ', [...codes]),
      ['slowest answer', `${Math.round(slowestMs)} ms`],
    ],
  };
}

function isConflict(name: string): boolean {
  return name.endsWith('ConflictError');
}

function add<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function rowsOf(
  indent: string,
  counts: readonly (readonly [string, number])[],
): readonly (readonly [string, string])[] {
  return counts
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, number]) => [`${indent}${name}`, String(number)]);
}
