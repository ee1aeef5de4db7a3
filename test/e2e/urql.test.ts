import { cacheExchange, Client, fetchExchange, gql } from '@urql/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFetch } from '../../examples/client/fetch.ts';
import { trustedExchange } from '../../examples/client/urql.ts';
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

const accountQuery = gql<AccountData, AccountVariables>(accountDocument);
const withdrawMutation = gql<WithdrawData, WithdrawVariables>(withdrawDocument);

let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await openEndpoint();
});

afterAll(() => endpoint.close());

function createClient(token: string, send: typeof fetch = fetch) {
  return new Client({
    url: endpoint.url,
    exchanges: [cacheExchange, trustedExchange, fetchExchange],
    fetch: createFetch({ getToken: () => Promise.resolve(token), fetch: send }),
  });
}

async function read(client: Client, id: string) {
  const { data } = await client.query(accountQuery, { id });
  if (!data?.account) throw new Error('there is no such account');
  return data.account;
}

function withdraw(
  client: Client,
  { id, etag }: { readonly id: string; readonly etag: string },
  amount: string,
) {
  const input = { requestId: newRequestId(), id, ifMatch: etag, amount: usd(amount) };
  return client.mutation(withdrawMutation, { input }).toPromise();
}

/** Ann and Ben have both read the account, and Ann was first to withdraw. */
async function loseRace(balance: string) {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, balance);
  const ann = createClient(await tokenOf('ann'));
  const ben = createClient(await tokenOf('ben'));
  const [seenByAnn, seenByBen] = await Promise.all([read(ann, id), read(ben, id)]);
  const won = await withdraw(ann, seenByAnn, '100.00');
  const lost = await withdraw(ben, seenByBen, '100.00');
  return {
    ben,
    first: expectMember(won.data?.withdraw, 'AccountChanged'),
    conflict: expectMember(lost.data?.withdraw, 'AccountConflictError'),
  };
}

test('a change makes its client read the account anew', async () => {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, '100.00');
  const ann = createClient(await tokenOf('ann'));
  const { data } = await withdraw(ann, await read(ann, id), '40.00');
  const changed = expectMember(data?.withdraw, 'AccountChanged');

  expect(changed.account).toMatchObject({ version: 3, balance: usd('60.00') });
  expect(await read(ann, id)).toEqual(changed.account);
});

test('a conflict says what was missed, and makes its client read the account anew', async () => {
  const { ben, first, conflict } = await loseRace('100.00');

  expect(conflict.message).toMatch(/./);
  expect(conflict.missedChanges).toMatchObject([{ by: 'ann', summary: 'withdrew 100.00 USD' }]);
  expect(conflict.current).toEqual(first.account);
  expect(await read(ben, first.account.id)).toEqual(first.account);
});

test('after a conflict, current.etag is the one to go on with', async () => {
  const { ben, conflict } = await loseRace('250.00');
  const { data } = await withdraw(ben, conflict.current, '100.00');
  const changed = expectMember(data?.withdraw, 'AccountChanged');

  expect(changed.account).toMatchObject({ version: 4, balance: usd('50.00') });
});

test('after a conflict, the rules hold for what is left', async () => {
  const { ben, conflict } = await loseRace('150.00');
  const { data } = await withdraw(ben, conflict.current, '100.00');

  expect(expectMember(data?.withdraw, 'InsufficientFundsError')).toMatchObject({
    message: expect.stringMatching(/./),
    balance: usd('50.00'),
    requested: usd('100.00'),
  });
});

test('each request carries the session token of the answer before', async () => {
  const { id, tokenOf } = await openSharedAccount(endpoint.url, '100.00');
  const seen: { sent: string | null; answered: string | null }[] = [];
  const ann = createClient(await tokenOf('ann'), async (input, init) => {
    const answer = await fetch(input, init);
    const sent = new Headers(init?.headers).get('x-session-token');
    seen.push({ sent, answered: answer.headers.get('x-session-token') });
    return answer;
  });
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
  const client = createClient(role === undefined ? 'none' : await tokenOf('olga', role));
  const { data, error } = await withdraw(client, { id, etag: '"any"' }, '10.00');

  expect(data?.withdraw ?? null).toBeNull();
  expect(error?.graphQLErrors.map(({ extensions }) => extensions)).toMatchObject([{ code }]);
});
