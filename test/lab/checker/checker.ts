/**
 * Says whether a run of the laboratory kept every promise: from what the clients recorded and from what the database
 * holds in the end, and from nothing else.
 */
import { checkLists, checkShown, checkShownChanges } from './answers.ts';
import { checkDatabase } from './database.ts';
import { checkMutation } from './mutations.ts';
import { checkSessions } from './sessions.ts';
import { checkOrder, timesOf } from './times.ts';
import { buildWorld, isAttempt } from './world.ts';
import type { Final, Operation, Violation } from '../history.ts';

/** Of one operation only the first rule that it breaks is told: the others are mostly its consequences. */
export function check(history: readonly Operation[], final: Final): readonly Violation[] {
  const world = buildWorld(history, final);
  const times = timesOf(history, world);
  const idOf = cursorsOf(history);

  const answers = history.flatMap((operation) => {
    const rules = [
      () => (isAttempt(operation) ? checkMutation(operation, world, times) : []),
      () => checkShown(operation, world),
      () => checkShownChanges(operation, world),
      () => checkLists(operation, idOf),
      () => checkOrder(operation, world, times),
    ];
    for (const rule of rules) {
      const found = rule();
      if (found.length > 0) return found;
    }
    return [];
  });
  const blamed = new Set(answers.flatMap(({ operations }) => operations));
  return [
    ...[...world.timelines.values()].flatMap((timeline) => checkDatabase(timeline, world)),
    ...answers,
    ...checkSessions(history, idOf).filter(
      ({ operations }) => !operations.some((number) => blamed.has(number)),
    ),
  ];
}

/** Cursors are opaque, but each was given out with its entity. */
function cursorsOf(history: readonly Operation[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { outcome } of history) {
    if (outcome.type !== 'Answered' || !outcome.result || !('edges' in outcome.result)) continue;
    for (const { cursor, node } of outcome.result.edges) found.set(cursor, node.id);
  }
  return found;
}
