/** What a client is told whose etag is fresh, stale, too old or was never one, under each policy. */
import { describe, expect, test } from 'vitest';
import { cases, grown, meanwhile, under } from '../support/declared/cases.ts';
import { entityOf, factsOf, policiesOf } from '../support/declared/declared.ts';
import {
  changesOf,
  createOrder,
  mutate,
  openAccount,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { openRace, type Race } from '../support/race.ts';

/** Each mutation that changes something, under each policy that it allows. */
const changes = cases
  .filter(({ creates }) => !creates)
  .flatMap((one) => policiesOf(one.mutation).map((policy) => ({ ...one, policy })));

type Change = (typeof changes)[number];

/** The policy is named where it is not what happens by default. */
function inputOf({ mutation, input, policy }: Change, opened: Result) {
  const isDefault = factsOf(mutation).onConflict?.policy === policy;
  return { ...input(opened), ...under(opened), ...(!isDefault && { onConflict: policy }) };
}

describe.each(changes)('$mutation under $policy', (one) => {
  test('is accepted with a fresh etag, and there is nothing that the client missed', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const opened = await one.open?.(bob);
    const result = await mutate(alice, one.mutation, inputOf(one, opened));
    expect(result).toMatchObject({
      __typename: expect.stringMatching('Changed'),
      change: { version: opened.version + 1, by: 'alice' },
      replayed: false,
      missedChanges: [],
    });
    expect(entityOf(result)).toEqual(await read(bob, opened.id));
  });

  test('is a conflict with an etag that the entity never had', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const opened = await one.open?.(bob);
    const other = await one.open?.(bob);
    for (const etag of [other.etag, '"made-up"', '']) {
      const result = await mutate(alice, one.mutation, inputOf(one, { ...opened, etag }));
      expect(result).toMatchObject({
        __typename: expect.stringMatching('ConflictError'),
        ifMatch: etag,
        missedChanges: [],
        missedChangesComplete: false,
        current: opened,
      });
    }
    expect(await changesOf(bob, opened.id)).toHaveLength(opened.version);
  });

  test('is a conflict with an etag that is older than the changes at hand', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const opened = await one.open?.(bob);
    const current = await grown(bob, opened, 34);

    const result = await mutate(alice, one.mutation, inputOf(one, opened));
    expect(result).toMatchObject({
      __typename: expect.stringMatching('ConflictError'),
      ifMatch: opened.etag,
      missedChanges: [],
      missedChangesComplete: false,
      current,
    });
    expect(await read(bob, opened.id)).toEqual(current);
  });
});

/** Three changes of two people after the version that the client holds. */
async function makeStale(one: Change, { alice, bob }: Race) {
  const opened = await one.open?.(bob);
  const first = await meanwhile(bob, opened);
  const second = await meanwhile(alice, entityOf(first));
  const third = await meanwhile(bob, entityOf(second));
  return {
    opened,
    newest: entityOf(third),
    missedChanges: [first.change, second.change, third.change],
  };
}

describe.each(changes.filter(({ policy }) => policy === 'REJECT'))(
  '$mutation under REJECT',
  (one) => {
    test('is a conflict with a stale etag, and tells every missed change in order', async () => {
      await using race = await openRace();
      const { opened, newest, missedChanges } = await makeStale(one, race);
      const result = await mutate(race.alice, one.mutation, inputOf(one, opened));
      expect(result).toMatchObject({
        __typename: expect.stringMatching('ConflictError'),
        ifMatch: opened.etag,
        missedChanges,
        missedChangesComplete: true,
        current: newest,
      });
      expect(await read(race.bob, opened.id)).toEqual(newest);
    });
  },
);

describe.each(changes.filter(({ policy }) => policy !== 'REJECT'))(
  '$mutation under $policy',
  (one) => {
    test('goes on with a stale etag, and tells every missed change in order', async () => {
      await using race = await openRace();
      const { opened, newest, missedChanges } = await makeStale(one, race);
      const result = await mutate(race.alice, one.mutation, inputOf(one, opened));
      expect(result).toMatchObject({
        __typename: expect.stringMatching('Changed'),
        change: { version: newest.version + 1, by: 'alice' },
        replayed: false,
        missedChanges,
      });
      expect(await read(race.bob, opened.id)).toEqual(entityOf(result));
    });
  },
);

test('OVERWRITE wins with its own value and touches nothing else of the newest state', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const opened = await createOrder(bob, { note: 'first' });
  const [{ id: lineId }] = opened.lines;
  const theirs = await mutate(bob, 'changeOrderLine', {
    id: opened.id,
    ifMatch: opened.etag,
    lineId,
    quantity: 7,
  });
  const result = await mutate(alice, 'setOrderNote', {
    id: opened.id,
    ifMatch: opened.etag,
    note: 'mine',
  });
  expect(result.order).toMatchObject({
    note: 'mine',
    lines: theirs.order.lines,
    total: theirs.order.total,
  });
});

test('OVERWRITE stops at an invariant: a cancelled order stays as it is', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const { id, etag } = await createOrder(bob);
  await mutate(bob, 'cancelOrder', { id, ifMatch: etag });
  const result = await mutate(alice, 'setOrderNote', { id, ifMatch: etag, note: 'mine' });
  expect(result).toMatchObject({ __typename: 'OrderStatusError', message: expect.any(String) });
});

test('REAPPLY runs the rules on the newest state, and refuses what it no longer allows', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const account = await openAccount(bob, '100.00');
  await mutate(bob, 'withdraw', { id: account.id, ifMatch: account.etag, amount: usd('60.00') });
  const input = { id: account.id, ifMatch: account.etag, onConflict: 'REAPPLY' };
  expect(await mutate(alice, 'withdraw', { ...input, amount: usd('60.00') })).toMatchObject({
    __typename: 'InsufficientFundsError',
  });
  expect(await mutate(alice, 'withdraw', { ...input, amount: usd('40.00') })).toMatchObject({
    __typename: 'AccountChanged',
    account: { balance: usd('0.00') },
  });
});

test('a stale etag is a conflict before the rules have a say', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const account = await openAccount(bob, '100.00');
  await mutate(bob, 'withdraw', { id: account.id, ifMatch: account.etag, amount: usd('60.00') });
  const input = { id: account.id, ifMatch: account.etag, amount: usd('60.00') };
  expect(await mutate(alice, 'withdraw', input)).toMatchObject({
    __typename: 'AccountConflictError',
    missedChanges: [{ kind: 'WITHDREW', version: 3, by: 'bob', amount: usd('60.00') }],
  });
});
