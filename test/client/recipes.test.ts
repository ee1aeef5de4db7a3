/** What docs/frontend.md shows does what the page says. */
import type { TypedDocumentNode } from '@apollo/client';
import { parse } from 'graphql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApolloClient } from '../../examples/client/apollo.ts';
import type { FetchOptions } from '../../examples/client/fetch.ts';
import { keys } from '../../examples/client/graphcache.ts';
import type { IntendOptions } from '../../examples/client/intend.ts';
import { createUrqlClient } from '../../examples/client/urql.ts';
import { openApi } from '../support/api.ts';
import { fetchFrom } from '../support/clients/http.ts';
import { hashOf, operationsOf } from '../support/clients/trusting.ts';
import { createOrder, deposit, type Result, usd, withdraw } from '../support/mutations.ts';
import { type Branch, expired, openBranch, url } from './frontend.ts';
import {
  createFetchQuery,
  getDataID,
  getTokenFrom,
  homeText,
  homeVariables,
  issuesByField,
  newsText,
  openWithdrawal,
  ordersText,
  permissionsText,
  storeOf,
  tell,
  withTimeout,
} from './recipes.ts';

function optionsOf({ api, tokenOf }: Branch, more: Partial<FetchOptions> = {}): FetchOptions {
  return {
    getToken: () => tokenOf('ann'),
    fetch: fetchFrom(api),
    wait: () => Promise.resolve(),
    ...more,
  };
}

function createStore(): IntendOptions['store'] {
  const kept = new Map<string, string>();
  return storeOf({
    getString: (key) => kept.get(key),
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  });
}

test('two lines tell a person who they are', async () => {
  const { api, tokenOf } = await openBranch();
  vi.stubGlobal('fetch', fetchFrom(api));
  onTestFinished(() => void vi.unstubAllGlobals());
  const token = await tokenOf('ann');

  const client = createUrqlClient('http://localhost:7071/graphql', {
    getToken: () => Promise.resolve(token),
  });
  const { data, error } = await client.query('{ viewer { subject permissions } }', {});

  expect([data.viewer.subject, error]).toEqual(['ann', undefined]);
});

test('a form tells what became of what a person wanted', async () => {
  const branch = await openBranch();
  const { account, bob } = branch;
  const client = createUrqlClient(url, optionsOf(branch));
  const form = openWithdrawal(client, 'ann', account, createStore());

  const bad = await form.send({ amount: usd('1.001') });
  if (bad.type !== 'refused' || bad.result.__typename !== 'InvalidInputError') {
    throw new Error(`it is ${bad.type}`);
  }
  expect(issuesByField(bad.result.issues)).toEqual(new Map([['amount.amount', tell(bad)]]));

  await withdraw(bob, account, '10.00');
  expect(tell(await form.send({ amount: usd('20.00') }))).toBe('bob withdrew 10.00 USD');
  expect(tell(await form.insist())).toBe('Saved.');
  expect(tell(await form.send())).toBe('Saved, once.');
});

test.each([
  { what: 'an empty amount', amount: usd(''), at: 'amount' },
  { what: 'an amount with a comma', amount: usd('1,50'), at: 'amount' },
  { what: 'a currency of two letters', amount: { amount: '1.50', currency: 'US' }, at: 'currency' },
])('$what has failed at its place, and goes on corrected', async ({ amount, at }) => {
  const branch = await openBranch();
  const client = createUrqlClient(url, optionsOf(branch));
  const form = openWithdrawal(client, 'ann', branch.account, createStore());
  expect(await form.send({ amount })).toMatchObject({
    type: 'failed',
    error: { extensions: { code: 'BAD_REQUEST', path: ['input', 'amount', at] } },
  });
  expect(tell(await form.send({ amount: usd('1.50') }))).toBe('Saved.');
});

test('a form finds after a reload what was lost before it', async () => {
  const branch = await openBranch();
  const isOffline = { now: true };
  const reach = fetchFrom(branch.api);
  const client = createUrqlClient(
    url,
    optionsOf(branch, {
      fetch: (input, init) =>
        isOffline.now ? Promise.reject(new TypeError('Failed to fetch')) : reach(input, init),
    }),
  );
  const store = createStore();
  const form = openWithdrawal(client, 'ann', branch.account, store);
  expect(tell(await form.send({ amount: usd('20.00') }))).toMatch('Try again: it is saved once');
  isOffline.now = false;
  const found = openWithdrawal(client, 'ann', branch.account, store);
  expect([found.isUnsettled, tell(await found.send())]).toEqual([true, 'Saved.']);
});

test('what an auditor may not do is told', async () => {
  const branch = await openBranch();
  const getToken = () => branch.tokenOf('olga', { roles: ['Auditor'] });
  const client = createUrqlClient(url, optionsOf(branch, { getToken }));
  const form = openWithdrawal(client, 'olga', branch.account, createStore());
  expect(tell(await form.send({ amount: usd('20.00') }))).toMatch(
    /^Not saved: .*accounts\.withdraw/,
  );
});

test('a screen hears what happened since it was opened', async () => {
  const branch = await openBranch();
  const { account, bob } = branch;
  await deposit(bob, account, '5.00');
  const client = createUrqlClient(url, optionsOf(branch));
  const { data } = await client.query(newsText, { id: account.id, etag: account.etag });
  expect(data.account.changesSince).toMatchObject({
    complete: true,
    changes: [{ by: 'bob', summary: 'deposited 5.00 USD' }],
  });
});

test.each([
  { role: 'Teller', lists: ['accounts'] },
  { role: 'Sales', lists: ['orders'] },
  { role: 'Customer', lists: ['accounts', 'orders'] },
])('the home screen of a $role asks for what they may see', async ({ role, lists }) => {
  const branch = await openBranch();
  const getToken = () => branch.tokenOf('ann', { roles: [role] });
  const client = createUrqlClient(url, optionsOf(branch, { getToken }));
  const { data: told } = await client.query(permissionsText, {});
  const { data, error } = await client.query(homeText, homeVariables(told.viewer.permissions));
  expect(error).toBeUndefined();
  expect(Object.keys(data)).toEqual(lists);
});

test('a list of Apollo Client grows page by page', async () => {
  const branch = await openBranch();
  for (let made = 0; made < 21; made += 1) {
    // oxlint-disable-next-line no-await-in-loop -- kind to the machine
    await createOrder(branch.bob);
  }
  const getToken = () => branch.tokenOf('bob', { roles: ['Manager'] });
  const client = createApolloClient(url, optionsOf(branch, { getToken }));
  const query: TypedDocumentNode<Result> = parse(ordersText);
  const orders = client.watchQuery({ query });
  const screen = orders.subscribe(() => {});
  const { data: first } = await orders.refetch();
  const { endCursor: after } = first.orders.pageInfo;
  await orders.fetchMore({ variables: { after } });
  screen.unsubscribe();
  const all = client.readQuery({ query });
  expect([first.orders.edges.length, all.orders.edges.length]).toEqual([20, 21]);
});

test('Relay names each operation by its id', async () => {
  const text = 'query deskQuery { viewer { subject } }';
  const operations = operationsOf({ [hashOf(text)]: text });
  const environment = { GRAPHQL_TRUSTED_ONLY: 'true' };
  const branch = await openBranch({ api: await openApi({ environment, operations }) });
  const fetchQuery = createFetchQuery(url, optionsOf(branch));
  expect(await fetchQuery({ id: hashOf(text) }, {})).toEqual({
    data: { viewer: { subject: 'ann' } },
  });
});

test('Graphcache keeps an order by its id, and a line of it with the order or change that it was read with', () => {
  expect(keys).not.toHaveProperty('Order');
  expect(keys['OrderLine']?.()).toBeNull();
});

test('Relay keeps an order by its id, and a line of it with the order or change that it was read with', () => {
  expect(getDataID({ id: 'ord_1' }, 'Order')).toBe('ord_1');
  expect(getDataID({ id: 'line' }, 'OrderLine')).toBeUndefined();
  expect(getDataID({}, 'Money')).toBeUndefined();
});

test('MSAL is asked for a new token when the API refuses the one that it has kept', async () => {
  const branch = await openBranch();
  const asked: object[] = [];
  const getToken = getTokenFrom(
    {
      acquireTokenSilent: async (request) => {
        asked.push(request);
        const accessToken = await branch.tokenOf('ann', request.forceRefresh ? {} : expired);
        return { accessToken };
      },
    },
    'the-api',
  );
  const client = createUrqlClient(url, optionsOf(branch, { getToken }));
  const { data } = await client.query(permissionsText, {});
  expect(data.viewer.subject).toBe('ann');
  const scopes = ['api://the-api/access_as_user'];
  expect(asked).toEqual([
    { scopes, forceRefresh: false },
    { scopes, forceRefresh: true },
  ]);
});

test('an attempt that nobody answers is given up, and the next one is not', async () => {
  const branch = await openBranch();
  const reach = fetchFrom(branch.api);
  let attempts = 0;
  const silentAtFirst: typeof fetch = (input, init) => {
    attempts += 1;
    if (attempts > 1) return reach(input, init);
    return new Promise((_, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  };
  const client = createUrqlClient(
    url,
    optionsOf(branch, {
      fetch: (input, init) => withTimeout(silentAtFirst, attempts ? 30_000 : 1)(input, init),
    }),
  );
  const { data } = await client.query(permissionsText, {});
  expect([data.viewer.subject, attempts]).toEqual(['ann', 2]);
});
