/** Relay connections: keyset pages whose cursors are ours, opaque, and good on any instance at any time. */
import { Fault } from '../src/faults.ts';
import { builder } from './builder.ts';

interface PageInfoShape {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | undefined;
  readonly endCursor: string | undefined;
}

interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfoShape;
}

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const defaultFirst = 20;
const mostFirst = 100;

export const pageArgs = builder.args((t) => ({
  first: t.int({ defaultValue: defaultFirst }),
  after: t.string(),
}));

const PageInfo = builder.objectRef<PageInfoShape>('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage'),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'True when `after` was given.',
    }),
    startCursor: t.exposeString('startCursor', { nullable: true }),
    endCursor: t.exposeString('endCursor', { nullable: true }),
  }),
});

/** The types `<name>Connection` and `<name>Edge`. */
export function connectionType<Node extends object>(
  name: string,
  node: PothosSchemaTypes.ObjectRef<typeof builder.$inferSchemaTypes, Node, Node>,
  { nullableNode: nullable = false }: { readonly nullableNode?: boolean } = {},
) {
  const EdgeType = builder.objectRef<Edge<Node>>(`${name}Edge`).implement({
    ...(nullable && {
      description:
        '`node` is null, with an error, where a stored document cannot be read: the rest of the list stays.',
    }),
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      // Pothos computes what a resolver may return from the node's type, which a type parameter leaves open.
      node: t.field({ type: node, nullable, resolve: (edge) => edge.node as never }),
    }),
  });
  return builder.objectRef<Connection<Node>>(`${name}Connection`).implement({
    fields: (t) => ({
      edges: t.field({ type: [EdgeType], resolve: ({ edges }) => edges }),
      pageInfo: t.field({ type: PageInfo, resolve: ({ pageInfo }) => pageInfo }),
    }),
  });
}

export function toConnection<Node>(
  nodes: readonly Node[],
  keyOf: (node: Node) => string,
  { hasMore, after }: { readonly hasMore: boolean; readonly after: PageArgs['after'] },
): Connection<Node> {
  const edges = nodes.map((node) => ({ cursor: toCursor(keyOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: typeof after === 'string',
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
  };
}

/** What a page may bring at most: a size that is refused must neither cost more than any other nor less than nothing. */
export function sizeOf(first: PageArgs['first']): number {
  return Math.min(Math.max(first ?? defaultFirst, 0), mostFirst);
}

/** What a page is asked for, or a fault that says what is wrong. `parseKey` knows the keys of the connection's cursors. */
export function parsePage<Key>(
  { first, after }: PageArgs,
  parseKey: (text: string) => Key | undefined,
): { readonly size: number; readonly after: Key | undefined } {
  return { size: parseFirst(first), after: parseAfter(after, parseKey) };
}

/** For the check of a document's arguments before anything of it runs. */
export function pageExtensions(parseKey: (text: string) => unknown) {
  return { assertArguments: (args: PageArgs) => void parsePage(args, parseKey) };
}

/** 0 to 100; null is the default. */
function parseFirst(first: PageArgs['first']): number {
  const size = first ?? defaultFirst;
  if (size >= 0 && size <= mostFirst) return size;
  throw new Fault('BAD_REQUEST', `"first" is 0 to ${mostFirst}, not ${size}.`);
}

/** The key in a cursor that `parse` accepts; `undefined` where there is none. */
function parseAfter<Key>(
  after: PageArgs['after'],
  parse: (text: string) => Key | undefined,
): Key | undefined {
  if (after === null || after === undefined) return undefined;
  const text = Buffer.from(after, 'base64url').toString();
  const key = toCursor(text) === after ? parse(text) : undefined;
  if (key !== undefined) return key;
  throw new Fault('BAD_REQUEST', '"after" is not a cursor of this connection.');
}

function toCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}
