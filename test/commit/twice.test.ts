/** The law of all mutations: sent twice with one `requestId`, it changes the entity once and answers the same change. */
import { describe, expect, test } from 'vitest';
import { typeNameOf } from '../../schema/graphql/node.ts';
import { cutAfter, reply } from '../support/cosmos/actions.ts';
import { cases, prepare } from '../support/declared/cases.ts';
import { entityOf, kindOf } from '../support/declared/declared.ts';
import {
  changesOf,
  createOrder,
  fail,
  line,
  mutate,
  mutateTimes,
  newRequestId,
  read,
} from '../support/mutations.ts';
import { openRace } from '../support/race.ts';

describe.each(cases)('$mutation', (one) => {
  const { mutation } = one;

  test('sent twice changes the entity once, and both answers tell the same change', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const { input, version } = await prepare(one, bob);
    const first = await mutate(alice, mutation, input);
    expect(first).toMatchObject({
      __typename: `${typeNameOf(kindOf(mutation).name)}Changed`,
      replayed: false,
      change: { version, requestId: input.requestId, by: 'alice' },
      missedChanges: [],
    });
    expect(await mutate(alice, mutation, input)).toEqual({ ...first, replayed: true });
    expect(await read(bob, entityOf(first).id)).toEqual(entityOf(first));
    const changes = await changesOf(bob, entityOf(first).id);
    expect(changes).toHaveLength(version);
    expect(changes.at(-1)).toEqual(first.change);
  });

  test('sent again after its answer was lost changes the entity once', async () => {
    await using race = await openRace();
    const { alice, bob, proxy } = race;
    const { input, version } = await prepare(one, bob);
    proxy.next({ kind: one.open ? 'replace' : 'create' }, cutAfter);
    proxy.next({ kind: 'replace' }, reply(503));
    const failed = await fail(alice, mutation, input);
    expect(failed.extensions).toMatchObject({
      code: 'UNAVAILABLE',
      mutationRequestId: input.requestId,
    });
    const again = await mutate(alice, mutation, input);
    expect(again).toMatchObject({
      replayed: true,
      change: { version, requestId: input.requestId, by: 'alice' },
    });
    expect(await changesOf(bob, entityOf(again).id)).toHaveLength(version);
  });

  test('is refused under a requestId that the entity accepted for something else', async () => {
    await using race = await openRace();
    const { alice, bob } = race;
    const { input } = await prepare(one, bob);
    const { requestId } = input;
    const first = await mutate(bob, mutation, input);
    const reused = { __typename: 'RequestIdReusedError', requestId };
    expect(await mutate(alice, mutation, input)).toMatchObject(reused);
    expect(await read(bob, entityOf(first).id)).toEqual(entityOf(first));
  });
});

test('an order keeps telling a replay as it was, however it changed since', async () => {
  await using race = await openRace();
  const { alice, bob } = race;
  const order = await createOrder(bob);
  const input = { id: order.id, ifMatch: order.etag, requestId: newRequestId(), line: line('cup') };
  const first = await mutate(alice, 'addOrderLine', input);
  const noted = { id: order.id, ifMatch: first.order.etag, note: 'later' };
  const { order: newest } = await mutateTimes(bob, 'setOrderNote', noted, 40);
  expect(await mutate(alice, 'addOrderLine', input)).toEqual({
    ...first,
    order: newest,
    replayed: true,
  });
});
