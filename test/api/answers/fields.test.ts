import { describe, expect, test } from 'vitest';
import { selectionOf } from '../../support/declared/declared.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  orderHistoryQuery,
  orderQuery,
  ordersQuery,
} from '../../support/declared/documents.ts';
import { at, machine, mug, openClocked, under, usd } from '../../support/clocked.ts';

async function accountStory() {
  const { alice, bob, mutate } = await openClocked();
  const opened = await mutate(alice, 'openAccount', { owner: 'carol', currency: 'USD' });
  const deposited = await mutate(bob, 'deposit', {
    ...under(opened.account),
    amount: usd('100.00'),
    memo: 'rent',
  });
  const withdrawn = await mutate(alice, 'withdraw', {
    ...under(deposited.account),
    amount: usd('100'),
  });
  const closed = await mutate(bob, 'closeAccount', under(withdrawn.account));
  return { alice, steps: [opened, deposited, withdrawn, closed] };
}

describe('an account, from its opening to its closing', () => {
  test('each mutation answers what it made', async () => {
    const { steps } = await accountStory();
    expect(steps.map(({ __typename }) => __typename)).toEqual(steps.map(() => 'AccountChanged'));
    const [opened, deposited, , closed] = steps;
    expect(opened.account).toEqual({
      id: `acc_${opened.requestId}`,
      etag: expect.stringMatching(/^".+"$/),
      version: 1,
      createdAt: at(1),
      createdBy: 'alice',
      updatedAt: at(1),
      updatedBy: 'alice',
      owner: 'carol',
      status: 'OPEN',
      balance: usd('0.00'),
    });
    expect(deposited).toEqual({
      __typename: 'AccountChanged',
      requestId: deposited.requestId,
      account: {
        ...opened.account,
        etag: expect.not.stringContaining(opened.account.etag),
        version: 2,
        updatedAt: at(2),
        updatedBy: 'bob',
        balance: usd('100.00'),
      },
      change: {
        requestId: deposited.requestId,
        version: 2,
        at: at(2),
        by: 'bob',
        kind: 'DEPOSITED',
        summary: 'deposited 100.00 USD',
        amount: usd('100.00'),
        balance: usd('100.00'),
        memo: 'rent',
      },
      replayed: false,
      missedChanges: [],
    });
    expect(closed.account).toMatchObject({ version: 4, status: 'CLOSED', balance: usd('0.00') });
  });

  test('its history tells all of it, newest first', async () => {
    const { alice, steps } = await accountStory();
    const [{ account }] = steps;
    const { data } = await alice(accountHistoryQuery, { id: account.id });
    const requestIds = steps.map(({ requestId }) => requestId);
    const { edges, pageInfo } = data.result.history;
    expect(data.result.version).toBe(4);
    expect(edges.map(({ node }: { readonly node: object }) => node)).toEqual(
      [
        {
          by: 'alice',
          kind: 'OPENED',
          summary: 'opened the account in USD',
          amount: null,
          balance: usd('0.00'),
          memo: null,
        },
        {
          by: 'bob',
          kind: 'DEPOSITED',
          summary: 'deposited 100.00 USD',
          amount: usd('100.00'),
          balance: usd('100.00'),
          memo: 'rent',
        },
        {
          by: 'alice',
          kind: 'WITHDREW',
          summary: 'withdrew 100.00 USD',
          amount: usd('100.00'),
          balance: usd('0.00'),
          memo: null,
        },
        {
          by: 'bob',
          kind: 'CLOSED',
          summary: 'closed the account',
          amount: null,
          balance: usd('0.00'),
          memo: null,
        },
      ]
        .map((change, index) => ({
          requestId: requestIds[index],
          version: index + 1,
          at: at(index + 1),
          ...change,
        }))
        .toReversed(),
    );
    expect(pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: edges[0].cursor,
      endCursor: edges[3].cursor,
    });
  });

  test('every way to it shows the same', async () => {
    const { alice, steps } = await accountStory();
    const { account } = steps.at(-1);
    const { id } = account;
    expect((await alice(accountQuery, { id })).data.result).toEqual(account);
    const listed = (await alice(accountsQuery)).data.result;
    expect(listed.edges).toEqual([{ cursor: listed.pageInfo.startCursor, node: account }]);
    const { data } = await alice(
      `query ($id: ID!) {
        node(id: $id) {
          __typename
          id
          ... on Versioned { etag version createdAt createdBy updatedAt updatedBy }
          ... on Account { ${selectionOf('Account')} }
        }
      }`,
      { id },
    );
    expect(data.node).toEqual({ __typename: 'Account', ...account });
  });
});

async function orderStory() {
  const { alice, bob, mutate } = await openClocked();
  const created = await mutate(alice, 'createOrder', {
    customer: 'carol',
    currency: 'USD',
    lines: [mug],
    note: 'by Friday',
  });
  const [{ id: mugId }] = created.order.lines;
  const added = await mutate(bob, 'addOrderLine', { ...under(created.order), line: machine });
  const changed = await mutate(alice, 'changeOrderLine', {
    ...under(added.order),
    lineId: mugId,
    quantity: 6,
  });
  const removed = await mutate(bob, 'removeOrderLine', {
    ...under(changed.order),
    lineId: mugId,
  });
  const noted = await mutate(alice, 'setOrderNote', {
    ...under(removed.order),
    note: 'by Monday',
  });
  const bare = await mutate(bob, 'setOrderNote', { ...under(noted.order), note: null });
  const placed = await mutate(alice, 'placeOrder', under(bare.order));
  const cancelled = await mutate(bob, 'cancelOrder', under(placed.order));
  const steps = [created, added, changed, removed, noted, bare, placed, cancelled];
  return { alice, mugId, steps };
}

describe('an order, from its making to its end', () => {
  test('each mutation answers what it made', async () => {
    const { mugId, steps } = await orderStory();
    expect(steps.map(({ __typename }) => __typename)).toEqual(steps.map(() => 'OrderChanged'));
    const [created, added] = steps;
    const mugs = { ...mug, id: mugId, total: usd('10.00') };
    expect(created.order).toEqual({
      id: `ord_${created.requestId}`,
      etag: expect.stringMatching(/^".+"$/),
      version: 1,
      createdAt: at(1),
      createdBy: 'alice',
      updatedAt: at(1),
      updatedBy: 'alice',
      customer: 'carol',
      status: 'OPEN',
      lines: [mugs],
      total: usd('10.00'),
      note: 'by Friday',
    });
    const machines = { ...machine, id: added.change.line.id, total: usd('10000.00') };
    expect(added).toMatchObject({
      order: { version: 2, lines: [mugs, machines], total: usd('10010.00'), note: 'by Friday' },
      change: { line: machines, total: usd('10010.00') },
      replayed: false,
      missedChanges: [],
    });
    expect(steps.map(({ order }) => [order.status, order.note, order.total.amount])).toEqual([
      ['OPEN', 'by Friday', '10.00'],
      ['OPEN', 'by Friday', '10010.00'],
      ['OPEN', 'by Friday', '10015.00'],
      ['OPEN', 'by Friday', '10000.00'],
      ['OPEN', 'by Monday', '10000.00'],
      ['OPEN', null, '10000.00'],
      ['PLACED', null, '10000.00'],
      ['CANCELLED', null, '10000.00'],
    ]);
  });

  test('its history tells all of it, newest first', async () => {
    const { alice, mugId, steps } = await orderStory();
    const [{ order }, added] = steps;
    const requestIds = steps.map(({ requestId }) => requestId);
    const { data } = await alice(orderHistoryQuery, { id: order.id });
    const { edges } = data.result.history;
    const machines = { ...machine, id: added.change.line.id, total: usd('10000.00') };
    const sixMugs = { ...mug, id: mugId, quantity: 6, total: usd('15.00') };
    const told: readonly (readonly [string, string, object | null, string])[] = [
      ['CREATED', 'created the order for 10.00 USD', null, '10.00'],
      ['LINE_ADDED', 'added 2 x espresso machine for 10000.00 USD', machines, '10010.00'],
      ['LINE_CHANGED', 'changed a line to 6 x mug for 15.00 USD', sixMugs, '10015.00'],
      ['LINE_REMOVED', 'removed 6 x mug for 15.00 USD', sixMugs, '10000.00'],
      ['NOTE_SET', 'set the note', null, '10000.00'],
      ['NOTE_SET', 'removed the note', null, '10000.00'],
      ['PLACED', 'placed the order for 10000.00 USD', null, '10000.00'],
      ['CANCELLED', 'cancelled the order', null, '10000.00'],
    ];
    expect(edges.map(({ node }: { readonly node: object }) => node)).toEqual(
      told
        .map(([kind, summary, line, total], index) => ({
          requestId: requestIds[index],
          version: index + 1,
          at: at(index + 1),
          by: index % 2 === 0 ? 'alice' : 'bob',
          kind,
          summary,
          line,
          total: usd(total),
          note: summary === 'set the note' ? 'by Monday' : null,
        }))
        .toReversed(),
    );
  });

  test('every way to it shows the same', async () => {
    const { alice, steps } = await orderStory();
    const { order } = steps.at(-1);
    expect((await alice(orderQuery, { id: order.id })).data.result).toEqual(order);
    const listed = (await alice(ordersQuery, { filter: { status: 'CANCELLED' } })).data.result;
    expect(listed.edges).toEqual([{ cursor: listed.pageInfo.endCursor, node: order }]);
    const { data } = await alice(
      'query ($id: ID!) { node(id: $id) { __typename id ... on Order { customer status note } } }',
      { id: order.id },
    );
    const { id, customer, status, note } = order;
    expect(data.node).toEqual({ __typename: 'Order', id, customer, status, note });
  });
});
