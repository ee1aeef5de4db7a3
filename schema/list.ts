/** A page of the tenant's accounts or orders, newest first. */
import type { Kind } from '../src/versioned/entity.ts';
import { parseEntityId } from '../src/versioned/id.ts';
import type { Stored } from '../src/versioned/store.ts';
import {
  type Connection,
  type PageArgs,
  pageExtensions,
  parsePage,
  sizeOf,
  toConnection,
} from './connection.ts';
import type { Context } from '../src/context.ts';
import { callCost } from './builder.ts';

/** `where` are fields of the state that have to be equal, all of them; undefined ones do not count. */
export async function listPage<State, Detail>(
  { store, viewer }: Context,
  kind: Kind<State, Detail>,
  args: PageArgs,
  where: readonly Partial<Record<keyof State & string, string | undefined>>[],
): Promise<Connection<Stored<State, Detail>>> {
  const { size, after } = parsePage(args, keyOf(kind));
  const { items, hasMore } = await store.list(kind, {
    tenantId: viewer.tenant,
    first: size,
    after,
    where: where
      .flatMap((fields) => Object.entries<string | undefined>(fields))
      .flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }])),
  });
  return toConnection(items, ({ entity }) => entity.id, { hasMore, after: args.after });
}

export function listExtensions<State, Detail>(kind: Kind<State, Detail>) {
  return pageExtensions(keyOf(kind));
}

function keyOf<State, Detail>({ prefix }: Kind<State, Detail>) {
  return (text: string) => parseEntityId(prefix, text);
}

/** One query, the entities that it may bring, and what is asked of each. */
export function listCost({ first }: PageArgs) {
  const size = sizeOf(first);
  return { field: callCost * (1 + size), multiplier: size };
}
