/** What a screen gets to know without another read: the entity as it is now, and what happened since. */
import { describe, expect, test } from 'vitest';
import type { Query } from '../../support/api.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  line,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
  withdraw,
} from '../../support/mutations.ts';
import { openRace, wire } from '../../support/race.ts';

const account = '... on Account { id etag version balance { amount } }';
const order = '... on Order { id etag version status }';

describe('the refusal of a change shows the entity that it was decided on', () => {
  async function closedAccount(by: Query): Promise<Result> {
    const opened = await openAccount(by);
    return (await mutate(by, 'closeAccount', { id: opened.id, ifMatch: opened.etag })).account;
  }

  async function placedOrder(by: Query): Promise<Result> {
    const created = await createOrder(by);
    return (await mutate(by, 'placeOrder', { id: created.id, ifMatch: created.etag })).order;
  }

  const refusals = [
    ['InsufficientFundsError', 'withdraw', openAccount, { amount: usd('1.00') }],
    ['AccountClosedError', 'deposit', closedAccount, { amount: usd('1.00') }],
    ['AccountNotEmptyError', 'closeAccount', (by: Query) => openAccount(by, '1.00'), {}],
    ['OrderStatusError', 'addOrderLine', placedOrder, { line: line('cup') }],
    ['OrderEmptyError', 'placeOrder', (by: Query) => createOrder(by, { lines: [] }), {}],
    ['OrderLineNotFoundError', 'removeOrderLine', createOrder, { lineId: newRequestId() }],
  ] as const;

  test.each(refusals)('%s of %s', async (type, mutation, open, more) => {
    await using race = await openRace();
    const { alice, bob } = race;
    const entity: Result = await open(bob);
    const input = { id: entity.id, ifMatch: entity.etag, ...more };
    const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { data } = await alice(
      `mutation ($input: ${name}!) { result: ${mutation}(input: $input) { __typename ... on ${type} {
        current { ${type.startsWith('Order') ? order : account} }
      } } }`,
      { input },
    );
    expect(data.result).toMatchObject({ __typename: type, current: { id: entity.id } });
    expect(entity).toMatchObject(data.result.current);
  });
});

test('code that does not care which entity it is reads changes and conflicts by their interfaces', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const opened = await openAccount(bob, '5.00');
  const document = `mutation ($input: WithdrawInput!) { result: withdraw(input: $input) {
    __typename
    ... on Changed { current { id etag ... on Node { node: id } } change { requestId } replayed missedChanges { version } }
    ... on ConflictError { current { id etag version } missedChanges { version } }
    ... on AccountChanged { account { etag } }
  } }`;
  const requestId = newRequestId();
  const input = { id: opened.id, ifMatch: opened.etag, amount: usd('1.00'), requestId };
  const { data } = await alice(document, { input });
  const { etag } = data.result.account;
  expect(data.result).toEqual({
    __typename: 'AccountChanged',
    current: { id: opened.id, etag, node: opened.id },
    change: { requestId },
    replayed: false,
    missedChanges: [],
    account: { etag },
  });
  const stale = { ...input, requestId: newRequestId() };
  const conflict = (await alice(document, { input: stale })).data.result;
  expect(conflict).toEqual({
    __typename: 'AccountConflictError',
    current: { id: opened.id, etag, version: 3 },
    missedChanges: [{ version: 3 }],
  });
});

test('the history of an order tells the note as each change left it', async () => {
  await using race = await openRace();
  const { alice } = race;
  let { id, etag: ifMatch } = await createOrder(alice);
  for (const note of ['soon', null]) {
    ({ id, etag: ifMatch } = (await mutate(alice, 'setOrderNote', { id, ifMatch, note })).order);
  }
  const { data } = await alice(
    'query ($id: ID!) { order(id: $id) { history { edges { node { kind note } } } } }',
    { id },
  );
  const nodes = data.order.history.edges.map(({ node }: { readonly node: object }) => node);
  expect(nodes).toEqual([
    { kind: 'NOTE_SET', note: null },
    { kind: 'NOTE_SET', note: 'soon' },
    { kind: 'CREATED', note: null },
  ]);
});

describe('changesSince', () => {
  const query = `query ($id: ID!, $etag: ETag!) {
    node(id: $id) {
      ... on Account { changesSince(etag: $etag) { complete changes { version by summary } } }
      ... on Order { order: changesSince(etag: $etag) { complete changes { version by summary } } }
    }
  }`;

  test('tells every change after that version, oldest first, and costs no further read', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const opened = await openAccount(bob);
    const filled = (await deposit(bob, opened, '5.00')).account;
    const emptied = (await withdraw(alice, filled, '5.00')).account;
    proxy.clear();
    const since = async (etag: string) =>
      (await alice(query, { id: opened.id, etag })).data.node.changesSince;
    const deposited = { version: 2, by: 'bob', summary: 'deposited 5.00 USD' };
    const withdrawn = { version: 3, by: 'alice', summary: 'withdrew 5.00 USD' };
    expect(await since(opened.etag)).toEqual({ complete: true, changes: [deposited, withdrawn] });
    expect(await since(filled.etag)).toEqual({ complete: true, changes: [withdrawn] });
    expect(await since(emptied.etag)).toEqual({ complete: true, changes: [] });
    expect(await since('"made-up"')).toEqual({ complete: false, changes: [] });
    expect(wire(proxy)).toEqual(['read', 'read', 'read', 'read']);
  });

  test('cannot tell of a version that is older than the changes at hand', async () => {
    await using race = await openRace();
    const { bob } = race;
    const opened = await openAccount(bob);
    const newest = await depositTimes(bob, opened, 40);
    const { data } = await bob(query, { id: opened.id, etag: opened.etag });
    expect(data.node.changesSince).toEqual({ complete: false, changes: [] });
    expect((await read(bob, opened.id)).etag).toBe(newest.etag);
  });

  test('tells it of orders, too', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const { id, etag } = await createOrder(bob);
    await mutate(bob, 'cancelOrder', { id, ifMatch: etag });
    const { data } = await alice(query, { id, etag });
    const cancelled = { version: 2, by: 'bob', summary: 'cancelled the order' };
    expect(data.node.order).toEqual({ complete: true, changes: [cancelled] });
  });
});
