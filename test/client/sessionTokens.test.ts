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

/** What each request carries, after 40 parallel ones: the answer to the nth has n for a token, in as many characters. */
async function carry({ requests, length }: { readonly requests: number; readonly length: number }) {
  const lists: string[][] = [];
  const carrying = withSessionTokens((_input, init) => {
    const sent = new Headers(init?.headers).get('x-session-token')?.split(',') ?? [];
    const headers = { 'x-session-token': String(lists.push(sent)).padStart(length, '0') };
    return Promise.resolve(new Response('', { headers }));
  });
  await Promise.all(Array.from({ length: 40 }, () => carrying('http://localhost/graphql')));
  for (let request = 1; request <= requests; request += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what it is about
    await carrying('http://localhost/graphql');
  }
  return lists.slice(40).map((sent) => sent.map(Number));
}

test('however many answers came in parallel, that of a write is among what the next request carries', async () => {
  const newestFirst = Array.from({ length: 40 }, (_, index) => 40 - index);
  expect(await carry({ requests: 2, length: 100 })).toEqual([newestFirst, [41]]);
});

test('the newest tokens go first, no header outgrows what the API takes, and none is left out for ever', async () => {
  const lists = await carry({ requests: 21, length: 4092 });
  expect(lists.slice(0, 2)).toEqual([
    [40, 39, 38],
    [41, 37, 36],
  ]);
  expect(lists.map((sent) => sent.length)).toEqual([...Array(19).fill(3), 2, 1]);
  expect(new Set(lists.flat()).size).toBe(60);
});
