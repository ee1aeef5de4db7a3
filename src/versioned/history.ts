/** Any stretch of an entity's history, newest first: from the changes at hand and the pages before them. */
import type { Change } from './change.ts';
import { type Entity, pageOf } from './entity.ts';
import type { Kind } from './kind.ts';
import type { Store } from './store.ts';

export interface HistoryRange<Detail> {
  readonly changes: readonly Change<Detail>[];
  readonly hasMore: boolean;
}

/** The latest `first` changes before version `before`, or at all. Each page is one point read. */
export async function readHistory<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  entity: Entity<State, Detail>,
  first: number,
  before = Infinity,
): Promise<HistoryRange<Detail>> {
  const newest = Math.min(entity.version, before - 1);
  const oldest = Math.max(1, newest - first + 1);
  const atHand = entity.changes[0]?.version ?? 1;
  const pages = range(pageOf(oldest), pageOf(Math.min(newest, atHand - 1)));
  const paged = await Promise.all(
    oldest > newest ? [] : pages.map((number) => store.page(kind, entity, number)),
  );
  const changes = [...paged.flat(), ...entity.changes]
    .filter(({ version }) => version >= oldest && version <= newest)
    .toReversed();
  return { changes, hasMore: oldest > 1 };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
