/** What the smoke test asks of the API, and what it is answered. */

import { createClient, hashOf, type Target, toDocument } from '../../local/client.ts';

// NOTE: mirrors what the documents below ask for.
interface Account {
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

function documentOf(mutation: string): string {
  const selection = `... on AccountChanged { replayed account ${fields} }
      ... on UserError { message }
      ${mutation === 'openAccount' ? '' : conflict}`;
  return toDocument('Smoke', mutation, selection);
}

const readDocument = 'query Smoke($id: ID!) { account(id: $id) { id version status } }';

/** By hash: operations/smoke.json has them, for an API that serves trusted operations only. */
export const smokeOperations: Readonly<Record<string, string>> = Object.fromEntries(
  [...['openAccount', 'deposit', 'withdraw', 'closeAccount'].map(documentOf), readDocument].map(
    (text) => [hashOf(text), text],
  ),
);

export function createSmokeClient(target: Target) {
  const { send, ask } = createClient(target);
  return {
    async health(): Promise<number> {
      const answer = await send('/health');
      await answer.body?.cancel();
      return answer.status;
    },
    async withoutToken(): Promise<object> {
      const answer = await send('', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
      await answer.body?.cancel();
      return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
    },
    async mutate(mutation: string, input: object): Promise<MutationAnswer> {
      const data = await ask(documentOf(mutation), { input });
      return (data as { readonly result: MutationAnswer }).result; // as the document asks
    },
    read: (id: string): Promise<unknown> => ask(readDocument, { id }),
  };
}
