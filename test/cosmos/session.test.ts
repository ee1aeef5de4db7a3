/** `x-session-token`: who sends back what an answer had reads at least what that answer knew, on any replica. */
import { describe, expect, test } from 'vitest';
import type { Answer, Query } from '../support/api.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  ordersQuery,
} from '../support/documents.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  failureOf,
  newRequestId,
  openAccount,
  openStage,
  read,
  type Result,
  type Stage,
  usd,
  wire,
} from '../support/stage.ts';

function tokenOf({ headers }: Answer): string {
  const token = headers.get('x-session-token');
  if (token === null) throw new Error('the answer has no session token');
  return token;
}

const viewer = '{ viewer { subject } }';

const depositOf = ({ id, etag }: Result) => ({
  input: { id, ifMatch: etag, amount: usd('1.00') },
});

/** Alice's deposit, and the token of its answer. */
async function depositFor(alice: Query, account: Result): Promise<string> {
  return tokenOf(await alice(documentOf('deposit'), depositOf(account)));
}

/** The replica stands still before what Alice does. */
async function openBehind(): Promise<Stage & { readonly account: Result }> {
  const stage = await openStage();
  const account = await openAccount(stage.bob);
  await stage.proxy.lag();
  return { ...stage, account };
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
    await using stage = await openStage();
    const { alice, bob, proxy } = stage;
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
    await using stage = await openStage();
    const { alice, bob } = stage;
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
    await using stage = await openStage();
    const { headers } = await stage.alice(viewer);
    expect(headers.has('x-session-token')).toBe(false);
  });
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

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
    ["another header's line break", encoded({ accounts: '0:-1#5\r\nx-evil: 1' })],
    ['too long', encoded({ accounts: Array.from({ length: 800 }, (_, n) => `${n}:-1#5`).join() })],
    ['one of several', `${encoded({ accounts: '0:-1#5' })},abc`],
    ['a comma too many', `${encoded({ accounts: '0:-1#5' })},`],
  ])('(%s) is a BAD_REQUEST, before anything is done', async (_, sessionToken) => {
    await using stage = await openStage();
    const account = await openAccount(stage.bob);
    const answer = await stage.alice(documentOf('deposit'), depositOf(account), { sessionToken });
    expect(failureOf(answer)).toMatchObject({ code: 'BAD_REQUEST', status: 400 });
    expect(wire(stage.proxy)).toEqual([]);
  });

  test('but looks like one, from a future that no replica has seen, is UNAVAILABLE and cannot hold the request', async () => {
    await using stage = await openStage();
    const { alice, bob, pauses } = stage;
    const account = await openAccount(bob);
    const sessionToken = encoded({ accounts: '0:-1#999999999999' });
    for (const [document, variables] of [
      [accountQuery, { id: account.id }],
      [accountsQuery, {}],
      [documentOf('deposit'), depositOf(account)],
    ] as const) {
      pauses.splice(0);
      const answer = await alice(document, variables, { sessionToken });
      expect(failureOf(answer)).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
      expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(1000);
    }
    expect(await read(bob, account.id)).toEqual(account);
  });

  test('but asks only for what the replica has, changes nothing', async () => {
    await using stage = await openStage();
    const account = await openAccount(stage.bob);
    const sessionToken = encoded({ accounts: '0:-1#0', orders: '0:-1#0' });
    expect(await read(stage.alice, account.id, { sessionToken })).toEqual(account);
    expect(await read(stage.alice, account.id, { sessionToken: encoded({}) })).toEqual(account);
  });
});
