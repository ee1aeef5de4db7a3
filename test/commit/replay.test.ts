/** A `requestId` is accepted at most once: sent again it is answered, and for something else it is refused. */
import { describe, expect, test } from 'vitest';
import type { Query } from '../support/api.ts';
import { before } from '../support/cosmos/actions.ts';
import {
  changesOf,
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
} from '../support/mutations.ts';
import { openRace, type Race, wire } from '../support/race.ts';

/** A withdrawal, and what happened after it. */
async function withdrawThen({ alice, bob }: Race, laterChanges: number) {
  const account = await openAccount(bob, '100.00');
  const requestId = newRequestId();
  const first = await withdraw(alice, account, '30.00', { requestId });
  const newest = laterChanges
    ? await depositTimes(bob, first.account, laterChanges)
    : first.account;
  return { account, requestId, first, newest };
}

describe.each([
  { where: 'is the latest change', later: 0 },
  { where: 'lies in the document', later: 3 },
  // The 3rd of 34: the first page.
  { where: 'has moved to a page', later: 31 },
  // The 3rd of 84: the first of several pages.
  { where: 'lies many pages back', later: 81 },
])('a change that $where', ({ later }) => {
  test('is replayed with the old etag and with a new one, and nothing is written twice', async () => {
    await using race = await openRace();
    const { account, requestId, first, newest } = await withdrawThen(race, later);
    const made = await changesOf(race.bob, account.id);
    race.proxy.clear();
    for (const at of [account, first.account, newest, { ...account, etag: '"made-up"' }]) {
      expect(await withdraw(race.alice, at, '30.00', { requestId })).toEqual({
        ...first,
        account: newest,
        replayed: true,
      });
    }
    expect(await changesOf(race.bob, account.id)).toEqual(made);
    expect(wire(race.proxy)).not.toContain('replace');
  });

  test('is refused under its requestId for anything else', async () => {
    await using race = await openRace();
    const { account, requestId, newest } = await withdrawThen(race, later);
    const reused = { __typename: 'RequestIdReusedError', requestId };
    expect(await withdraw(race.alice, newest, '30.01', { requestId })).toMatchObject(reused);
    expect(await withdraw(race.bob, newest, '30.00', { requestId })).toMatchObject(reused);
    expect(await deposit(race.alice, newest, '30.00', { requestId })).toMatchObject(reused);
    expect(await read(race.bob, account.id)).toEqual(newest);
  });
});

describe('the same request', () => {
  const replays: readonly {
    readonly how: string;
    readonly sent: object;
    readonly again: object;
  }[] = [
    { how: 'without a memo instead of a null one', sent: { memo: null }, again: {} },
    { how: 'with a null memo instead of none', sent: {}, again: { memo: null } },
    { how: 'with 1.0 instead of 1.00', sent: {}, again: { amount: usd('1.0') } },
    { how: 'with 1 instead of 1.00', sent: {}, again: { amount: usd('1') } },
    { how: 'under another policy', sent: {}, again: { onConflict: 'REAPPLY' } },
    { how: 'with the default policy named', sent: {}, again: { onConflict: 'REJECT' } },
    { how: 'with a null policy', sent: { onConflict: 'REAPPLY' }, again: { onConflict: null } },
  ];

  test.each(replays)('is the same $how', async ({ sent, again }) => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    const requestId = newRequestId();
    const first = await withdraw(race.alice, account, '1.00', { requestId, ...sent });
    expect(await withdraw(race.alice, account, '1.00', { requestId, ...again })).toEqual({
      ...first,
      replayed: true,
    });
  });

  const others: readonly { readonly how: string; readonly again: object }[] = [
    { how: 'with another amount', again: { amount: usd('1.01') } },
    { how: 'with a memo', again: { memo: 'rent' } },
    { how: 'with an empty memo', again: { memo: '' } },
  ];

  test.each(others)('is another $how', async ({ again }) => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    const requestId = newRequestId();
    const { account: changed } = await withdraw(race.alice, account, '1.00', { requestId });
    expect(await withdraw(race.alice, changed, '1.00', { requestId, ...again })).toMatchObject({
      __typename: 'RequestIdReusedError',
    });
    expect(await read(race.bob, account.id)).toEqual(changed);
  });

  test('is another in another currency with the same digits, refused before the currency is', async () => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    const requestId = newRequestId();
    await withdraw(race.alice, account, '1.00', { requestId });
    const amount = { amount: '1.00', currency: 'EUR' };
    expect(await withdraw(race.alice, account, '1.00', { requestId, amount })).toMatchObject({
      __typename: 'RequestIdReusedError',
    });
  });

  test('is accepted on each entity that it names: a requestId belongs to one', async () => {
    await using race = await openRace();
    const requestId = newRequestId();
    for (const account of [await openAccount(race.bob, '1.00'), await openAccount(race.bob)]) {
      expect(await deposit(race.alice, account, '1.00', { requestId })).toMatchObject({
        replayed: false,
      });
    }
  });
});

test('a replay is answered although the rules would refuse it by now', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const account = await openAccount(bob, '100.00');
  const requestId = newRequestId();
  const first = await withdraw(alice, account, '100.00', { requestId });
  const { id, etag: ifMatch } = first.account;
  const closed = await mutate(bob, 'closeAccount', { id, ifMatch });
  expect(await withdraw(alice, account, '100.00', { requestId })).toEqual({
    ...first,
    account: closed.account,
    replayed: true,
  });
});

test('the requestId that created an entity is refused for a change of it', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const requestId = newRequestId();
  const input = { requestId, owner: 'carol', currency: 'USD' };
  const { account } = await mutate(alice, 'openAccount', input);
  const reused = { __typename: 'RequestIdReusedError', requestId };
  expect(await deposit(alice, account, '1.00', { requestId })).toMatchObject(reused);
  const newest = await depositTimes(bob, account, 31);
  expect(await deposit(alice, newest, '1.00', { requestId })).toMatchObject(reused);
});

test('a requestId that is older than all pages and was never accepted is accepted', async () => {
  await using race = await openRace();
  const requestId = newRequestId(new Date(Date.now() - 24 * 60 * 60 * 1000));
  const account = await depositTimes(race.bob, await openAccount(race.bob), 33);
  expect(await withdraw(race.alice, account, '1.00', { requestId })).toMatchObject({
    __typename: 'AccountChanged',
    change: { requestId, version: account.version + 1 },
    replayed: false,
  });
  expect(await withdraw(race.alice, account, '1.00', { requestId })).toMatchObject({
    replayed: true,
  });
});

test('the pages are asked only for a requestId that may lie there', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const account = await depositTimes(bob, await openAccount(bob), 33);
  const now = Date.now();
  const yesterday = newRequestId(new Date(now - 24 * 60 * 60 * 1000));
  const soon = newRequestId(new Date(now + 60 * 1000));
  await withdraw(alice, account, '1.00', { requestId: soon });
  expect(wire(proxy)).toEqual(['read', 'replace']);
  proxy.clear();
  await withdraw(alice, account, '1.00', { requestId: yesterday, onConflict: 'REAPPLY' });
  expect(wire(proxy)).toContain('query');
});

test('the same request sent five times at once is accepted once, and all are told the same change', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const account = await openAccount(bob, '100.00');
  const requestId = newRequestId();
  const results: Result[] = await Promise.all(
    Array.from({ length: 5 }, () => withdraw(alice, account, '30.00', { requestId })),
  );
  const [first] = results;
  expect(results.map(({ change }) => change)).toEqual(results.map(() => first.change));
  expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(await read(bob, account.id)).toMatchObject({ version: 3, balance: usd('70.00') });
});

test('the same two requests from two devices, one line each, make two lines however often they are sent', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const order = await createOrder(bob);
  const add = (by: Query, requestId: string, sku: string) =>
    mutate(by, 'addOrderLine', { requestId, id: order.id, ifMatch: order.etag, line: line(sku) });
  const [cup, saucer] = [newRequestId(), newRequestId()];
  for (let round = 0; round < 3; round += 1) {
    await Promise.all([add(alice, cup, 'cup'), add(bob, saucer, 'saucer')]);
  }
  const { lines } = await read(bob, order.id);
  expect(lines).toHaveLength(3);
  expect(new Set(lines.map(({ id }: Result) => id)).size).toBe(3);
});

test('a request that is accepted elsewhere while the pages are searched for it is a replay', async () => {
  await using race = await openRace();
  const { bob, proxy } = race;
  const account = await depositTimes(bob, await openAccount(bob), 31);
  const requestId = newRequestId(new Date('2020-01-01T00:00:00Z'));
  const bobHere = await race.signIn('bob');
  proxy.next(
    { kind: 'query' },
    before(() => deposit(bob, account, '1.00', { requestId })),
  );
  expect(await deposit(bobHere, account, '1.00', { requestId })).toMatchObject({ replayed: true });
  expect(await changesOf(bob, account.id)).toHaveLength(33);
});
