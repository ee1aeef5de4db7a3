/** `x-session-token`: who sends back what an answer had reads at least what that answer knew, on any replica. */
import { describe, expect, test } from 'vitest';
import type { Answer, Query } from '../support/api.ts';
import { reply } from '../support/cosmos/actions.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  ordersQuery,
} from '../support/declared/documents.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  failureOf,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { openRace, type Race, wire } from '../support/race.ts';

function tokenOf({ headers }: Answer): string {
  const token = headers.get('x-session-token');
  if (token === null) throw new Error('the answer has no session token');
  return token;
}

const viewer = '{ viewer { subject } }';

const depositOf = ({ id, etag }: Result, requestId = newRequestId()) => ({
  input: { id, ifMatch: etag, amount: usd('1.00'), requestId },
});

/** Alice's deposit, and the token of its answer. */
async function depositFor(alice: Query, account: Result): Promise<string> {
  return tokenOf(await alice(documentOf('deposit'), depositOf(account)));
}

/** The replica stands still before what Alice does. */
async function openBehind(): Promise<Race & { readonly account: Result }> {
  const race = await openRace();
  const account = await openAccount(race.bob);
  await race.proxy.lag();
  return { ...race, account };
}

const idsIn = ({ data }: Answer) => data.result.edges.map(({ node }: Result) => node.id);

describe('someone who sends the token back', () => {
  test('reads their own change, where others may not see it yet', async () => {
    await using behind = await openBehind();
    const { alice, account } = behind;
    const sessionToken = await depositFor(alice, account);
    expect(await read(alice, account.id)).toEqual(account);
    expect(await read(alice, account.id, { sessionToken })).toMatchObject({ version: 2 });
  });

  test('finds what they made, by its id and in the list', async () => {
    await using behind = await openBehind();
    const { alice, account } = behind;
    const input = { owner: 'carol', currency: 'USD' };
    const answer = await alice(documentOf('openAccount'), { input });
    const sessionToken = tokenOf(answer);
    const { id } = answer.data.result.account;
    expect(await read(alice, id)).toBeNull();
    expect(idsIn(await alice(accountsQuery))).toEqual([account.id]);
    expect(await read(alice, id, { sessionToken })).toMatchObject({ id });
    const listed = idsIn(await alice(accountsQuery, {}, { sessionToken }));
    expect(new Set(listed)).toEqual(new Set([account.id, id]));
  });

  test('reads what they have read: a token comes with every answer that touched the database', async () => {
    await using behind = await openBehind();
    const { alice, bob, account } = behind;
    await deposit(bob, account, '1.00');
    const sessionToken = tokenOf(await bob(accountQuery, { id: account.id }));
    expect(await read(alice, account.id, { sessionToken })).toMatchObject({ version: 2 });
  });

  test('reads the whole history, pages too', async () => {
    await using behind = await openBehind();
    const { alice, bob, account } = behind;
    await depositTimes(bob, account, 40);
    const sessionToken = tokenOf(await bob(accountQuery, { id: account.id }));
    const { data } = await alice(
      accountHistoryQuery,
      { id: account.id, first: 100 },
      { sessionToken },
    );
    expect(data.result.history.edges).toHaveLength(41);
  });

  test('may send those of parallel answers, separated by commas, in any order', async () => {
    await using behind = await openBehind();
    const { alice, bob, account } = behind;
    const order = await createOrder(bob);
    await behind.proxy.lag();
    const note = { id: order.id, ifMatch: order.etag, note: 'mine' };
    const tokens = [
      tokenOf(await alice(documentOf('setOrderNote'), { input: note })),
      await depositFor(alice, account),
    ];
    for (const sessionToken of [tokens.join(','), tokens.toReversed().join(' , ')]) {
      expect(await read(alice, account.id, { sessionToken })).toMatchObject({ version: 2 });
      expect(await read(alice, order.id, { sessionToken })).toMatchObject({ version: 2 });
    }
    const [ofOrders = ''] = tokens;
    expect(await read(alice, account.id, { sessionToken: ofOrders })).toEqual(account);
  });

  test('gets one that holds what they sent as well, whatever the request was about', async () => {
    await using behind = await openBehind();
    const { alice, account } = behind;
    const sent = await depositFor(alice, account);
    let sessionToken = sent;
    for (const document of [ordersQuery, viewer]) {
      sessionToken = tokenOf(await alice(document, {}, { sessionToken }));
      expect(await read(alice, account.id, { sessionToken })).toMatchObject({ version: 2 });
    }
  });

  test('is not thrown back by a token that is older than what the answer saw', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob);
    const old = tokenOf(await alice(accountQuery, { id: account.id }));
    const newer = await depositFor(alice, account);
    await proxy.lag();
    await deposit(bob, account, '1.00');
    const sessionToken = tokenOf(
      await bob(accountQuery, { id: account.id }, { sessionToken: `${old},${newer}` }),
    );
    expect(await read(alice, account.id, { sessionToken })).toMatchObject({ version: 3 });
  });
});

describe('the header', () => {
  test('comes with a change, a conflict, a refusal, and what is not found', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const account = await openAccount(bob);
    const withdrawal = (ifMatch: string) => ({
      input: { id: account.id, ifMatch, amount: usd('1.00') },
    });
    const answers = [
      await alice(documentOf('withdraw'), withdrawal(account.etag)),
      await alice(documentOf('withdraw'), withdrawal('"made-up"')),
      await alice(accountQuery, { id: `acc_${newRequestId()}` }),
      await alice(documentOf('deposit'), depositOf(account)),
    ];
    expect(answers.map(({ data }) => data.result)).toMatchObject([
      { __typename: 'InsufficientFundsError' },
      { __typename: 'AccountConflictError' },
      null,
      { __typename: 'AccountChanged' },
    ]);
    for (const answer of answers) expect(tokenOf(answer)).toMatch(/^[\w-]+$/);
  });

  test('does not come where nothing was touched and none was sent', async () => {
    await using race = await openRace();
    const { headers } = await race.alice(viewer);
    expect(headers.has('x-session-token')).toBe(false);
  });
});

const decoded = (token: string): unknown => JSON.parse(Buffer.from(token, 'base64url').toString());

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The largest numbers of so many digits are not exact. */
const digits = '1'.repeat(16);

test.each([
  [404, 1002],
  [404, 1003],
  [503, 0],
])(
  'a token is not replaced by what a primary says that decides nothing: %i/%i',
  async (status, substatus) => {
    await using race = await openRace();
    const { alice, proxy } = race;
    const sessionToken = encoded({ accounts: '0:-1#999999999999' });
    const headers = { 'x-ms-session-token': '0:-1#1' };
    proxy.every({ kind: 'replace' }, reply(status, { substatus, headers }));
    const id = `acc_${newRequestId()}`;
    const answer = await alice(accountQuery, { id }, { sessionToken });
    expect(failureOf(answer)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(tokenOf(answer)).toBe(sessionToken);
  },
);

describe('a token that is none of ours', () => {
  test.each([
    ['made of other characters', 'a token!'],
    ['no JSON', 'abc'],
    ['a list', encoded([])],
    ['a number', encoded(5)],
    ['null', encoded(null)],
    ['for another container', encoded({ users: '0:-1#5' })],
    ['for another container that every object has', encoded({ toString: '0:-1#5' })],
    ['for a container, but a number', encoded({ accounts: 5 })],
    ['for a container, but no session token', encoded({ accounts: 'nonsense' })],
    ['for a container, but empty', encoded({ accounts: '' })],
    ['of a range that is no number', encoded({ accounts: 'a:-1#5' })],
    ['of a range that no number can be', encoded({ accounts: '12345678901:-1#5' })],
    ['of the older form with more digits than a number has', encoded({ accounts: `0:${digits}` })],
    ['of a version with more digits than a number has', encoded({ accounts: `0:${digits}#5` })],
    ['of an LSN with more digits than a number has', encoded({ accounts: `0:-1#${digits}` })],
    ['of a region that no number can be', encoded({ accounts: '0:1#5#12345678901=5' })],
    ['of a region with more digits than a number has', encoded({ accounts: `0:1#5#1=${digits}` })],
    ["another header's line break", encoded({ accounts: '0:-1#5\r\nx-evil: 1' })],
    ['too long', encoded({ accounts: Array.from({ length: 1200 }, (_, n) => `${n}:-1#5`).join() })],
    ['one of several', `${encoded({ accounts: '0:-1#5' })},abc`],
    ['a comma too many', `${encoded({ accounts: '0:-1#5' })},`],
  ])('(%s) is a BAD_REQUEST, before anything is done', async (_, sessionToken) => {
    await using race = await openRace();
    const account = await openAccount(race.bob);
    const answer = await race.alice(documentOf('deposit'), depositOf(account), { sessionToken });
    expect(failureOf(answer)).toMatchObject({ code: 'BAD_REQUEST', status: 400 });
    expect(wire(race.proxy)).toEqual([]);
  });

  test('but asks only for what the replica has, changes nothing', async () => {
    await using race = await openRace();
    const account = await openAccount(race.bob);
    const sessionToken = encoded({ accounts: '0:-1#0', orders: '0:-1#0' });
    expect(await read(race.alice, account.id, { sessionToken })).toEqual(account);
    expect(await read(race.alice, account.id, { sessionToken: encoded({}) })).toEqual(account);
  });
});

describe('a token that is ahead of the database, which was restored, recreated, or never so far', () => {
  const ahead = encoded({ accounts: '0:-1#999999999999', orders: '0:-1#0' });
  const sum = (pauses: readonly number[]) => pauses.reduce((total, pause) => total + pause, 0);

  const requests: readonly {
    readonly what: string;
    readonly changes: number;
    readonly ask: (account: Result) => readonly [document: string, variables: object];
  }[] = [
    { what: 'a read', changes: 0, ask: ({ id }) => [accountQuery, { id }] },
    {
      what: 'a read of the pages',
      changes: 40,
      ask: ({ id }) => [accountHistoryQuery, { id, first: 100 }],
    },
    { what: 'a change', changes: 0, ask: (account) => [documentOf('deposit'), depositOf(account)] },
    {
      what: 'a change that is looked for in the pages',
      changes: 40,
      ask: (account) => [
        documentOf('deposit'),
        depositOf(account, newRequestId(new Date('2020-01-01T00:00:00Z'))),
      ],
    },
  ];

  test.each(requests)(
    'locks nobody out: $what is served, and the header replaces the token',
    async ({ changes, ask }) => {
      await using race = await openRace();
      const { alice, bob, pauses, proxy } = race;
      const opened = await openAccount(bob);
      const account = changes === 0 ? opened : await depositTimes(bob, opened, changes);
      const answer = await alice(...ask(account), { sessionToken: ahead });
      expect(answer.errors).toBeUndefined();
      expect(answer.data.result).not.toBeNull();
      expect(sum(pauses)).toBeLessThanOrEqual(1000);

      pauses.splice(0);
      proxy.clear();
      const again = await alice(...ask(account), { sessionToken: tokenOf(answer) });
      expect(again.errors).toBeUndefined();
      expect(pauses).toEqual([]);
    },
  );

  test('is given up for what the primary has, after 1 s and before anything is read', async () => {
    await using race = await openRace();
    const { alice, bob, pauses, proxy } = race;
    const account = await openAccount(bob);
    expect(await read(alice, account.id, { sessionToken: ahead })).toEqual(account);
    expect(sum(pauses)).toBe(1000);
    expect(new Set(wire(proxy).slice(0, -2))).toEqual(new Set(['read']));
    const [question, answered] = proxy.requests.slice(-2);
    expect([question?.kind, answered?.kind]).toEqual(['replace', 'read']);
    expect(question?.headers['if-match']).toBe('"00000000-0000-0000-0000-000000000000"');
    expect(answered?.headers['x-ms-session-token']).toMatch(/^0:-1#\d{1,9}$/);
  });

  test('is given up at once where a create finds what it made before', async () => {
    await using race = await openRace();
    const { alice, pauses } = race;
    const input = { owner: 'carol', currency: 'USD', requestId: newRequestId() };
    await alice(documentOf('openAccount'), { input });
    const sessionToken = encoded({ accounts: '0:-1#999999999999' });
    const answer = await alice(documentOf('openAccount'), { input }, { sessionToken });
    expect(answer.data.result).toMatchObject({ replayed: true });
    expect(pauses).toEqual([]);
  });

  test('is not told as an entity that is not there, nor makes one that is not', async () => {
    await using race = await openRace();
    const answer = await race.alice(
      accountQuery,
      { id: `acc_${newRequestId()}` },
      { sessionToken: ahead },
    );
    expect([answer.errors, answer.data]).toEqual([undefined, { result: null }]);
  });

  test('makes a list UNAVAILABLE once: the header leaves that container out, and no other', async () => {
    await using race = await openRace();
    const { alice, bob, pauses } = race;
    await openAccount(bob);
    const answer = await alice(accountsQuery, {}, { sessionToken: ahead });
    expect(failureOf(answer)).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(sum(pauses)).toBe(1000);

    pauses.splice(0);
    const sessionToken = tokenOf(answer);
    expect(decoded(sessionToken)).toHaveProperty('orders', '0:-1#0');
    const again = await alice(accountsQuery, {}, { sessionToken });
    expect(idsIn(again)).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  test('is replaced by nothing, where a list is behind and no answer tells of another', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    await openAccount(bob);
    const end = proxy.every({}, reply(404, { substatus: 1002 }));
    const sessionToken = encoded({ accounts: '0:-1#999999999999' });
    const answer = await alice(accountsQuery, {}, { sessionToken });
    end();
    const again = await alice(accountsQuery, {}, { sessionToken: tokenOf(answer) });
    expect(idsIn(again)).toHaveLength(1);
  });

  test('of ranges that there are not is dropped as well', async () => {
    await using race = await openRace();
    const { alice, bob, pauses } = race;
    const account = await openAccount(bob);
    const sessionToken = encoded({ accounts: '0:-1#0,7:-1#1' });
    const answer = await alice(accountQuery, { id: account.id }, { sessionToken });
    expect(answer.data.result).toEqual(account);
    pauses.splice(0);
    await read(alice, account.id, { sessionToken: tokenOf(answer) });
    expect(pauses).toEqual([]);
  });

  test.each(['0:-1#999999999999', '7:-1#1', '0:-1#0,7:-1#1'])(
    'costs a request of many ids one call each, and some more for the first of them: %s',
    async (accounts) => {
      await using race = await openRace({ quiet: true });
      const { alice, proxy, pauses } = race;
      const ids = Array.from({ length: 100 }, () => `acc_${newRequestId()}`);
      const document = 'query ($ids: [ID!]!) { result: nodes(ids: $ids) { id } }';
      const answer = await alice(document, { ids }, { sessionToken: encoded({ accounts }) });
      expect(answer.errors).toBeUndefined();
      expect(sum(pauses)).toBeLessThanOrEqual(1000);
      expect(proxy.requests.length).toBeLessThanOrEqual(ids.length + callsOfTheFirst);
    },
  );
});

/** 32 at once, each of which is sent again 7 times, asks its primary, and is read again twice. */
const callsOfTheFirst = 32 * 10;

test('replicas that are behind their primaries cost a request as little', async () => {
  await using race = await openRace({ quiet: true });
  const { alice, bob, proxy } = race;
  const { id } = await depositTimes(bob, await openAccount(bob), 112);
  proxy.every({ kind: 'read', id: /~/ }, reply(404, { substatus: 1002 }));
  const document = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Account { history(first: 100) { edges { cursor } } } }
  }`;
  const { errors } = await alice(document, { ids: Array.from({ length: 20 }, () => id) });
  expect(errors).toHaveLength(20);
  const pages = 20 * 6;
  expect(proxy.requests.length).toBeLessThanOrEqual(1 + pages + callsOfTheFirst);
});

test('a replica that stays behind its primary is asked once more, and that is all', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const { id } = await openAccount(bob);
  proxy.every({ kind: 'read' }, reply(404, { substatus: 1002 }));
  expect(failureOf(await alice(accountQuery, { id }))).toMatchObject({ code: 'UNAVAILABLE' });
  const reads = Array.from({ length: 8 }, () => 'read');
  expect(wire(proxy)).toEqual([...reads, 'replace', 'read']);
});

test('all reads of a request wait together for their replicas', async () => {
  await using race = await openRace({ quiet: true });
  const { alice, proxy, pauses } = race;
  const ids = Array.from({ length: 10 }, () => `acc_${newRequestId()}`);
  proxy.next({ kind: 'read', times: ids.length }, reply(404, { substatus: 1002 }));
  const answer = await alice('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(answer.errors).toBeUndefined();
  expect(pauses).toHaveLength(1);
  expect(wire(proxy)).not.toContain('replace');
});

test('a primary that writes where it was only asked is not believed', async () => {
  await using race = await openRace();
  const { alice, proxy } = race;
  proxy.every({ kind: 'replace' }, reply(200, { body: { _etag: '"1"' } }));
  const nowhere = depositOf({ id: `acc_${newRequestId()}`, etag: '"1"' });
  const answer = await alice(documentOf('deposit'), nowhere);
  expect(failureOf(answer)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
});

test('a database that nobody reaches sends no token, and takes none away', async () => {
  await using race = await openRace();
  const { alice, proxy } = race;
  proxy.every({}, ({ cut }) => cut());
  expect((await alice(accountsQuery)).headers.has('x-session-token')).toBe(false);
  const sessionToken = encoded({ accounts: '0:-1#5' });
  expect(tokenOf(await alice(accountsQuery, {}, { sessionToken }))).toBe(sessionToken);
});
