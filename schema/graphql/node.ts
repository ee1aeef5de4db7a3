/** Entities by id, whatever their kind, and what all of them have. */
import { mayRead, mayReadSome } from '../../src/auth/access.ts';
import type { Context } from '../../src/context.ts';
import { findKind, kinds } from '../../src/entities.ts';
import { Fault } from '../../src/faults.ts';
import { parseEntityId } from '../../src/versioned/id.ts';
import type { Kind } from '../../src/versioned/kind.ts';
import type { Stored } from '../../src/versioned/store.ts';
import { builder } from './builder.ts';

/** Of whatever kind. */
type AnyStored = Stored<unknown, object>;

const mostNodes = 100;

export const Node = builder.interfaceRef<AnyStored>('Node').implement({
  fields: (t) => ({
    id: t.id({
      description: `${kinds.map(({ prefix }) => `\`${prefix}\``).join(' or ')}, then the entity's KSUID.`,
      resolve: ({ entity }) => entity.id,
    }),
  }),
  resolveType: ({ entity }) => typeNameOf(findKind(entity.id)?.name ?? ''),
});

export const Versioned = builder.interfaceRef<AnyStored>('Versioned').implement({
  interfaces: [Node],
  description: 'An entity that changes only under a matching etag.',
  fields: (t) => ({
    etag: t.field({ type: 'ETag', resolve: ({ etag }) => etag }),
    version: t.int({
      description: '1 when created, one more with every accepted change.',
      resolve: ({ entity }) => entity.version,
    }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ entity }) => entity.createdAt }),
    createdBy: t.string({ resolve: ({ entity }) => entity.createdBy }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When the last change was made.',
      resolve: ({ entity }) => entity.lastChange.at,
    }),
    updatedBy: t.string({
      description: 'Who made the last change.',
      resolve: ({ entity }) => entity.lastChange.by,
    }),
  }),
});

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Null where there is no such entity, or the caller may not see it.',
    args: { id: t.arg.id({ required: true }) },
    extensions: { calls: 1 },
    resolve: (_parent, { id }, context) => findNode(context, id),
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: `In the order of the ids, at most ${mostNodes}; null where \`node\` is null.`,
    args: { ids: t.arg.idList({ required: true }) },
    extensions: {
      assertArguments: assertIds,
      items: ({ ids }: Ids) => ids.length,
      // The same id twice is one read.
      calls: ({ ids }: Ids) => new Set(ids).size,
    },
    resolve: (_parent, { ids }, context) =>
      ids.map((id) => {
        const found = findNode(context, id);
        // Where the answer is too large already, nobody waits for it: its failure would end the process.
        found.catch(() => undefined);
        return found;
      }),
  }),
);

interface Ids {
  readonly ids: readonly string[];
}

function assertIds({ ids }: Ids): void {
  if (ids.length <= mostNodes) return;
  throw new Fault('BAD_REQUEST', `"ids" are at most ${mostNodes}, not ${ids.length}.`);
}

/** The entity, where there is one that the viewer may see. */
export async function findEntity<State, Detail>(
  { viewer, load }: Context,
  kind: Kind<State, Detail>,
  text: string,
): Promise<Stored<State, Detail> | undefined> {
  const id = parseEntityId(kind.prefix, text);
  // What may not be seen is not even read: an answer tells of its reads, by its time and its session token.
  if (!id || !mayReadSome(viewer, kind)) return undefined;
  const read = await load(kind, id);
  if (read.type === 'Absent') return undefined;
  return mayRead(viewer, kind, read.stored.entity.state) ? read.stored : undefined;
}

async function findNode(context: Context, id: string): Promise<AnyStored | undefined> {
  const kind: Kind<unknown, object> | undefined = findKind(id);
  return kind && findEntity(context, kind, id);
}

/** What a kind is called in the schema. */
export function typeNameOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
