/** A page of the tenant's accounts or orders, newest first. */
import type { Kind } from '../src/domain/entity.ts';
import { parseEntityId } from '../src/domain/id.ts';
import type { Stored } from '../src/store.ts';
import {
  type Connection,
  type PageArgs,
  parseAfter,
  parseFirst,
  sizeOf,
  toConnection,
} from './connection.ts';
import type { Context } from '../src/context.ts';
import { callCost } from './builder.ts';

/** `where` are fields of the state that have to be equal, all of them; undefined ones do not count. */
export async function listPage<State, Detail>(
  { store, viewer }: Context,
  kind: Kind<State, Detail>,
  { first, after }: PageArgs,
  where: readonly Partial<Record<keyof State & string, string | undefined>>[],
): Promise<Connection<Stored<State, Detail>>> {
  const { items, hasMore } = await store.list(kind, {
    tenantId: viewer.tenant,
    first: parseFirst(first),
    after: parseAfter(after, (text) => parseEntityId(kind.prefix, text)),
    where: where
      .flatMap((fields) => Object.entries<string | undefined>(fields))
      .flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }])),
  });
  return toConnection(items, ({ entity }) => entity.id, { hasMore, after });
}

/** One query, the entities that it may bring, and what is asked of each. */
export function listCost({ first }: PageArgs) {
  const size = sizeOf(first);
  return { field: callCost * (1 + size), multiplier: size };
}
