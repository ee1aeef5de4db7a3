import { describe, expect, test } from 'vitest';
import { machine, mug, openClocked, under, usd } from '../../support/clocked.ts';

describe('a refusal says what it is about', () => {
  const sentence = expect.stringMatching(/^[A-Z].*\.$/s);

  test('on accounts', async () => {
    const { alice, bob, mutate } = await openClocked();
    const { account } = await mutate(alice, 'openAccount', { owner: 'carol', currency: 'USD' });
    const filled = await mutate(bob, 'deposit', { ...under(account), amount: usd('70.00') });
    const current = filled.account;

    const stale = { ...under(account), amount: usd('1.00') };
    const interfaces = '... on ConflictError { missed: missedChanges { __typename by summary } }';
    expect(await mutate(alice, 'withdraw', stale, interfaces)).toEqual({
      __typename: 'AccountConflictError',
      requestId: expect.anything(),
      message: sentence,
      ifMatch: account.etag,
      missed: [{ __typename: 'AccountChange', by: 'bob', summary: 'deposited 70.00 USD' }],
      missedChanges: [filled.change],
      missedChangesComplete: true,
      current,
    });
    const unknown = await mutate(alice, 'withdraw', { ...stale, ifMatch: '"never"' });
    expect(unknown).toMatchObject({
      ifMatch: '"never"',
      missedChanges: [],
      missedChangesComplete: false,
    });
    const reapplied = await mutate(alice, 'deposit', stale);
    expect(reapplied.missedChanges).toEqual([filled.change]);

    const now = reapplied.account;
    const much = { ...under(now), amount: usd('71.01') };
    const facts = '... on InsufficientFundsError { balance { amount } requested { amount } }';
    expect(await mutate(alice, 'withdraw', much, facts)).toEqual({
      __typename: 'InsufficientFundsError',
      requestId: expect.anything(),
      message: sentence,
      balance: { amount: '71.00' },
      requested: { amount: '71.01' },
    });
    const notEmpty = '... on AccountNotEmptyError { balance { amount currency } }';
    expect(await mutate(alice, 'closeAccount', under(now), notEmpty)).toMatchObject({
      __typename: 'AccountNotEmptyError',
      message: sentence,
      balance: usd('71.00'),
    });
    const reused = { ...under(now), amount: usd('2.00'), requestId: filled.requestId };
    expect(await mutate(bob, 'deposit', reused)).toMatchObject({
      __typename: 'RequestIdReusedError',
      message: sentence,
      requestId: filled.requestId,
    });
    const replay = { ...under(account), amount: usd('70.00'), requestId: filled.requestId };
    expect(await mutate(bob, 'deposit', replay)).toMatchObject({
      account: { version: 3 },
      change: filled.change,
      replayed: true,
      missedChanges: [],
    });

    const emptied = await mutate(alice, 'withdraw', { ...under(now), amount: usd('71.00') });
    const closed = await mutate(alice, 'closeAccount', under(emptied.account));
    expect(closed.change).toMatchObject({ kind: 'CLOSED' });
    for (const mutation of ['deposit', 'withdraw', 'closeAccount'] as const) {
      const input = {
        ...under(closed.account),
        ...(mutation !== 'closeAccount' && { amount: usd('1') }),
      };
      expect(await mutate(bob, mutation, input, '... on AccountClosedError { id }')).toMatchObject({
        __typename: 'AccountClosedError',
        message: sentence,
        id: account.id,
      });
    }
  });

  test('on orders', async () => {
    const { alice, bob, mutate } = await openClocked();
    const { order } = await mutate(alice, 'createOrder', { customer: 'carol', currency: 'USD' });
    const empty = '... on OrderEmptyError { id }';
    expect(await mutate(alice, 'placeOrder', under(order), empty)).toMatchObject({
      __typename: 'OrderEmptyError',
      message: sentence,
      id: order.id,
    });
    const added = await mutate(bob, 'addOrderLine', { ...under(order), line: machine });
    expect(await mutate(alice, 'cancelOrder', under(order))).toMatchObject({
      __typename: 'OrderConflictError',
      message: sentence,
      ifMatch: order.etag,
      missedChanges: [{ by: 'bob', summary: 'added 2 x espresso machine for 10000.00 USD' }],
      missedChangesComplete: true,
      current: added.order,
    });
    const noLine = { ...under(added.order), lineId: order.id.slice(4) };
    const missing = '... on OrderLineNotFoundError { lineId }';
    for (const [mutation, more] of [
      ['changeOrderLine', { quantity: 3 }],
      ['removeOrderLine', {}],
    ] as const) {
      expect(await mutate(alice, mutation, { ...noLine, ...more }, missing)).toMatchObject({
        __typename: 'OrderLineNotFoundError',
        message: sentence,
        lineId: noLine.lineId,
      });
    }
    const placed = await mutate(alice, 'placeOrder', under(added.order));
    const status = '... on OrderStatusError { status }';
    for (const [mutation, more] of [
      ['addOrderLine', { line: mug }],
      ['changeOrderLine', { lineId: added.change.line.id, quantity: 3 }],
      ['removeOrderLine', { lineId: added.change.line.id }],
      ['placeOrder', {}],
    ] as const) {
      const input = { ...under(placed.order), ...more };
      expect(await mutate(bob, mutation, input, status)).toMatchObject({
        __typename: 'OrderStatusError',
        message: sentence,
        status: 'PLACED',
      });
    }
    const noted = await mutate(bob, 'setOrderNote', { ...under(placed.order), note: 'late' });
    const cancelled = await mutate(bob, 'cancelOrder', under(noted.order));
    for (const [mutation, more] of [
      ['setOrderNote', { note: 'too late' }],
      ['placeOrder', {}],
      ['cancelOrder', {}],
    ] as const) {
      const input = { ...under(cancelled.order), ...more };
      expect(await mutate(bob, mutation, input, status)).toMatchObject({
        __typename: 'OrderStatusError',
        status: 'CANCELLED',
      });
    }
  });
});
