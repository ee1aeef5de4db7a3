/** A competing write at every step of a mutation: nobody's change is lost, and nothing is written on top unseen. */
import { describe, expect, test } from 'vitest';
import { impossibleEtag } from '../../src/cosmos/reads.ts';
import type { Query } from '../support/api.ts';
import { after, before, cutBefore, pass, reply } from '../support/cosmos/actions.ts';
import {
  changesOf,
  createOrder,
  deposit,
  depositTimes,
  fail,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
  withdraw,
} from '../support/mutations.ts';
import { openRace, type Race, wire } from '../support/race.ts';

type Happen = () => Promise<unknown>;

/** Where in Alice's mutation Bob's write lands. */
interface Step {
  readonly step: string;
  readonly inject: (race: Race, id: string, happen: Happen) => void;
}

const beforeRead: Step = {
  step: 'before the read',
  inject: ({ proxy }, id, happen) => proxy.next({ kind: 'read', id }, before(happen)),
};
const afterRead: Step = {
  step: 'after the read, before its answer arrives',
  inject: ({ proxy }, id, happen) => proxy.next({ kind: 'read', id }, after(happen)),
};
const beforeReplace: Step = {
  step: 'between the read and the replace',
  inject: ({ proxy }, id, happen) => proxy.next({ kind: 'replace', id }, before(happen)),
};
const afterReplace: Step = {
  step: 'after the replace, before its answer arrives',
  inject: ({ proxy }, id, happen) => proxy.next({ kind: 'replace', id }, after(happen)),
};
const beforePage: Step = {
  step: 'before the page',
  inject: ({ proxy }, id, happen) => proxy.next({ kind: 'create', id: `${id}~0` }, before(happen)),
};
const afterPage: Step = {
  step: 'between the page and the replace',
  inject: ({ proxy }, id, happen) => proxy.next({ kind: 'create', id: `${id}~0` }, after(happen)),
};

/** An account of 31 changes, whose next change moves 16 of them to a page. */
async function fillDocument(by: Query): Promise<Result> {
  return depositTimes(by, await openAccount(by), 30);
}

function open({ bob }: Race, { step }: Step): Promise<Result> {
  return step.includes('page') ? fillDocument(bob) : openAccount(bob, '30.00');
}

describe.each([beforeRead, afterRead, beforeReplace, beforePage, afterPage])(
  'a competing write $step',
  (step) => {
    test('makes a mutation under REJECT a conflict that tells it', async () => {
      await using race = await openRace();
      const { alice, bob } = race;
      const account = await open(race, step);
      let theirs: Result;
      step.inject(race, account.id, async () => {
        theirs = await deposit(bob, account, '5.00');
      });
      const result = await withdraw(alice, account, '30.00');
      expect(result).toMatchObject({
        __typename: 'AccountConflictError',
        missedChanges: [theirs.change],
        missedChangesComplete: true,
        current: theirs.account,
      });
      expect(await read(bob, account.id)).toEqual(theirs.account);
    });

    test('lets a mutation under REAPPLY go on from it, and tells it', async () => {
      await using race = await openRace();
      const { alice, bob } = race;
      const account = await open(race, step);
      let theirs: Result;
      step.inject(race, account.id, async () => {
        theirs = await deposit(bob, account, '5.00');
      });
      const result = await withdraw(alice, account, '30.00', { onConflict: 'REAPPLY' });
      expect(result).toMatchObject({
        __typename: 'AccountChanged',
        account: { version: account.version + 2, balance: usd('5.00') },
        change: { version: account.version + 2 },
        replayed: false,
        missedChanges: [theirs.change],
      });
      const changes = await changesOf(bob, account.id);
      expect(changes.slice(-2)).toEqual([theirs.change, result.change]);
      expect(changes.map(({ version }) => version)).toEqual(changes.map((_, index) => index + 1));
    });

    test('takes away what a mutation under REAPPLY counted on, and it is refused', async () => {
      await using race = await openRace();
      const { alice, bob } = race;
      const account = await open(race, step);
      step.inject(race, account.id, () => withdraw(bob, account, '30.00'));
      expect(await withdraw(alice, account, '30.00', { onConflict: 'REAPPLY' })).toMatchObject({
        __typename: 'InsufficientFundsError',
      });
      expect(await read(bob, account.id)).toMatchObject({ balance: usd('0.00') });
    });
  },
);

describe.each([beforeRead, afterRead, beforeReplace])('a competing write $step', (step) => {
  test('does not stop a mutation under OVERWRITE, and its other fields stay', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const order = await createOrder(bob);
    let theirs: Result;
    step.inject(race, order.id, async () => {
      theirs = await mutate(bob, 'placeOrder', { id: order.id, ifMatch: order.etag });
    });
    const input = { id: order.id, ifMatch: order.etag, note: 'mine' };
    expect(await mutate(alice, 'setOrderNote', input)).toMatchObject({
      __typename: 'OrderChanged',
      order: { status: 'PLACED', note: 'mine', version: 3 },
      missedChanges: [theirs.change],
    });
  });

  test('stops a mutation under OVERWRITE where an invariant is at stake', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const order = await createOrder(bob);
    step.inject(race, order.id, () =>
      mutate(bob, 'cancelOrder', { id: order.id, ifMatch: order.etag }),
    );
    const input = { id: order.id, ifMatch: order.etag, note: 'mine' };
    expect(await mutate(alice, 'setOrderNote', input)).toMatchObject({
      __typename: 'OrderStatusError',
    });
    expect(await read(bob, order.id)).toMatchObject({ status: 'CANCELLED', note: null });
  });
});

test('a competing write after the replace, before its answer arrives, changes nothing for a mutation', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const account = await openAccount(bob, '30.00');
  let theirs: Result;
  afterReplace.inject(race, account.id, async () => {
    theirs = await deposit(bob, account, '5.00');
  });
  const result = await withdraw(alice, account, '30.00');
  expect(result).toMatchObject({
    __typename: 'AccountChanged',
    account: { version: 3, balance: usd('0.00') },
    missedChanges: [],
  });
  expect(theirs.missedChanges).toEqual([result.change]);
  expect(await read(bob, account.id)).toEqual(theirs.account);
});

test('two people withdraw 100.00 from an account that holds 100.00: exactly one succeeds', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const account = await openAccount(bob, '100.00');
  const results = await Promise.all([
    withdraw(alice, account, '100.00'),
    withdraw(bob, account, '100.00'),
  ]);
  const [won, lost] = results.toSorted((one) => (one.change ? -1 : 1));
  expect(won).toMatchObject({ __typename: 'AccountChanged', account: { balance: usd('0.00') } });
  expect(lost).toMatchObject({
    __typename: 'AccountConflictError',
    current: won.account,
    missedChanges: [won.change],
  });
});

test('Bob, who cancels an order while Pete adds 10000.00 to it, is told so instead of winning', async () => {
  await using race = await openRace();
  const { alice: pete, bob } = race;
  const order = await createOrder(bob);
  const dear = { sku: 'yacht', description: 'a yacht', quantity: 1, unitPrice: usd('10000.00') };
  const added = await mutate(pete, 'addOrderLine', {
    id: order.id,
    ifMatch: order.etag,
    line: dear,
  });
  expect(await mutate(bob, 'cancelOrder', { id: order.id, ifMatch: order.etag })).toMatchObject({
    __typename: 'OrderConflictError',
    missedChanges: [{ by: 'alice', kind: 'LINE_ADDED', line: dear }],
    current: added.order,
  });
});

describe('a mutation that loses every race', () => {
  test('ends as a conflict under REAPPLY too, with all that it missed and nothing of it written', async () => {
    await using race = await openRace();
    const { alice, bob, proxy, pauses } = race;
    const account = await openAccount(bob, '30.00');
    const theirs: Result[] = [];
    proxy.every(
      { kind: 'replace', id: account.id },
      before(async () => theirs.push((await deposit(bob, account, '1.00')).change)),
    );
    const result = await withdraw(alice, account, '1.00', { onConflict: 'REAPPLY' });
    expect(result).toMatchObject({
      __typename: 'AccountConflictError',
      missedChanges: theirs,
      missedChangesComplete: true,
      current: { version: 7, balance: usd('35.00') },
    });
    expect(theirs).toHaveLength(5);
    expect(wire(proxy).filter((kind) => kind === 'replace')).toHaveLength(5);
    expect(pauses).toHaveLength(5);
    expect(Math.max(...pauses)).toBeLessThan(1000);
    expect(await changesOf(bob, account.id)).toHaveLength(7);
  });

  test('does not run out of time by pauses alone', async () => {
    // The longest pauses that there may be.
    const environment = { REQUEST_DEADLINE_MS: '2000' };
    await using race = await openRace({ environment, random: () => 1 });
    const { alice, bob, proxy, pauses } = race;
    const account = await openAccount(bob, '30.00');
    proxy.every(
      { kind: 'replace', id: account.id },
      before(() => deposit(bob, account, '1.00')),
    );
    const result = await withdraw(alice, account, '1.00', { onConflict: 'REAPPLY' });
    expect(result.__typename).toBe('AccountConflictError');
    expect(pauses).toHaveLength(5);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(2000);
  });

  test('is no conflict where one of its writes may still be done', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '30.00');
    await deposit(bob, account, '1.00');
    const landed: Promise<unknown>[] = [];
    const over = Promise.withResolvers<void>();
    proxy.every({ kind: 'replace', id: account.id }, (exchange) => {
      if (exchange.request.headers['if-match'] === impossibleEtag) return pass(exchange);
      landed.push(over.promise.then(() => exchange.forward()));
      return cutBefore(exchange);
    });
    const [requestId, onConflict] = [newRequestId(), 'REAPPLY'];
    const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00') };
    const failed = await fail(alice, 'withdraw', { ...input, requestId, onConflict });
    expect(failed).toMatchObject({
      code: 'UNAVAILABLE',
      extensions: { mutationRequestId: requestId },
    });
    over.resolve();
    await Promise.all(landed);
    expect((await changesOf(bob, account.id)).at(-1)).toMatchObject({ requestId });
  });

  test("is UNAVAILABLE where the client's etag still is the current one", async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const account = await openAccount(bob, '30.00');
    for (const status of [412, 449]) {
      proxy.clear();
      const end = proxy.every({ kind: 'replace', id: account.id }, reply(status));
      const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00') };
      const { code, status: http, extensions } = await fail(alice, 'withdraw', input);
      expect({ code, http, ...extensions }).toMatchObject({
        code: 'UNAVAILABLE',
        http: 503,
        retryable: true,
        retryAfterMs: 1000,
      });
      expect(extensions).not.toHaveProperty('mutationRequestId');
      expect(wire(proxy).filter((kind) => kind === 'replace')).toHaveLength(5);
      end();
    }
    expect(await read(bob, account.id)).toEqual(account);
  });
});

test('after a lost race the next read cannot see the old version again, whatever replica answers', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const account = await openAccount(bob, '30.00');
  await proxy.lag({ id: account.id });
  await deposit(bob, account, '5.00');
  proxy.clear();
  await withdraw(alice, account, '1.00', { onConflict: 'REAPPLY' });
  expect(wire(proxy)).toEqual(['read', 'replace', 'read', 'replace']);
});
