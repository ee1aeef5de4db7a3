import { describe, expect, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import { accountsQuery, documentOf, ordersQuery } from '../../support/declared/documents.ts';

const send = await openApi();

/** Lists are in the order of the ids. */
function newestFirst(ids: readonly string[]): readonly string[] {
  return ids.toSorted((a, b) => (a < b ? 1 : -1));
}

async function shop() {
  const tenant = newTenant();
  const manager = await signIn(send, { tenant });
  const accounts: string[] = [];
  const orders: string[] = [];
  for (const owner of ['bob', 'carol', 'bob', 'Bob']) {
    const account = await manager(documentOf('openAccount'), {
      input: { owner, currency: 'EUR' },
    });
    const order = await manager(documentOf('createOrder'), {
      input: { customer: owner, currency: 'EUR' },
    });
    accounts.push(account.data.result.account.id);
    orders.push(order.data.result.order.id);
  }
  const bob = await signIn(send, { tenant, subject: 'bob', roles: ['Customer'] });
  return { bob, accounts, orders };
}

const idsOf = ({ data }: Awaited<ReturnType<Query>>): readonly string[] =>
  data.result.edges.map((edge: { readonly node: { readonly id: string } }) => edge.node.id);

/** Bob's, of what the shop made. */
const mine = (ids: readonly string[]) => newestFirst([ids[0] ?? '', ids[2] ?? '']);

const node = (id: string | undefined) => ({ id });

describe("what is one's own", () => {
  test('is all that a list shows, page by page', async () => {
    const { bob, accounts, orders } = await shop();
    expect(
      idsOf(await bob(accountsQuery))
        .toSorted()
        .toReversed(),
    ).toEqual(mine(accounts));
    expect(
      idsOf(await bob(ordersQuery))
        .toSorted()
        .toReversed(),
    ).toEqual(mine(orders));
    const first = await bob(ordersQuery, { first: 1 });
    const { hasNextPage, endCursor } = first.data.result.pageInfo;
    const second = await bob(ordersQuery, { first: 1, after: endCursor });
    expect(hasNextPage).toBe(true);
    expect(second.data.result.pageInfo.hasNextPage).toBe(false);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(mine(orders));
  });

  test('is all that a filter finds', async () => {
    const { bob, orders } = await shop();
    const find = async (filter: object) => idsOf(await bob(ordersQuery, { filter })).length;
    expect(orders).toHaveLength(4);
    expect(await find({ customer: 'bob' })).toBe(2);
    expect(await find({ customer: 'bob', status: 'OPEN' })).toBe(2);
    expect(await find({ customer: 'bob', status: 'PLACED' })).toBe(0);
    expect(await find({ customer: 'carol' })).toBe(0);
    expect(await find({ customer: 'Bob' })).toBe(0);
    expect(await find({ status: 'OPEN' })).toBe(2);
  });

  test('is all that an id finds', async () => {
    const { bob, accounts, orders } = await shop();
    const query = `query ($account: ID!, $order: ID!, $ids: [ID!]!) {
      account(id: $account) { id } order(id: $order) { id } node(id: $order) { id } nodes(ids: $ids) { id }
    }`;
    const ids = [...accounts, ...orders];
    const seen = await bob(query, { account: accounts[0], order: orders[2], ids });
    expect(seen.data).toEqual({
      account: node(accounts[0]),
      order: node(orders[2]),
      node: node(orders[2]),
      nodes: [
        node(accounts[0]),
        null,
        node(accounts[2]),
        null,
        node(orders[0]),
        null,
        node(orders[2]),
        null,
      ],
    });
    const hidden = await bob(query, { account: accounts[1], order: orders[3], ids: [] });
    expect(hidden.data).toEqual({ account: null, order: null, node: null, nodes: [] });
  });

  test("is found in whatever form of Unicode one's name is written", async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
    const input = { customer: decomposed, currency: 'EUR' };
    const { id } = (await manager(documentOf('createOrder'), { input })).data.result.order;
    for (const subject of [composed, decomposed]) {
      const zoe = await signIn(send, { tenant, subject, roles: ['Customer'] });
      expect((await zoe('query ($id: ID!) { order(id: $id) { id } }', { id })).data.order).toEqual(
        node(id),
      );
      expect(idsOf(await zoe(ordersQuery))).toEqual([id]);
      expect(idsOf(await manager(ordersQuery, { filter: { customer: subject } }))).toEqual([id]);
    }
  });
});
