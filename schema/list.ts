/** A page of the tenant's entities of a kind, newest first. */
import type { GraphQLResolveInfo } from 'graphql';
import { onlyOwn } from '../src/auth/access.ts';
import type { Context } from '../src/context.ts';
import { selectedAt } from '../src/server/document/selection.ts';
import { parseEntityId } from '../src/versioned/id.ts';
import type { Kind } from '../src/versioned/kind.ts';
import type { ListQuery, Stored } from '../src/versioned/store.ts';
import {
  type Connection,
  type PageArgs,
  pageExtensions,
  parsePage,
  toConnection,
} from './graphql/connection.ts';

/** Of those that the viewer may see, the ones of which `where` is true. */
export async function listPage<State, Detail>(
  { store, viewer }: Context,
  kind: Kind<State, Detail>,
  args: PageArgs,
  where: ListQuery['where'],
  info: GraphQLResolveInfo,
): Promise<Connection<Stored<State, Detail>>> {
  const { size, after } = parsePage(args, keyOf(kind));
  const { items, hasMore } = await store.list(kind, {
    tenantId: viewer.tenant,
    first: size,
    after,
    where: [...where, ...onlyOwn(viewer, kind)],
    changes: changesOf(info),
  });
  return toConnection(
    items,
    ({ id }) => id,
    (item) => item.read(),
    { hasMore, after: args.after },
  );
}

export function listExtensions<State, Detail>(kind: Kind<State, Detail>) {
  // One query, and the documents that it may bring.
  return pageExtensions(keyOf(kind), (size) => 1 + size);
}

/** The fields of an entity that need more than its last change. */
const needAllChanges: readonly string[] = ['history', 'changesSince'];

function changesOf(info: GraphQLResolveInfo): ListQuery['changes'] {
  const selected = selectedAt(['edges', 'node'], info);
  return selected.some(({ name }) => needAllChanges.includes(name.value)) ? 'all' : 'last';
}

function keyOf<State, Detail>({ prefix }: Kind<State, Detail>) {
  return (text: string) => parseEntityId(prefix, text);
}
