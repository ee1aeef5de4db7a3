/** The operations that are measured, and how each is asked of a contender. */
import { createHash } from 'node:crypto';
import { documentOf, listQueryOf, queryOf } from '../../support/declared/documents.ts';
import { selectionOf } from '../../support/declared/declared.ts';

const withdraw = documentOf('withdraw');

export const documents = {
  read: queryOf('account'),
  nodes: `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Account { ${selectionOf('Account')} } } }`,
  list: listQueryOf('order'),
  change: withdraw,
  conflict: withdraw,
  replay: withdraw,
  refusal: withdraw,
} as const;

export type Operation = keyof typeof documents;

export const operations = Object.keys(documents) as readonly Operation[];

/** Requests by one person. */
export interface Requests {
  readonly document: string;
  /** Of one request after the other, and from the start again where more are sent. */
  readonly variables: readonly object[];
  readonly authorization: string;
  /** What each answer has in it: another fails the run. */
  readonly expected: string;
}

export const byText = (document: string) => ({ query: document });

export const trusted = (document: string) => ({ documentId: `sha256:${hashOf(document)}` });

/** A manifest of trusted operations. */
export function manifest(): string {
  const entries = Object.values(documents).map((document) => [hashOf(document), document]);
  return JSON.stringify(Object.fromEntries(entries));
}

function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
