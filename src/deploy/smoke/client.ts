/** The smallest client that the API promises to work with: it holds a token, and sends the session token back. */

import { createHash } from 'node:crypto';

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface SmokeTarget {
  /** Where GraphQL is served: `https://order-desk.example.com/graphql`. */
  readonly endpoint: string;
  readonly token: string;
}

// NOTE: mirrors what the documents below ask for.
export interface Account {
  readonly id: string;
  readonly etag: string;
  readonly version: number;
  readonly status: string;
  readonly balance: { readonly amount: string };
}

export interface MutationAnswer {
  readonly __typename: string;
  readonly account?: Account;
  readonly replayed?: boolean;
  readonly message?: string;
  readonly missedChanges?: readonly { readonly requestId: string }[];
  readonly missedChangesComplete?: boolean;
  readonly current?: Account;
}

const fields = '{ id etag version status balance { amount } }';

const conflict = `... on AccountConflictError { missedChanges { requestId } missedChangesComplete current ${fields} }`;

function toDocument(mutation: string): string {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Smoke($input: ${inputType}!) {
    result: ${mutation}(input: $input) {
      __typename
      ... on AccountChanged { replayed account ${fields} }
      ... on UserError { message }
      ${mutation === 'openAccount' ? '' : conflict}
    }
  }`;
}

const readDocument = 'query Smoke($id: ID!) { account(id: $id) { id version status } }';

/** By hash: operations/smoke.json has them, for an API that serves trusted operations only. */
export const smokeOperations: Readonly<Record<string, string>> = Object.fromEntries(
  [...['openAccount', 'deposit', 'withdraw', 'closeAccount'].map(toDocument), readDocument].map(
    (text) => [hashOf(text), text],
  ),
);

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// A cold instance behind a slow network, and then some.
const timeoutMs = 30_000;

export function createSmokeClient({ endpoint, token }: SmokeTarget) {
  const session: { token?: string } = {};

  function send(path: string, init: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(timeoutMs);
    // A token goes to the one address that was named.
    return fetch(`${endpoint}${path}`, { ...init, signal, redirect: 'error' });
  }

  async function ask(query: string, variables: object): Promise<unknown> {
    const answer = await send('', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...(session.token === undefined ? {} : { 'x-session-token': session.token }),
      },
      // The text is for an API of another version, which does not know the hash.
      body: JSON.stringify({ documentId: hashOf(query), query, variables }),
    });
    const text = await answer.text();
    const next = answer.headers.get('x-session-token');
    if (next !== null) session.token = next;
    const data = readData(text);
    if (data !== undefined) return data;
    throw new Error(`the API answered ${answer.status}: ${text.slice(0, 1000)}`);
  }

  return {
    async health(): Promise<number> {
      const answer = await send('/health');
      await answer.body?.cancel();
      return answer.status;
    },
    async withoutToken(): Promise<Json> {
      const answer = await send('', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
      await answer.body?.cancel();
      return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
    },
    async mutate(mutation: string, input: object): Promise<MutationAnswer> {
      const data = await ask(toDocument(mutation), { input });
      return (data as { readonly result: MutationAnswer }).result; // as the document asks
    },
    async read(id: string): Promise<Json> {
      const data = await ask(readDocument, { id });
      return (data as { readonly account: Json }).account; // as the document asks
    },
  };
}

/** Undefined where there are errors, whatever else there is. */
function readData(text: string): unknown {
  try {
    const { data, errors }: { data?: unknown; errors?: unknown } = JSON.parse(text);
    return errors === undefined ? (data ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
