import {
  ApolloClient,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
  type TypedDocumentNode,
} from '@apollo/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheOptions, trustedLink } from '../../examples/client/apollo.ts';
import { createFetch } from '../../examples/client/fetch.ts';
import { type Endpoint, openEndpoint } from '../support/clients/endpoint.ts';
import {
  type AccountData,
  accountDocument,
  type AccountVariables,
  expectMember,
  type WithdrawData,
  withdrawDocument,
  type WithdrawVariables,
} from '../support/clients/frontend.ts';
import { newRequestId } from '../../src/local/requestId.ts';
import { openSharedAccount, usd } from '../support/team.ts';

const accountQuery: TypedDocumentNode<AccountData, AccountVariables> = gql(accountDocument);
const withdrawMutation: TypedDocumentNode<WithdrawData, WithdrawVariables> = gql(withdrawDocument);

let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await openEndpoint();
});

afterAll(() => endpoint.close());

function createClient(getToken: () => Promise<string>, send: typeof fetch = fetch) {
  const http = new HttpLink({ uri: endpoint.url, fetch: createFetch({ getToken, fetch: send }) });
  return new ApolloClient({
    link: trustedLink().concat(http),
    cache: new InMemoryCache(cacheOptions),
  });
}

async function read(client: ApolloClient, id: string) {
  const { data } = await client.query({ query: accountQuery, variables: { id } });
  if (!data?.account) throw new Error('there is no such account');
  return data.account;
}

async function withdraw(
  client: ApolloClient,
  { id, etag }: { readonly id: string; readonly etag: string },
  amount: string,
) {
  const input = { requestId: newRequestId(), id, ifMatch: etag, amount: usd(amount) };
  const { data } = await client.mutate({ mutation: withdrawMutation, variables: { input } });
  return data?.withdraw;
}

/** Ann and Ben have both read the account, and Ann was first to withdraw. */
async function loseRace(balance: string) {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, balance);
  const ann = createClient(() => tokenOf('ann'));
  const ben = createClient(() => tokenOf('ben'));
  const [seenByAnn, seenByBen] = await Promise.all([read(ann, id), read(ben, id)]);
  const first = expectMember(await withdraw(ann, seenByAnn, '100.00'), 'AccountChanged');
  const conflict = await withdraw(ben, seenByBen, '100.00');
  return { ben, first, conflict: expectMember(conflict, 'AccountConflictError') };
}

test('a change is in the cache when its answer is', async () => {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, '100.00');
  const ann = createClient(() => tokenOf('ann'));
  const seen = await read(ann, id);
  const changed = expectMember(await withdraw(ann, seen, '40.00'), 'AccountChanged');

  expect(changed.account).toMatchObject({ version: 3, balance: usd('60.00') });
  expect(await read(ann, id)).toEqual(changed.account);
});

test('a conflict says what was missed, and puts the account as it is now in the cache', async () => {
  const { ben, first, conflict } = await loseRace('100.00');

  expect(conflict.message).toMatch(/./);
  expect(conflict.missedChanges).toMatchObject([{ by: 'ann', summary: 'withdrew 100.00 USD' }]);
  expect(conflict.current).toEqual(first.account);
  expect(await read(ben, first.account.id)).toEqual(first.account);
});

test('after a conflict, current.etag is the one to go on with', async () => {
  const { ben, conflict } = await loseRace('250.00');
  const changed = expectMember(await withdraw(ben, conflict.current, '100.00'), 'AccountChanged');

  expect(changed.account).toMatchObject({ version: 4, balance: usd('50.00') });
});

test('after a conflict, the rules hold for what is left', async () => {
  const { ben, conflict } = await loseRace('150.00');
  const refusal = await withdraw(ben, conflict.current, '100.00');

  expect(expectMember(refusal, 'InsufficientFundsError')).toMatchObject({
    message: expect.stringMatching(/./),
    balance: usd('50.00'),
    requested: usd('100.00'),
  });
});

test('each request carries the session token of the answer before', async () => {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, '100.00');
  const seen: { sent: string | null; answered: string | null }[] = [];
  const ann = createClient(
    () => tokenOf('ann'),
    async (input, init) => {
      const answer = await fetch(input, init);
      const sent = new Headers(init?.headers).get('x-session-token');
      seen.push({ sent, answered: answer.headers.get('x-session-token') });
      return answer;
    },
  );
  await withdraw(ann, await read(ann, id), '10.00');

  const [reading, writing] = seen;
  expect(reading).toEqual({ sent: null, answered: expect.stringMatching(/./) });
  expect(writing?.sent).toBe(reading?.answered);
});

test.each([
  { whose: 'of an auditor', role: 'Auditor', code: 'FORBIDDEN' },
  { whose: 'that is none', role: undefined, code: 'UNAUTHENTICATED' },
])('what a token $whose may not do is an error with a code', async ({ role, code }) => {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, '100.00');
  const client = createClient(() =>
    role === undefined ? Promise.resolve('none') : tokenOf('olga', role),
  );
  const error: unknown = await withdraw(client, { id, etag: '"any"' }, '10.00').catch(
    (thrown: unknown) => thrown,
  );
  expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions).toMatchObject({ code });
});
