import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { withSessionTokens } from '../../examples/client/sessionTokens.ts';
import { newTenant, openApi, type Send, signIn } from '../support/api.ts';
import { type CosmosProxy, startCosmosProxy } from '../support/cosmos/proxy.ts';
import { accountQuery, orderQuery } from '../support/declared/documents.ts';
import { fetchFrom, sendTo } from '../support/clients/http.ts';
import { createOrder, openAccount, send, usd } from '../support/team.ts';

let proxy: CosmosProxy;
let api: Send;

beforeAll(async () => {
  const { endpoint, key } = inject('cosmos');
  proxy = await startCosmosProxy(endpoint, { key });
  api = await openApi({ cosmosEndpoint: proxy.endpoint });
});

afterAll(() => proxy.close());

/** The same person twice: with session tokens, and without. */
async function signInTwice() {
  const tenant = newTenant();
  const carrying = sendTo('http://localhost:7071/graphql', withSessionTokens(fetchFrom(api)));
  return {
    carrying: await signIn(carrying, { tenant }),
    forgetful: await signIn(api, { tenant }),
  };
}

test('who sends the session token back reads their own writes from a replica that is behind', async () => {
  const { carrying, forgetful } = await signInTwice();
  const { id, etag } = await openAccount(carrying, '100.00');
  await proxy.lag({ id });
  await send(carrying, 'deposit', { id, ifMatch: etag, amount: usd('50.00') });

  const read = async (person: typeof carrying) =>
    (await person(accountQuery, { id })).data.result.balance;
  expect(await read(forgetful)).toEqual(usd('100.00'));
  expect(await read(carrying)).toEqual(usd('150.00'));
});

test('the tokens of parallel answers are all sent back', async () => {
  const { carrying } = await signInTwice();
  await proxy.lag();
  const [account, order] = await Promise.all([
    openAccount(carrying, '100.00'),
    createOrder(carrying),
  ]);

  const [theAccount, theOrder] = await Promise.all([
    carrying(accountQuery, { id: account.id }),
    carrying(orderQuery, { id: order.id }),
  ]);
  expect([theAccount.data.result, theOrder.data.result]).toEqual([account, order]);
});

test('however many answers come in parallel, no header outgrows what the API takes', async () => {
  const lists: string[][] = [];
  const carrying = withSessionTokens((_input, init) => {
    const sent = new Headers(init?.headers).get('x-session-token')?.split(',') ?? [];
    const headers = { 'x-session-token': `token-${lists.push(sent)}` };
    return Promise.resolve(new Response('', { headers }));
  });
  await Promise.all(Array.from({ length: 40 }, () => carrying('http://localhost/graphql')));
  for (let request = 1; request <= 21; request += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what it is about
    await carrying('http://localhost/graphql');
  }

  expect(lists.map((sent) => sent.length)).toEqual([
    ...Array(40).fill(0),
    ...Array(19).fill(3),
    2,
    1,
  ]);
  expect(new Set(lists.flat()).size).toBe(60);
});
