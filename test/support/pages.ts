/** Pages of connections, and what they have to be: a slice of a plain list. */
import { expect } from 'vitest';
import type { Query } from './api.ts';

export interface Page {
  readonly keys: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
}

interface ConnectionOf<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** A connection as a page, after what is true of every connection. */
export function pageOf<Node>(
  { edges, pageInfo }: ConnectionOf<Node>,
  keyOf: (node: Node) => string,
): Page {
  const cursors = edges.map(({ cursor }) => cursor);
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  expect([startCursor, endCursor]).toEqual([cursors[0] ?? null, cursors.at(-1) ?? null]);
  return { keys: edges.map(({ node }) => keyOf(node)), cursors, hasNextPage, hasPreviousPage };
}

/** What a page has to be, where `all` is everything, newest first, and `place` is that of the cursor. */
export function model(all: readonly string[], first: number, place: number | undefined) {
  const rest = all.slice(place === undefined ? 0 : place + 1);
  return {
    keys: rest.slice(0, first),
    hasNextPage: rest.length > first,
    hasPreviousPage: place !== undefined,
  };
}

/** Everything, page by page; each page is checked against the model. */
export async function walk(
  all: readonly string[],
  first: number,
  read: (request: PageRequest) => Promise<Page>,
): Promise<readonly string[]> {
  const walked: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { cursors, ...page } = await read({ first, after });
    const place = after === null ? undefined : walked.length - 1;
    expect(page).toEqual(model(all, first, place));
    walked.push(...page.keys);
    after = cursors.at(-1) ?? null;
    if (!page.hasNextPage || after === null) return walked;
  }
}

/** The code of the first error. */
export async function codeOf(answering: ReturnType<Query>) {
  const { errors } = await answering;
  return errors?.[0]?.extensions?.code;
}
