/** The SDK can drop the partition key of a request: what it then finds elsewhere is neither shown nor changed. */
import { describe, expect, inject, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import { reply, unscoped } from '../support/cosmos/actions.ts';
import { startCosmosProxy } from '../support/cosmos/proxy.ts';
import type { RequestMatch } from '../support/cosmos/requests.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  orderQuery,
  ordersQuery,
} from '../support/declared/documents.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { stored } from '../support/stored.ts';
import { codesOf } from '../support/wire.ts';

const longAgo = new Date('2020-01-01T00:00:00Z');

/** Ann, through a proxy, and somebody of another tenant with an account of the same id. */
async function openNeighbours() {
  const { endpoint, key } = inject('cosmos');
  const proxy = await startCosmosProxy(endpoint, { key });
  const log: string[] = [];
  const system = { pause: () => Promise.resolve() };
  const options = { cosmosEndpoint: proxy.endpoint, system };
  const send = await openApi({ ...options, log: (line) => log.push(line) });
  const [tenant, elsewhere] = [newTenant(), newTenant()];
  const ann = await signIn(send, { tenant });
  const eve = await signIn(send, { tenant: elsewhere });
  const requestId = newRequestId();
  const open = async (by: Query, owner: string) =>
    (await mutate(by, 'openAccount', { owner, currency: 'USD', requestId })).account;
  return {
    tenant,
    elsewhere,
    ann,
    eve,
    account: await open(ann, 'ann'),
    theirs: await open(eve, 'eve'),
    proxy,
    log,
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}

const depositing = ({ id, etag }: Result, requestId = newRequestId()) => ({
  input: { id, ifMatch: etag, amount: usd('1.00'), requestId },
});

type Neighbours = Awaited<ReturnType<typeof openNeighbours>>;

/** What a read of Ann's account may wrongly be answered with. */
const others: readonly (readonly [
  what: string,
  find: (neighbours: Neighbours) => Promise<Result>,
])[] = [
  ["another tenant's", ({ elsewhere, theirs }) => stored(elsewhere, theirs.id)],
  [
    'another entity',
    async ({ ann, tenant }) => {
      const input = { owner: 'ann', currency: 'USD', requestId: newRequestId() };
      const { account } = await mutate(ann, 'openAccount', input);
      return stored(tenant, account.id);
    },
  ],
  [
    'of another kind',
    async ({ tenant, account }) => ({
      ...(await stored(tenant, account.id)),
      kind: 'order',
    }),
  ],
  [
    'of another partition',
    async ({ tenant, account }) => ({
      ...(await stored(tenant, account.id)),
      entityId: `acc_${newRequestId()}`,
    }),
  ],
];

describe.each(others)('a document that is %s', (_what, find) => {
  test('is neither shown nor changed where it is the answer to a read', async () => {
    await using neighbours = await openNeighbours();
    const { ann, account, proxy, log } = neighbours;
    const other = await find(neighbours);
    const end = proxy.every({ kind: 'read' }, reply(200, { body: other }));
    proxy.clear();
    for (const [document, variables] of [
      [accountQuery, { id: account.id }],
      ['query ($id: ID!) { node(id: $id) { id } }', { id: account.id }],
      [documentOf('deposit'), depositing(account)],
    ] as const) {
      log.splice(0);
      const answer = await ann(document, variables);
      expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
      expect(JSON.stringify(answer.data ?? null)).not.toContain('id');
      expect(log).toHaveLength(1);
      expect(log[0]).toContain(account.id);
    }
    expect(proxy.requests.map(({ kind }) => kind)).toEqual(['read', 'read', 'read']);
    end();
    expect(await read(ann, account.id)).toEqual(account);
  });
});

/** What the answer to a read cannot be. */
const nameless: typeof others = [
  [
    'without an etag',
    async ({ tenant, account }) => ({ ...(await stored(tenant, account.id)), _etag: undefined }),
  ],
  [
    'without an id of ours',
    async ({ tenant, account }) => ({
      ...(await stored(tenant, account.id)),
      id: 'acc_secret',
      entityId: 'acc_secret',
    }),
  ],
];

test.each([...others.filter(([what]) => what !== 'another entity'), ...nameless])(
  'a document that is %s is not shown in a list',
  async (_what, find) => {
    await using neighbours = await openNeighbours();
    const { ann, proxy, log } = neighbours;
    const body = { Documents: [await find(neighbours)], _count: 1 };
    proxy.every({ kind: 'query' }, reply(200, { body }));
    const answer = await ann(accountsQuery);
    expect(new Set(codesOf(answer))).toEqual(new Set(['INTERNAL_SERVER_ERROR']));
    expect(JSON.stringify(answer.data ?? null)).not.toContain('acc_');
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/a tenant's list \(account\) answered another document|without an etag/);
    expect(log[0]).not.toContain('secret');
  },
);

describe('a page of history', () => {
  const pages: readonly (readonly [what: string, meets: RequestMatch, more: object])[] = [
    ["another tenant's", { kind: 'read', id: /~0$/ }, { tenantId: 'other' }],
    ['of another entity', { kind: 'read', id: /~0$/ }, { entityId: `acc_${newRequestId()}` }],
    ['another one', { kind: 'read', id: /~0$/ }, { id: `acc_${newRequestId()}~1` }],
    ['no page', { kind: 'read', id: /~0$/ }, { kind: 'account' }],
  ];

  test.each(pages)('that is %s is not shown', async (_what, meets, more) => {
    await using neighbours = await openNeighbours();
    const { ann, account, tenant, proxy } = neighbours;
    await depositTimes(ann, account, 40);
    const page = await stored(tenant, `${account.id}~0`);
    proxy.every(meets, reply(200, { body: { ...page, ...more } }));
    const answer = await ann(accountHistoryQuery, { id: account.id, first: 100 });
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
  });

  test('that is another one of the same entity is not shown', async () => {
    await using neighbours = await openNeighbours();
    const { ann, account, tenant, proxy } = neighbours;
    await depositTimes(ann, account, 50);
    const body = await stored(tenant, `${account.id}~1`);
    proxy.every({ kind: 'read', id: /~0$/ }, reply(200, { body }));
    const answer = await ann(accountHistoryQuery, { id: account.id, first: 100 });
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
  });

  const another = `acc_${newRequestId()}`;

  test.each([
    ["another tenant's", { tenantId: 'other' }],
    ['of another entity', { entityId: another, id: `${another}~0` }],
    ['no page', { kind: 'account' }],
  ])('that is %s tells of no request that was accepted before', async (_what, more) => {
    await using neighbours = await openNeighbours();
    const { ann, account, tenant, proxy } = neighbours;
    const requestId = newRequestId(longAgo);
    const first = await deposit(ann, account, '1.00', { requestId });
    await depositTimes(ann, first.account, 40);
    const page = await stored(tenant, `${account.id}~0`);
    const body = { Documents: [{ ...page, ...more }], _count: 1 };
    proxy.every({ kind: 'query' }, reply(200, { body }));
    const answer = await ann(documentOf('deposit'), depositing(account, requestId));
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
  });
});

describe('without its partition key a query', () => {
  test("for a list finds one's own, and no more", async () => {
    await using neighbours = await openNeighbours();
    const { ann, eve, account, proxy } = neighbours;
    const order = await createOrder(ann);
    await createOrder(eve);
    proxy.every({ kind: 'query' }, unscoped);
    const idsIn = ({ data }: Result) => data.result.edges.map(({ node }: Result) => node.id);
    expect(idsIn(await ann(accountsQuery))).toEqual([account.id]);
    expect(idsIn(await ann(ordersQuery))).toEqual([order.id]);
    expect(idsIn(await ann(ordersQuery, { filter: { customer: 'carol' } }))).toEqual([order.id]);
    expect((await ann(orderQuery, { id: order.id })).data.result).toEqual(order);
    expect(proxy.requests.filter(({ kind }) => kind === 'query')).toHaveLength(3);
  });

  test("for a request that was accepted before finds one's own, and no more", async () => {
    await using neighbours = await openNeighbours();
    const { ann, eve, account, theirs, proxy } = neighbours;
    const [mine, other] = [newRequestId(longAgo), newRequestId(longAgo)];
    const first = await deposit(ann, account, '1.00', { requestId: mine });
    await depositTimes(ann, first.account, 40);
    const second = await deposit(eve, theirs, '2.00', { requestId: mine });
    const third = await deposit(eve, second.account, '3.00', { requestId: other });
    await depositTimes(eve, third.account, 40);

    proxy.every({ kind: 'query' }, unscoped);
    const replayed = await deposit(eve, theirs, '2.00', { requestId: mine });
    expect(replayed).toMatchObject({ replayed: true, change: second.change });
    expect(await deposit(ann, account, '1.00', { requestId: mine })).toMatchObject({
      replayed: true,
      change: first.change,
    });
    const answer = await ann(documentOf('deposit'), depositing(await read(ann, account.id), other));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.result).toMatchObject({ replayed: false });
  });

  test('for a request looks in the pages of its entity alone', async () => {
    await using neighbours = await openNeighbours();
    const { ann, account, proxy } = neighbours;
    const requestId = newRequestId(longAgo);
    const other = await deposit(ann, await openAccount(ann), '1.00', { requestId });
    await depositTimes(ann, other.account, 31);
    const long = await depositTimes(ann, account, 31);
    proxy.every({ kind: 'query' }, unscoped);
    expect(await deposit(ann, long, '1.00', { requestId })).toMatchObject({ replayed: false });
  });
});
