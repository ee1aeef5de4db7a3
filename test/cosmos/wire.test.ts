/** What each operation costs on the wire: the requests to Cosmos DB, counted. */
import { describe, expect, test } from 'vitest';
import { isRecord } from '../../src/record.ts';
import { accountHistoryQuery, accountsQuery, ordersQuery } from '../support/declared/documents.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  mutate,
  newRequestId,
  openAccount,
  read,
  usd,
  withdraw,
} from '../support/mutations.ts';
import { openRace, wire } from '../support/race.ts';

describe('a mutation', () => {
  test('is a read and a replace, from the first request on', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const { account } = await deposit(alice, await openAccount(bob), '1.00');
    expect(wire(proxy)).toEqual(['read', 'replace']);
    proxy.clear();
    await withdraw(alice, account, '1.00');
    expect(wire(proxy)).toEqual(['read', 'replace']);
  });

  test('under REAPPLY or OVERWRITE with a stale etag costs no more', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob);
    await deposit(bob, account, '1.00');
    await deposit(alice, account, '1.00');
    expect(wire(proxy)).toEqual(['read', 'replace']);
    const order = await createOrder(bob);
    const { id, etag: ifMatch } = order;
    await mutate(bob, 'placeOrder', { id, ifMatch });
    proxy.clear();
    await mutate(alice, 'setOrderNote', { id, ifMatch, note: 'mine' });
    expect(wire(proxy)).toEqual(['read', 'replace']);
  });

  test('that is a conflict under REJECT asks the primary before it says so', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '1.00');
    await deposit(bob, account, '1.00');
    await withdraw(alice, account, '1.00');
    expect(wire(proxy)).toEqual(['read', 'replace', 'read']);
  });

  test('that is a replay is one read', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '1.00');
    const requestId = newRequestId();
    await withdraw(alice, account, '1.00', { requestId });
    proxy.clear();
    await withdraw(alice, account, '1.00', { requestId });
    expect(wire(proxy)).toEqual(['read']);
  });

  test('that is a replay from a page is a read and a query', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '1.00');
    const requestId = newRequestId();
    const first = await withdraw(alice, account, '1.00', { requestId });
    await depositTimes(bob, first.account, 40);
    proxy.clear();
    await withdraw(alice, account, '1.00', { requestId });
    expect(wire(proxy).toSorted()).toEqual(['query', 'queryplan', 'read']);
  });

  test('that is refused asks the primary before it says so', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '1.00');
    await withdraw(alice, account, '2.00');
    expect(wire(proxy)).toEqual(['read', 'replace', 'read']);
  });

  test('with a malformed id, or an input that is none, costs nothing', async () => {
    await using race = await openRace();
    const { alice, proxy } = race;
    const input = { id: 'acc_1', ifMatch: '"1"', amount: usd('1.00') };
    await mutate(alice, 'deposit', input);
    await mutate(alice, 'deposit', { ...input, amount: usd('0.00') });
    expect(wire(proxy)).toEqual([]);
  });
});

test('a create is one request, and one more on a cold instance', async () => {
  await using race = await openRace();
  const { alice, proxy } = race;
  await openAccount(alice);
  expect(wire(proxy)).toEqual(['meta', 'create']);
  proxy.clear();
  await openAccount(alice);
  expect(wire(proxy)).toEqual(['create']);
});

test('an entity is one point read, from the first request on', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const account = await openAccount(bob);
  await read(alice, account.id);
  await read(alice, account.id);
  expect(wire(proxy)).toEqual(['read', 'read']);
});

test('an entity that several fields ask for is read once', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const { id } = await openAccount(bob);
  const query =
    'query ($id: ID!) { a: account(id: $id) { id } b: node(id: $id) { id } nodes(ids: [$id, $id]) { id } }';
  await alice(query, { id });
  expect(wire(proxy)).toEqual(['read']);
});

test('a list is one page of a query and its plan, however many there are', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  for (let count = 0; count < 3; count += 1) await openAccount(bob);
  for (const document of [accountsQuery, ordersQuery]) {
    for (const first of [2, 100]) {
      proxy.clear();
      await alice(document, { first });
      expect(wire(proxy).toSorted()).toEqual(['query', 'queryplan']);
    }
  }
});

test('a query brings no more documents than it is made for', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const requestId = newRequestId();
  const first = await withdraw(alice, await openAccount(bob, '1.00'), '1.00', { requestId });
  const account = await depositTimes(bob, first.account, 40);
  const most = async (ask: () => Promise<unknown>) => {
    proxy.clear();
    await ask();
    const queries = proxy.requests.filter(({ kind }) => kind === 'query');
    return queries.map(({ body }) => /^SELECT TOP (\d+) /.exec(textIn(body))?.[1]);
  };
  // One more than is shown tells whether there is more.
  expect(await most(() => alice(accountsQuery, { first: 2 }))).toEqual(['3']);
  expect(await most(() => withdraw(alice, account, '1.00', { requestId }))).toEqual(['1']);
});

function textIn(query: unknown): string {
  return isRecord(query) ? String(query['query']) : '';
}

test('a stretch of history is a point read for the entity and one for each page that it touches', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const account = await openAccount(bob);
  await depositTimes(bob, account, 63);
  const reads = async (first: number) => {
    proxy.clear();
    await alice(accountHistoryQuery, { id: account.id, first });
    return new Set(proxy.requests.map(({ id }) => id?.slice(account.id.length)));
  };
  expect(await reads(16)).toEqual(new Set(['']));
  expect(await reads(17)).toEqual(new Set(['', '~2']));
  expect(await reads(64)).toEqual(new Set(['', '~0', '~1', '~2']));
});

test('who one is costs nothing', async () => {
  await using race = await openRace();
  await race.alice('{ viewer { subject } }');
  expect(wire(race.proxy)).toEqual([]);
});
