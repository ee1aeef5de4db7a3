/** What happened meanwhile, gathered over conflicts that came one after the other. */
import type { ChangeFieldsFragment } from '../gql/graphql.ts';
import { listOf, nameOf } from '../values/format.ts';

export type Change = ChangeFieldsFragment;

export interface Missed {
  readonly changes: readonly Change[];
  /** False where something may have happened that nobody can tell any more. */
  readonly complete: boolean;
}

export const nothingMissed: Missed = { changes: [], complete: true };

/** Oldest first, each once: a second conflict may tell of changes that the first has told of. */
export function gather(before: Missed, more: Missed): Missed {
  const byVersion = new Map([...before.changes, ...more.changes].map((c) => [c.version, c]));
  const changes = [...byVersion.values()].toSorted((a, b) => a.version - b.version);
  return { changes, complete: before.complete && more.complete };
}

/** "Pete", "Ann and you", "Somebody". */
export function whoChanged({ changes }: Missed, viewer: string): string {
  const others = new Set(changes.map(({ by }) => by));
  const mine = others.delete(viewer) ? ['you'] : [];
  const names = [...[...others].map(nameOf), ...mine];
  const [first = 'Somebody'] = names;
  return names.length < 2 ? first.charAt(0).toUpperCase() + first.slice(1) : listOf(names);
}
