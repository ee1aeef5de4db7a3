/** A write that may have happened or not: the mutation finds out, or says so, and it never happens twice. */
import { describe, expect, test } from 'vitest';
import { before, delayForever, reply } from '../support/cosmos/actions.ts';
import { accountQuery, accountsQuery, documentOf } from '../support/declared/documents.ts';
import { busy, doneAndSilent, doneButAnswered, unknownOutcomes } from '../support/outcomes.ts';
import {
  changesOf,
  deposit,
  depositTimes,
  fail,
  failureOf,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
  withdraw,
} from '../support/mutations.ts';
import { openRace, type Race, wire } from '../support/race.ts';

const outcomes = [...unknownOutcomes, busy];

/** The one withdrawal of 30.00 from 100.00, and nothing else. */
async function expectOnce({ bob }: Race, id: string, { change }: Result) {
  const changes = await changesOf(bob, id);
  expect(changes.slice(2)).toEqual([change]);
  expect(await read(bob, id)).toMatchObject({ version: 3, balance: usd('70.00') });
}

describe.each(outcomes)('a replace that $how', ({ action, done }) => {
  test('is resolved within the request, and happens once', async () => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    race.proxy.next({ kind: 'replace', id: account.id }, action);
    const result = await withdraw(race.alice, account, '30.00');
    expect(result).toMatchObject({ __typename: 'AccountChanged', replayed: done });
    await expectOnce(race, account.id, result);
  });

  test('is resolved by way of a lagging replica too', async () => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    await race.proxy.lag({ id: account.id });
    race.proxy.next({ kind: 'replace', id: account.id }, action);
    const result = await withdraw(race.alice, account, '30.00', { onConflict: 'REAPPLY' });
    expect(result).toMatchObject({ __typename: 'AccountChanged', replayed: done });
    await expectOnce(race, account.id, result);
  });
});

test.each(outcomes.filter(({ done }) => done))(
  'a replace that $how is found among the changes that came after it',
  async ({ action }) => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    let newest: Result;
    race.proxy.next({ kind: 'replace', id: account.id }, async (exchange) => {
      await action({
        ...exchange,
        forward: async () => {
          const answer = await exchange.forward();
          newest = await depositTimes(race.bob, await read(race.bob, account.id), 35);
          return answer;
        },
      });
    });
    expect(await withdraw(race.alice, account, '30.00')).toMatchObject({
      __typename: 'AccountChanged',
      account: newest,
      change: { version: 3, by: 'alice', amount: usd('30.00') },
      replayed: true,
    });
  },
);

test.each(outcomes.filter(({ done }) => !done))(
  'a replace that $how is a conflict where somebody else came first',
  async ({ action }) => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    let theirs: Result;
    race.proxy.next({ kind: 'replace', id: account.id }, async (exchange) => {
      theirs = await deposit(race.bob, account, '1.00');
      await action(exchange);
    });
    expect(await withdraw(race.alice, account, '30.00')).toMatchObject({
      __typename: 'AccountConflictError',
      missedChanges: [theirs.change],
      current: theirs.account,
    });
  },
);

// Each waits for as long as one write may take.
test.concurrent.each([
  { how: 'was not done', action: delayForever, done: false },
  { how: 'was done', action: doneAndSilent, done: true },
])(
  'a replace that nobody answers and that $how is given up early enough to resolve it',
  async ({ action, done }) => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    race.proxy.next({ kind: 'replace', id: account.id }, action);
    const result = await withdraw(race.alice, account, '30.00');
    expect(result).toMatchObject({ __typename: 'AccountChanged', replayed: done });
    await expectOnce(race, account.id, result);
  },
);

test('a replace whose answer is none to a replace asks the primary what became of it', async () => {
  await using race = await openRace();
  const { alice, bob, proxy } = race;
  const account = await openAccount(bob, '100.00');
  await proxy.lag({ id: account.id });
  proxy.next({ kind: 'replace' }, doneButAnswered(404, { substatus: 1002 }));
  expect(await withdraw(alice, account, '30.00')).toMatchObject({ replayed: true });
  expect(wire(proxy)).toEqual(['read', 'replace', 'replace', 'read']);
});

test.each(outcomes)('a page that $how stops nothing: it is the same page', async ({ action }) => {
  await using race = await openRace();
  const account = await depositTimes(race.bob, await openAccount(race.bob), 30);
  race.proxy.next({ kind: 'create', id: `${account.id}~0` }, action);
  const result = await withdraw(race.alice, account, '30.00');
  expect(result).toMatchObject({ __typename: 'AccountChanged', replayed: false });
  const changes = await changesOf(race.bob, account.id);
  expect(changes.map(({ version }) => version)).toEqual(changes.map((_, index) => index + 1));
  expect(changes.at(-1)).toEqual(result.change);
});

// A service that sends a write again within itself may refuse what it has done.
describe('a mutation whose write was done and refused, before the database went away', () => {
  const away = { code: 'UNAVAILABLE', status: 503 };

  test('tells the id of the change, and that finds it', async () => {
    await using race = await openRace();
    const account = await openAccount(race.bob, '100.00');
    const sent = newRequestId();
    race.proxy.next({ kind: 'replace', id: account.id }, async (exchange) => {
      race.proxy.next({ kind: 'read', id: account.id }, reply(503));
      await doneButAnswered(412)(exchange);
    });
    const input = { id: account.id, ifMatch: account.etag, amount: usd('30.00') };
    const failed = await fail(race.alice, 'withdraw', { ...input, requestId: sent });
    expect(failed).toMatchObject({ ...away, extensions: { mutationRequestId: sent } });
    const result = await withdraw(race.alice, account, '30.00', { requestId: sent });
    expect(result).toMatchObject({ change: { requestId: sent }, replayed: true });
    await expectOnce(race, account.id, result);
  });

  test('tells the id of what it created, and that finds it', async () => {
    await using race = await openRace();
    race.proxy.next({ kind: 'create' }, async (exchange) => {
      race.proxy.next({ kind: 'read' }, reply(503));
      await doneButAnswered(409)(exchange);
    });
    const input = { owner: 'carol', currency: 'USD' };
    const failed = await fail(race.alice, 'openAccount', input);
    expect(failed).toMatchObject(away);
    const requestId = failed.extensions.mutationRequestId;
    expect(await mutate(race.alice, 'openAccount', { ...input, requestId })).toMatchObject({
      account: { id: `acc_${requestId}` },
      replayed: true,
    });
  });
});

// All of them at once: each waits for its deadline, which leaves enough time for what comes before.
const environment = { REQUEST_DEADLINE_MS: '2000' };

describe.concurrent('a mutation that is out of time', () => {
  const deadline = { code: 'DEADLINE', status: 504, extensions: { retryable: true } };

  test.each([
    { how: 'was not done', action: delayForever, done: false },
    { how: 'was done', action: doneAndSilent, done: true },
  ])('tells the id to send it again under, and then it $how once', async ({ action, done }) => {
    await using race = await openRace({ environment });
    const account = await openAccount(race.bob, '100.00');
    const input = { id: account.id, ifMatch: account.etag, amount: usd('30.00') };
    race.proxy.next({ kind: 'replace', id: account.id }, action);
    const sent = newRequestId();
    const failed = await fail(race.alice, 'withdraw', { ...input, requestId: sent });
    expect(failed).toMatchObject(deadline);
    expect(failed.extensions.mutationRequestId).toBe(sent);
    const result = await withdraw(race.alice, account, '30.00', { requestId: sent });
    expect(result).toMatchObject({ change: { requestId: sent }, replayed: done });
    await expectOnce(race, account.id, result);
  });

  test('tells it for a create as well', async () => {
    await using race = await openRace({ environment });
    race.proxy.next({ kind: 'create' }, doneAndSilent);
    const input = { owner: 'carol', currency: 'USD' };
    const failed = await fail(race.alice, 'openAccount', input);
    expect(failed).toMatchObject(deadline);
    const requestId = failed.extensions.mutationRequestId;
    expect(await mutate(race.alice, 'openAccount', { ...input, requestId })).toMatchObject({
      account: { id: `acc_${requestId}` },
      replayed: true,
    });
  });

  test('tells no id where nothing can have happened', async () => {
    await using race = await openRace({ environment });
    const account = await openAccount(race.bob, '100.00');
    const input = { id: account.id, ifMatch: account.etag, amount: usd('30.00') };
    race.proxy.next({ kind: 'read', id: account.id }, delayForever);
    const failed = await fail(race.alice, 'withdraw', { ...input, requestId: newRequestId() });
    expect(failed).toMatchObject(deadline);
    expect(failed.extensions).not.toHaveProperty('mutationRequestId');
    expect(await read(race.bob, account.id)).toEqual(account);
  });
});

test.concurrent.each([
  { what: 'a read', kind: 'read' as const, document: accountQuery },
  { what: 'a query', kind: 'query' as const, document: accountsQuery },
  { what: 'a replace', kind: 'replace' as const, document: documentOf('deposit') },
])('$what that nobody answers ends with the deadline, not later', async (one) => {
  const ask = async ({ alice, bob, proxy }: Race, onArrival = () => {}) => {
    const { id, etag } = await openAccount(bob);
    proxy.next({ kind: one.kind }, onArrival);
    const input = { id, ifMatch: etag, amount: usd('1.00') };
    return alice(one.document, one.document.includes('$input') ? { input } : { id });
  };
  // Someone with more time gives the same attempt up, and tries again.
  await using patient = await openRace();
  await using hurried = await openRace({ environment });
  const arrived = Promise.withResolvers<void>();
  const later = ask(patient, arrived.resolve);
  await arrived.promise;
  const first = await Promise.race([ask(hurried), later]);
  expect(failureOf(first)).toMatchObject({ code: 'DEADLINE', status: 504 });
  const { errors } = await later;
  expect(errors).toBeUndefined();
});

describe.concurrent('a write that lands after the request that sent it has ended', () => {
  test('writes nothing once the mutation was sent again and is done', async () => {
    await using race = await openRace({ environment });
    const account = await openAccount(race.bob, '100.00');
    const requestId = newRequestId();
    const [released, landed] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()];
    race.proxy.next({ kind: 'replace', id: account.id }, async ({ forward }) => {
      await released.promise;
      landed.resolve((await forward()).status);
    });
    const input = { id: account.id, ifMatch: account.etag, amount: usd('30.00'), requestId };
    expect(await fail(race.alice, 'withdraw', input)).toMatchObject({ code: 'DEADLINE' });
    const result = await withdraw(race.alice, account, '30.00', { requestId });
    released.resolve();
    expect(await landed.promise).toBe(412);
    await expectOnce(race, account.id, result);
  });

  test('is the one that counts where it lands before that of the mutation sent again', async () => {
    await using race = await openRace({ environment });
    const account = await openAccount(race.bob, '100.00');
    const requestId = newRequestId();
    const [released, landed] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()];
    race.proxy.next({ kind: 'replace', id: account.id }, async ({ forward }) => {
      await released.promise;
      landed.resolve((await forward()).status);
    });
    race.proxy.next(
      { kind: 'replace', id: account.id },
      before(async () => {
        released.resolve();
        await landed.promise;
      }),
    );
    const input = { id: account.id, ifMatch: account.etag, amount: usd('30.00'), requestId };
    expect(await fail(race.alice, 'withdraw', input)).toMatchObject({ code: 'DEADLINE' });
    const result = await withdraw(race.alice, account, '30.00', { requestId });
    expect(await landed.promise).toBe(200);
    expect(result).toMatchObject({ __typename: 'AccountChanged', replayed: true });
    await expectOnce(race, account.id, result);
  });
});
