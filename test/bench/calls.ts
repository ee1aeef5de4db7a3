/** What is asked of a contender, and how it looks on the wire: a query, a trusted operation, or plain arguments. */
import { documents, type DocumentName, hashOf } from './operations.ts';

export interface Call {
  readonly document: DocumentName;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What every answer to a batch has to contain, and how often: an answer that does not fails the run. */
export interface Expectation {
  readonly text: string;
  readonly times: number;
}

/** `raw` contenders have no GraphQL: they get the call itself. */
export type Style = 'query' | 'trusted' | 'raw';

export function bodyOf({ document, variables }: Call, style: Style): string {
  switch (style) {
    case 'query':
      return JSON.stringify({ query: documents[document], variables });
    case 'trusted':
      return JSON.stringify({ documentId: `sha256:${hashOf(documents[document])}`, variables });
    case 'raw':
      return JSON.stringify({ document, variables });
  }
}

export function isAsExpected(
  { status, text }: { readonly status: number; readonly text: string },
  { text: expected, times }: Expectation,
): boolean {
  return status === 200 && text.split(expected).length - 1 === times;
}
