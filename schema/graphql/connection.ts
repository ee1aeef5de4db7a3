/** Relay connections: keyset pages whose cursors are ours, opaque, and good on any instance at any time. */
import { Fault } from '../../src/faults.ts';
import { builder } from './builder.ts';

export interface Connection<Node> {
  readonly edges: {
    readonly cursor: string;
    /** Throws where there is one that cannot be read. */
    readonly node: Node;
  }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor?: string | undefined;
    readonly endCursor?: string | undefined;
  };
}

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const defaultFirst = 20;
const mostFirst = 100;

/** The longest is that of an entity's id, 42: what is longer is none, however long it is to decode. */
const longestCursor = 64;

export const pageArgs = builder.args((t) => ({
  first: t.int({ defaultValue: defaultFirst }),
  after: t.string(),
}));

/** `keyOf` is the item's place in the list. */
export function toConnection<Item, Node>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  toNode: (item: Item) => Node,
  { hasMore, after }: { readonly hasMore: boolean; readonly after: PageArgs['after'] },
): Connection<Node> {
  const edges = items.map((item) => ({
    cursor: toCursor(keyOf(item)),
    get node() {
      return toNode(item);
    },
  }));
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

/** Null is the default. */
function sizeOf({ first }: PageArgs): number {
  return first ?? defaultFirst;
}

/** What a page is asked for, or a fault that says what is wrong. `parseKey` knows the keys of the connection's cursors. */
export function parsePage<Key>(
  args: PageArgs,
  parseKey: (text: string) => Key | undefined,
): { readonly size: number; readonly after: Key | undefined } {
  return { size: parseFirst(args), after: parseAfter(args.after, parseKey) };
}

/** For the checks of an operation before anything of it runs. */
export function pageExtensions(
  parseKey: (text: string) => unknown,
  /** Documents and calls of the database, for a page of this size. */
  callsOf: (size: number) => number,
) {
  return {
    assertArguments: (args: PageArgs) => void parsePage(args, parseKey),
    items: sizeOf,
    calls: (args: PageArgs) => callsOf(sizeOf(args)),
  };
}

/** 0 to 100. */
function parseFirst(args: PageArgs): number {
  const size = sizeOf(args);
  if (size >= 0 && size <= mostFirst) return size;
  throw new Fault('BAD_REQUEST', `"first" is 0 to ${mostFirst}, not ${size}.`);
}

/** The key in a cursor that `parse` accepts; `undefined` where there is none. */
function parseAfter<Key>(
  after: PageArgs['after'],
  parse: (text: string) => Key | undefined,
): Key | undefined {
  if (after === null || after === undefined) return undefined;
  const text = after.length > longestCursor ? '' : Buffer.from(after, 'base64url').toString();
  const key = toCursor(text) === after ? parse(text) : undefined;
  if (key !== undefined) return key;
  throw new Fault('BAD_REQUEST', '"after" is not a cursor of this connection.');
}

function toCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}
