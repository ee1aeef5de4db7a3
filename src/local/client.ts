/** The smallest client that the API promises to work with: it holds a token, and sends the session token back. */

import { createHash } from 'node:crypto';
import { messageOf } from './script.ts';

export interface Target {
  /** Where GraphQL is served: `https://order-desk.example.com/graphql`. */
  readonly endpoint: string;
  readonly token: string;
}

export type Client = ReturnType<typeof createClient>;

// A cold instance behind a slow network, and then some.
const timeoutMs = 30_000;

export function createClient({ endpoint, token }: Target) {
  const session: { token?: string } = {};

  /** Any request to the endpoint, or beneath it. */
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      // A token goes to the one address that was named.
      return await fetch(`${endpoint}${path}`, { ...init, signal, redirect: 'error' });
    } catch (cause) {
      throw new Error(`the API cannot be reached: ${messageOf(cause)}`, { cause });
    }
  }

  /** What the document asks for. Throws where there are errors, whatever else there is. */
  async function ask(query: string, variables: object): Promise<unknown> {
    const answer = await send('', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...(session.token === undefined ? {} : { 'x-session-token': session.token }),
      },
      // The text is for an API that does not know the hash.
      body: JSON.stringify({ documentId: hashOf(query), query, variables }),
    });
    const text = await answer.text();
    const next = answer.headers.get('x-session-token');
    if (next !== null) session.token = next;
    const data = readData(text);
    if (data !== undefined) return data;
    throw new Error(`the API answered ${answer.status}: ${text.slice(0, 1000)}`);
  }

  return { send, ask };
}

/** By which an API knows a document that is a trusted operation. */
export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

export function toDocument(operation: string, mutation: string, selection: string): string {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ${operation}($input: ${inputType}!) {
    result: ${mutation}(input: $input) {
      __typename
      ${selection}
    }
  }`;
}

function readData(text: string): unknown {
  try {
    const { data, errors }: { data?: unknown; errors?: unknown } = JSON.parse(text);
    return errors === undefined ? (data ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
