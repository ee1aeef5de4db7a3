/** A replica may be behind the client, whatever session token it sent: that is never told as something untrue. */
import { describe, expect, test } from 'vitest';
import type { Query } from '../support/api.ts';
import type { Mutation } from '../support/declared/declared.ts';
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
import { openRace, type Race, wire } from '../support/race.ts';

/** `options` is what Alice sends along: nothing, or the session token of something that the replica has seen. */
const clients: readonly {
  readonly who: string;
  readonly optionsOf: (race: Race) => Promise<{ readonly sessionToken?: string }>;
}[] = [
  { who: 'without a session token', optionsOf: () => Promise.resolve({}) },
  {
    who: 'with an old session token',
    optionsOf: async ({ bob }) => {
      const { headers } = await bob('{ accounts(first: 1) { pageInfo { hasNextPage } } }');
      return { sessionToken: headers.get('x-session-token') ?? '' };
    },
  },
];

describe.each(clients)('a client $who', ({ optionsOf }) => {
  /** Alice sends what she has; the replica stands still from when this resolves. */
  async function openBehind(open: (by: Query) => Promise<Result> = openAccount) {
    const race = await openRace();
    const entity = await open(race.bob);
    const options = await optionsOf(race);
    await race.proxy.lag();
    const send = (mutation: Mutation, input: object) =>
      mutate(race.alice, mutation, input, options);
    return { ...race, entity, send };
  }

  test('whose etag the replica does not have yet is fresh, not unknown', async () => {
    for (const onConflict of ['REJECT', 'REAPPLY']) {
      await using behind = await openBehind();
      const { bob, entity, send } = behind;
      const { account } = await deposit(bob, entity, '100.00');
      const amount = usd('100.00');
      expect(
        await send('withdraw', { id: account.id, ifMatch: account.etag, amount, onConflict }),
      ).toMatchObject({
        __typename: 'AccountChanged',
        account: { version: 3, balance: usd('0.00') },
        missedChanges: [],
      });
    }
  });

  test('whose etag the replica does not have yet is told every change since, and those alone', async () => {
    await using behind = await openBehind();
    const { bob, entity, send } = behind;
    const { account } = await deposit(bob, entity, '100.00');
    const missed = await deposit(bob, account, '5.00');
    const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00') };
    expect(await send('withdraw', input)).toMatchObject({
      __typename: 'AccountConflictError',
      missedChanges: [missed.change],
      missedChangesComplete: true,
      current: missed.account,
    });
    expect(await send('withdraw', { ...input, onConflict: 'REAPPLY' })).toMatchObject({
      __typename: 'AccountChanged',
      missedChanges: [missed.change],
    });
  });

  test('who knows an entity that the replica does not have yet can change it', async () => {
    await using behind = await openBehind();
    const { bob, send } = behind;
    const account = await openAccount(bob, '100.00');
    const order = await createOrder(bob);
    expect(
      await send('withdraw', { id: account.id, ifMatch: account.etag, amount: usd('1.00') }),
    ).toMatchObject({ __typename: 'AccountChanged' });
    expect(await send('placeOrder', { id: order.id, ifMatch: order.etag })).toMatchObject({
      __typename: 'OrderChanged',
    });
  });

  test('whose replica has the version that the client holds, but not the newest, is told the newest', async () => {
    await using behind = await openBehind((by) => openAccount(by, '100.00'));
    const { bob, entity, send } = behind;
    const missed = await withdraw(bob, entity, '60.00');
    const input = { id: entity.id, ifMatch: entity.etag, amount: usd('60.00') };
    expect(await send('withdraw', input)).toMatchObject({
      __typename: 'AccountConflictError',
      missedChanges: [missed.change],
      current: missed.account,
    });
  });

  test('is not refused by a state that is past: a deposit that the replica has not seen counts', async () => {
    await using behind = await openBehind();
    const { bob, entity, send } = behind;
    const { account } = await deposit(bob, entity, '100.00');
    const amount = usd('100.00');
    for (const { id, etag } of [entity, account]) {
      const input = { id, ifMatch: etag, amount, onConflict: 'REAPPLY' };
      expect(await send('withdraw', input)).toMatchObject({ __typename: 'AccountChanged' });
      await deposit(bob, account, '100.00');
    }
  });

  test('who sends again what was accepted gets its replay, with every etag and under every policy', async () => {
    await using behind = await openBehind();
    const { bob, entity, send } = behind;
    const { account } = await deposit(bob, entity, '100.00');
    const input = { id: entity.id, amount: usd('100.00'), requestId: newRequestId() };
    const first = await send('withdraw', { ...input, ifMatch: account.etag });
    expect(first).toMatchObject({ __typename: 'AccountChanged', replayed: false });
    for (const { etag: ifMatch } of [entity, account, first.account, { etag: '"made-up"' }]) {
      for (const onConflict of ['REJECT', 'REAPPLY']) {
        const again = await send('withdraw', { ...input, ifMatch, onConflict });
        expect(again).toEqual({ ...first, replayed: true });
      }
    }
  });
});

describe('a mutation', () => {
  test('under REJECT whose first try was made is its replay, also where the replica knows only what came before', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '5.00');
    const between = await deposit(bob, account, '1.00');
    await proxy.lag();
    const requestId = newRequestId();
    const amount = usd('1.00');
    const bobs = await race.signIn('bob');
    const first = await withdraw(bob, between.account, '1.00', { requestId });
    const retry = { id: account.id, ifMatch: account.etag, amount, requestId };
    expect(await mutate(bobs, 'withdraw', retry)).toEqual({ ...first, replayed: true });
    expect(await mutate(alice, 'withdraw', { ...retry, requestId: newRequestId() })).toMatchObject({
      __typename: 'AccountConflictError',
      missedChanges: [between.change, first.change],
    });
  });

  test('of an entity that is nowhere is not found, after the primary was asked once', async () => {
    await using race = await openRace();
    const { alice, proxy } = race;
    const nowhere = { id: `acc_${newRequestId()}`, etag: '"made-up"' };
    expect(await deposit(alice, nowhere, '1.00')).toMatchObject({
      __typename: 'NotFoundError',
      id: nowhere.id,
    });
    expect(wire(proxy)).toEqual(['read', 'replace']);
    const [, { headers } = { headers: {} }] = proxy.requests;
    expect(headers).toHaveProperty('if-match');
  });

  test('with an etag that never was is a conflict, after the primary was asked once', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '1.00');
    expect(await deposit(alice, { ...account, etag: '"made-up"' }, '1.00')).toMatchObject({
      __typename: 'AccountConflictError',
      missedChangesComplete: false,
    });
    expect(wire(proxy)).toEqual(['read', 'replace', 'read']);
    expect(await read(bob, account.id)).toEqual(account);
  });

  test('that lies in a page which the replica does not have is found there', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob);
    await proxy.lag();
    const requestId = newRequestId();
    const first = await deposit(alice, account, '1.00', { requestId });
    const newest = await depositTimes(bob, first.account, 40);
    for (const at of [account, newest]) {
      expect(await deposit(alice, at, '1.00', { requestId })).toEqual({
        ...first,
        account: newest,
        replayed: true,
      });
    }
  });
});
