/** What all entities have of their changes: the interfaces, and the page of a history. */
import { type Change as DomainChange, type Etag, type Recorded } from '../src/versioned/change.ts';
import type { Changed as Accepted } from '../src/versioned/commit.ts';
import { changesSince, pageSize } from '../src/versioned/entity.ts';
import { readHistory } from '../src/versioned/history.ts';
import type { Kind } from '../src/versioned/kind.ts';
import type { Store, Stored } from '../src/versioned/store.ts';
import { builder } from './graphql/builder.ts';
import {
  type Connection,
  type PageArgs,
  pageExtensions,
  parsePage,
  toConnection,
} from './graphql/connection.ts';
import { Versioned } from './graphql/node.ts';

export const Change = builder.interfaceRef<Recorded>('Change').implement({
  description: 'One accepted change: who did what, when, and on top of which version.',
  fields: (t) => ({
    requestId: t.expose('requestId', {
      type: 'KSUID',
      description: 'The `requestId` of the mutation that made it.',
    }),
    version: t.exposeInt('version'),
    at: t.expose('at', { type: 'DateTime' }),
    by: t.exposeString('by', { description: 'The subject of the token that made it.' }),
    summary: t.string({
      description: 'One sentence for a person: "added 2 x espresso machine for 10000.00 USD".',
    }),
  }),
});

/** An accepted change, under the name of its type. */
export type ChangedShape<State, Detail> = Omit<Accepted<State, Detail>, 'type'> & {
  readonly type: string;
};

export const Changed = builder.interfaceRef<ChangedShape<unknown, object>>('Changed').implement({
  description: 'An accepted change, whatever it changed: for code that does not care.',
  fields: (t) => ({
    current: t.field({
      type: Versioned,
      description: 'The entity right after the change, or as it is now on a replay.',
      resolve: ({ stored }) => stored,
    }),
    change: t.field({ type: Change, resolve: ({ change }) => change }),
    replayed: t.exposeBoolean('replayed', {
      description: 'True when this request had been accepted before: nothing was written twice.',
    }),
    missedChanges: t.field({ type: [Change], resolve: ({ missedChanges }) => missedChanges }),
  }),
});

/** A page of an entity's changes, newest first. */
export async function historyPage<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  { entity }: Stored<State, Detail>,
  args: PageArgs,
): Promise<Connection<DomainChange<Detail>>> {
  const { size, after: before } = parsePage(args, parseVersion);
  const { changes, hasMore } = await readHistory(store, kind, entity, size, before);
  const keyOf = ({ version }: DomainChange<Detail>) => String(version);
  return toConnection(changes, keyOf, (change) => change, { hasMore, after: args.after });
}

export const historyExtensions = pageExtensions(parseVersion, pagesOf);

/** One read for each page of changes that it may touch: it may begin in the middle of one. */
function pagesOf(size: number): number {
  return size === 0 ? 0 : Math.ceil((size - 1) / pageSize) + 1;
}

function parseVersion(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** What happened since a version, as far as the changes at hand can tell. */
export interface ChangesSince<Detail> {
  readonly changes: readonly DomainChange<Detail>[];
  readonly complete: boolean;
}

/** The newest etag has nothing after it. */
export function changesSinceEtag<State, Detail>(
  { entity, etag: newest }: Stored<State, Detail>,
  etag: Etag,
): ChangesSince<Detail> {
  const changes = etag === newest ? [] : changesSince(entity, etag);
  return { changes: changes ?? [], complete: changes !== undefined };
}
