/** A create under a `requestId` makes one entity, however often it is sent and whatever happens to the answers. */
import { describe, expect, test } from 'vitest';
import type { Query } from '../support/api.ts';
import { after, cutAfter, cutBefore, reply } from '../support/cosmos/actions.ts';
import { entityOf, type Mutation } from '../support/declared/declared.ts';
import { accountsQuery } from '../support/declared/documents.ts';
import { unknownOutcomes } from '../support/outcomes.ts';
import {
  changesOf,
  depositTimes,
  fail,
  line,
  mutate,
  mutateTimes,
  newRequestId,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { openRace } from '../support/race.ts';

const account = { owner: 'carol', currency: 'USD' };
const order = { customer: 'carol', currency: 'USD', lines: [line('cup'), line('saucer')] };

const creates: readonly {
  readonly mutation: Mutation;
  readonly prefix: string;
  readonly input: object;
  readonly others: readonly object[];
  readonly same: readonly object[];
  readonly grow: (by: Query, entity: Result, times: number) => Promise<Result>;
}[] = [
  {
    mutation: 'openAccount',
    prefix: 'acc_',
    input: account,
    others: [{ owner: 'dave' }, { currency: 'EUR' }],
    same: [{}],
    grow: depositTimes,
  },
  {
    mutation: 'createOrder',
    prefix: 'ord_',
    input: order,
    others: [{ customer: 'dave' }, { lines: [line('cup')] }, { note: 'soon' }],
    same: [
      {},
      { note: null },
      { lines: [{ ...line('cup'), unitPrice: usd('10.0') }, line('saucer')] },
    ],
    grow: async (by, { id, etag }, times) => {
      const input = { id, ifMatch: etag, note: 'later' };
      return (await mutateTimes(by, 'setOrderNote', input, times)).order;
    },
  },
];

describe.each(creates)('$mutation', ({ mutation, prefix, input, others, same, grow }) => {
  test('makes an entity whose id is the requestId', async () => {
    await using race = await openRace();
    const requestId = newRequestId();
    const result = await mutate(race.alice, mutation, { ...input, requestId });
    expect(result).toMatchObject({ change: { requestId, version: 1 }, replayed: false });
    expect(entityOf(result)).toMatchObject({ id: prefix + requestId, version: 1 });
    expect(entityOf(result)).toEqual(await read(race.bob, prefix + requestId));
  });

  test('makes another one under another requestId', async () => {
    await using race = await openRace();
    const [one, other] = await Promise.all([1, 2].map(() => mutate(race.alice, mutation, input)));
    expect(entityOf(one).id).toBe(prefix + one.change.requestId);
    expect(entityOf(other).id).not.toBe(entityOf(one).id);
  });

  test.each([
    { where: 'is the only one', later: 0 },
    { where: 'is the oldest in the document', later: 30 },
    { where: 'has moved to a page', later: 31 },
    { where: 'lies several pages back', later: 48 },
  ])('is replayed while its change $where, and refused for anything else', async ({ later }) => {
    await using race = await openRace();
    const { alice, bob } = race;
    const requestId = newRequestId();
    const first = await mutate(alice, mutation, { ...input, requestId });
    const newest = later ? await grow(bob, entityOf(first), later) : entityOf(first);
    for (const again of same) {
      const replayed = await mutate(alice, mutation, { ...input, requestId, ...again });
      expect(replayed).toMatchObject({ change: first.change, replayed: true, missedChanges: [] });
      expect(entityOf(replayed)).toEqual(newest);
    }
    const reused = { __typename: 'RequestIdReusedError', requestId };
    for (const again of others) {
      const input2 = { ...input, requestId, ...again };
      expect(await mutate(alice, mutation, input2)).toMatchObject(reused);
    }
    expect(await mutate(bob, mutation, { ...input, requestId })).toMatchObject(reused);
    expect(await read(bob, newest.id)).toEqual(newest);
  });

  test('sent five times at once makes one', async () => {
    await using race = await openRace();
    const requestId = newRequestId();
    const results: Result[] = await Promise.all(
      Array.from({ length: 5 }, () => mutate(race.alice, mutation, { ...input, requestId })),
    );
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(results.map((result) => entityOf(result).etag)).size).toBe(1);
  });

  test('is replayed by way of a replica that does not have the entity yet', async () => {
    await using race = await openRace();
    await race.proxy.lag();
    const requestId = newRequestId();
    const first = await mutate(race.bob, mutation, { ...input, requestId });
    const alice = await race.signIn('bob');
    expect(await mutate(alice, mutation, { ...input, requestId })).toEqual({
      ...first,
      replayed: true,
    });
  });
});

describe('a create whose outcome is unknown', () => {
  test.each(unknownOutcomes)(
    'is resolved within the request, whether it $how',
    async ({ action, done }) => {
      await using race = await openRace();
      race.proxy.next({ kind: 'create' }, action);
      const result = await mutate(race.alice, 'openAccount', account);
      expect(result).toMatchObject({ __typename: 'AccountChanged', replayed: done });
      expect(await changesOf(race.bob, result.account.id)).toEqual([result.change]);
      const { data } = await race.bob(accountsQuery);
      expect(data.result.edges).toHaveLength(1);
    },
  );

  test('is resolved by way of a lagging replica', async () => {
    await using race = await openRace();
    await race.proxy.lag();
    race.proxy.next({ kind: 'create' }, cutAfter);
    expect(await mutate(race.alice, 'openAccount', account)).toMatchObject({ replayed: true });
  });

  test('asks the primary where the database says no more than that it is there', async () => {
    await using race = await openRace();
    await race.proxy.lag();
    race.proxy.every({ kind: 'create' }, async (exchange) => {
      await exchange.forward();
      await reply(409)(exchange);
    });
    expect(await mutate(race.alice, 'openAccount', account)).toMatchObject({ replayed: true });
  });

  test('answers what it has become, where somebody changed it meanwhile', async () => {
    await using race = await openRace();
    const requestId = newRequestId();
    let newest: Result;
    race.proxy.next({ kind: 'create' }, async (exchange) => {
      await exchange.forward();
      await race.proxy.lag();
      // Few of them: the create is given 3 s for its answer.
      newest = await depositTimes(race.bob, await read(race.bob, `acc_${requestId}`), 2);
      exchange.cut();
    });
    expect(await mutate(race.alice, 'openAccount', { ...account, requestId })).toMatchObject({
      account: newest,
      change: { version: 1, requestId, by: 'alice' },
    });
  });

  test('that stays so is told, with the id to send it again under, and then there is one', async () => {
    await using race = await openRace();
    const end = race.proxy.every({ kind: 'create' }, cutBefore);
    const failed = await fail(race.alice, 'openAccount', account);
    end();
    const { code, extensions } = failed;
    expect({ code, retryable: extensions.retryable }).toEqual({
      code: 'UNAVAILABLE',
      retryable: true,
    });
    const requestId = extensions.mutationRequestId;
    const again = await mutate(race.alice, 'openAccount', { ...account, requestId });
    expect(again).toMatchObject({ account: { id: `acc_${requestId}` }, replayed: false });
  });
});

test('a create that is refused leaves its requestId free', async () => {
  await using race = await openRace();
  const requestId = newRequestId();
  const bad = { ...order, requestId, lines: [{ ...line('cup'), quantity: 0 }] };
  expect(await mutate(race.alice, 'createOrder', bad)).toMatchObject({
    __typename: 'InvalidInputError',
    path: ['input', 'lines', '0', 'quantity'],
  });
  expect(await mutate(race.alice, 'createOrder', { ...order, requestId })).toMatchObject({
    replayed: false,
  });
});

test('a change right after the create, before its answer arrives, changes nothing for it', async () => {
  await using race = await openRace();
  const requestId = newRequestId();
  race.proxy.next(
    { kind: 'create' },
    after(async () => depositTimes(race.bob, await read(race.bob, `acc_${requestId}`), 1)),
  );
  expect(await mutate(race.alice, 'openAccount', { ...account, requestId })).toMatchObject({
    account: { version: 1, balance: usd('0.00') },
    replayed: false,
  });
});
