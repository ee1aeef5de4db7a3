/** What changes of accounts and orders have in common, and the page of a history. */
import type { Change as DomainChange, Kind, Recorded } from '../src/domain/entity.ts';
import { pageSize } from '../src/domain/entity.ts';
import { readHistory } from '../src/history.ts';
import type { Store, Stored } from '../src/store.ts';
import { builder, callCost } from './builder.ts';
import {
  type Connection,
  type PageArgs,
  parseAfter,
  parseFirst,
  sizeOf,
  toConnection,
} from './connection.ts';

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

/** A page of an entity's changes, newest first. */
export async function historyPage<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  { entity }: Stored<State, Detail>,
  { first, after }: PageArgs,
): Promise<Connection<DomainChange<Detail>>> {
  const size = parseFirst(first);
  const before = parseAfter(after, parseVersion);
  const { changes, hasMore } = await readHistory(store, kind, entity, size, before);
  return toConnection(changes, ({ version }) => String(version), { hasMore, after });
}

/** One read for each page of changes that it may touch. */
export function historyCost({ first }: PageArgs) {
  return { field: callCost * Math.ceil(sizeOf(first) / pageSize), multiplier: 1 };
}

function parseVersion(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
