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
  type Result,
  usd,
  withdraw,
} from '../support/mutations.ts';
import { before, pass } from '../support/cosmos/actions.ts';
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

  test('that has lost a race knows what the primary has, and asks it nothing', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '1.00');
    proxy.next(
      { kind: 'replace' },
      before(() => withdraw(bob, account, '1.00')),
    );
    expect(await withdraw(alice, account, '1.00', { onConflict: 'REAPPLY' })).toMatchObject({
      __typename: 'InsufficientFundsError',
    });
    expect(wire(proxy)).toEqual(['read', 'replace', 'read']);
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

test('a query is for one tenant, and the search of the pages for one entity', async () => {
  await using race = await openRace();
  const { alice, bob, proxy, tenant } = race;
  const requestId = newRequestId();
  const first = await withdraw(alice, await openAccount(bob, '1.00'), '1.00', { requestId });
  const account = await depositTimes(bob, first.account, 40);
  proxy.clear();
  await alice(accountsQuery);
  await withdraw(alice, account, '1.00', { requestId });
  const scopes = proxy.requests
    .filter(({ kind }) => kind === 'query')
    .map(({ headers }) => headers['x-ms-documentdb-partitionkey']);
  expect(scopes).toEqual([JSON.stringify([tenant]), JSON.stringify([tenant, account.id])]);
});

function textIn(query: unknown): string {
  return isRecord(query) ? String(query['query']) : '';
}

describe('a list of accounts with many changes', () => {
  /** The bytes of the database's answers to a list that selects this of each account, and the accounts. */
  async function openLong() {
    const race = await openRace();
    const { alice, bob, proxy } = race;
    const opened = [await openAccount(bob), await openAccount(bob)];
    for (const account of opened) await depositTimes(bob, account, 12);
    let bytes = 0;
    proxy.every({ kind: 'query' }, async ({ forward, answer }) => {
      const result = await forward();
      bytes += result.body.length;
      answer(result);
    });
    const list = async (selection: string, variables: object = {}) => {
      bytes = 0;
      const { data, errors } = await alice(selection, variables);
      expect(errors).toBeUndefined();
      return { bytes, nodes: data.accounts.edges.map(({ node }: Result) => node) };
    };
    const whole = await list('{ accounts { edges { node { history { edges { cursor } } } } } }');
    return { ...race, list, whole: whole.bytes };
  }

  test.each([
    ['fields of its own', '{ accounts { edges { node { id balance { amount } } } } }'],
    ['who changed it last, and when', '{ accounts { edges { node { updatedAt updatedBy } } } }'],
    [
      'a history that is skipped',
      '{ accounts { edges { node { id history @skip(if: true) { edges { cursor } } } } } }',
    ],
    [
      'a history in a fragment that is not included',
      `query ($no: Boolean = false) { accounts { edges { node { id ...H @include(if: $no) } } } }
        fragment H on Account { history { edges { cursor } } }`,
    ],
  ])('brings less than half of the bytes for %s', async (_what, query) => {
    await using long = await openLong();
    const { bytes, nodes } = await long.list(query);
    expect(nodes).toHaveLength(2);
    expect(bytes).toBeLessThan(long.whole / 2);
  });

  const since = 'changesSince(etag: "none") { complete }';

  test.each([
    ['itself', `{ accounts { edges { node { ${since} } } } }`],
    [
      'by aliases',
      `{ accounts { a: edges { b: node { id } } edges { node { id } ...E } } }
        fragment E on AccountEdge { c: node { d: ${since} } }`,
    ],
    [
      'in fragments, beside others',
      `{ accounts { edges { node { ... on Versioned { ...H } } } } ...L }
        fragment H on Account { id }
        fragment L on Query { accounts { edges { node { ... on Account { ${since} } } } } }`,
    ],
    [
      'and a variable includes it',
      `query ($yes: Boolean = true) { accounts { edges { node {
        id changesSince(etag: "none") @include(if: $yes) { complete }
      } } } }`,
    ],
  ])('brings all of them where changesSince is selected %s', async (_how, query) => {
    await using long = await openLong();
    const { bytes } = await long.list(query);
    expect(bytes).toBeGreaterThanOrEqual(long.whole);
  });

  test('says of each who changed it last and when, whichever way', async () => {
    await using long = await openLong();
    const last = 'id version updatedAt updatedBy';
    const query = `{ accounts { edges { node { ${last} history(first: 1) { edges { node { at by version } } } } } } }`;
    const { nodes: whole } = await long.list(query);
    const { nodes } = await long.list(`{ accounts { edges { node { ${last} } } } }`);
    expect(nodes).toHaveLength(2);
    expect(whole).toEqual(
      nodes.map((node: Result) => {
        const { updatedAt: at, updatedBy: by, version } = node;
        return { ...node, history: { edges: [{ node: { at, by, version } }] } };
      }),
    );
  });
});

test('a stretch of history is a point read for the entity and one for each page that it touches', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const account = await openAccount(bob);
  await depositTimes(bob, account, 63);
  const reads = async (first: number, after?: string) => {
    proxy.clear();
    await alice(accountHistoryQuery, { id: account.id, first, after });
    return new Set(proxy.requests.map(({ id }) => id?.slice(account.id.length)));
  };
  expect(await reads(16)).toEqual(new Set(['']));
  expect(await reads(17)).toEqual(new Set(['', '~2']));
  expect(await reads(64)).toEqual(new Set(['', '~0', '~1', '~2']));
  const { data } = await alice(accountHistoryQuery, { id: account.id, first: 60 });
  expect(await reads(0, data.result.history.edges[59].cursor)).toEqual(new Set(['']));
});

describe('an instance', () => {
  /** The connections that reads come by. */
  async function openConnected() {
    const race = await openRace();
    const connections = new Set<object>();
    race.proxy.every({ kind: 'read' }, async (exchange) => {
      connections.add(exchange.connection);
      await pass(exchange);
    });
    return { ...race, connections };
  }

  test('keeps its connection', async () => {
    await using connected = await openConnected();
    const { alice, bob, connections } = connected;
    const { id } = await openAccount(bob);
    await read(alice, id);
    await read(alice, id);
    expect(connections.size).toBe(1);
  });

  test('opens no more than 64 of them', async () => {
    await using connected = await openConnected();
    const { alice, connections } = connected;
    const ids = Array.from({ length: 100 }, () => `acc_${newRequestId()}`);
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    await Promise.all([1, 2, 3, 4].map(() => alice(query, { ids })));
    expect(connections.size).toBeLessThanOrEqual(64);
  });

  test('sends at most 32 reads and 4 lists of a request at once', async () => {
    await using race = await openRace();
    const { alice, proxy } = race;
    const under = { read: 0, query: 0 };
    const most = { ...under };
    for (const kind of ['read', 'query'] as const) {
      proxy.every({ kind }, async (exchange) => {
        under[kind] += 1;
        most[kind] = Math.max(most[kind], under[kind]);
        await pass(exchange);
        under[kind] -= 1;
      });
    }
    const ids = Array.from({ length: 100 }, () => `acc_${newRequestId()}`);
    const lists = Array.from({ length: 12 }, (_, n) => `l${n}: orders { edges { cursor } }`);
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } ${lists.join(' ')} }`;
    expect((await alice(document, { ids })).errors).toBeUndefined();
    expect(most.read).toBeLessThanOrEqual(32);
    expect(most.query).toBeLessThanOrEqual(4);
  });
});

test('who one is costs nothing', async () => {
  await using race = await openRace();
  await race.alice('{ viewer { subject } }');
  expect(wire(race.proxy)).toEqual([]);
});
