import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountQuery, orderQuery } from '../support/declared/documents.ts';
import { type Endpoint, openEndpoint } from '../support/clients/endpoint.ts';
import { newRequestId } from '../../src/local/requestId.ts';
import { createOrder, hire, openAccount, send, usd } from '../support/team.ts';

let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await openEndpoint();
});

afterAll(() => endpoint.close());

const espresso = {
  sku: 'ESP-1',
  description: 'espresso machine',
  quantity: 2,
  unitPrice: usd('5000.00'),
};

describe('two people withdraw 100.00 from an account that holds 100.00', () => {
  test('at the same moment: one has it, and the other is told who was first', async () => {
    const { ann, ben } = await hire(endpoint.url);
    const { id, etag } = await openAccount(ann, '100.00');
    const input = { id, ifMatch: etag, amount: usd('100.00') };
    const results = await Promise.all(
      [ann, ben].map((person) => send(person, 'withdraw', { ...input })),
    );

    const won = results.find((result) => result.account);
    const lost = results.find((result) => result.current);
    expect(won).toMatchObject({
      __typename: 'AccountChanged',
      replayed: false,
      missedChanges: [],
      account: { version: 3, balance: usd('0.00') },
    });
    expect(lost).toEqual({
      __typename: 'AccountConflictError',
      message: expect.any(String),
      ifMatch: etag,
      missedChanges: [won.change],
      missedChangesComplete: true,
      current: won.account,
    });
    expect(won.change).toMatchObject({
      summary: 'withdrew 100.00 USD',
      by: results.indexOf(won) === 0 ? 'ann' : 'ben',
    });
  });

  test('the second who tries again with current.etag is told that there is nothing left', async () => {
    const { ann, ben } = await hire(endpoint.url);
    const { id, etag } = await openAccount(ann, '100.00');
    const input = { id, ifMatch: etag, amount: usd('100.00') };
    await send(ann, 'withdraw', input);
    const { current } = await send(ben, 'withdraw', input);
    const again = await send(ben, 'withdraw', { ...input, ifMatch: current.etag });

    expect(again).toMatchObject({ __typename: 'InsufficientFundsError' });
    const { data } = await ben(accountQuery, { id });
    expect(data.result).toEqual(current);
  });

  test('the second who tries again with current.etag has it where the balance allows', async () => {
    const { ann, ben } = await hire(endpoint.url);
    const { id, etag } = await openAccount(ann, '250.00');
    const input = { id, ifMatch: etag, amount: usd('100.00') };
    await send(ann, 'withdraw', input);
    const { current } = await send(ben, 'withdraw', input);
    const again = await send(ben, 'withdraw', { ...input, ifMatch: current.etag });

    expect(again).toMatchObject({
      __typename: 'AccountChanged',
      account: { version: 4, balance: usd('50.00') },
      missedChanges: [],
    });
  });
});

describe('Bob cancels an order while Pete adds 10000.00 to it', () => {
  test('Bob, who has not seen that, is told so instead of winning', async () => {
    const { bob, pete } = await hire(endpoint.url);
    const { id, etag } = await createOrder(pete);
    const { order, change } = await send(pete, 'addOrderLine', {
      id,
      ifMatch: etag,
      line: espresso,
    });
    const result = await send(bob, 'cancelOrder', { id, ifMatch: etag });

    expect(result).toEqual({
      __typename: 'OrderConflictError',
      message: expect.any(String),
      ifMatch: etag,
      missedChanges: [change],
      missedChangesComplete: true,
      current: order,
    });
    expect(change).toMatchObject({
      by: 'pete',
      summary: 'added 2 x espresso machine for 10000.00 USD',
    });
    expect(order).toMatchObject({ status: 'OPEN', total: usd('10025.00') });
  });

  test('Bob, who now knows, cancels it with current.etag', async () => {
    const { bob, pete } = await hire(endpoint.url);
    const { id, etag } = await createOrder(pete);
    await send(pete, 'addOrderLine', { id, ifMatch: etag, line: espresso });
    const { current } = await send(bob, 'cancelOrder', { id, ifMatch: etag });
    const again = await send(bob, 'cancelOrder', { id, ifMatch: current.etag });

    expect(again).toMatchObject({
      __typename: 'OrderChanged',
      order: { status: 'CANCELLED', version: 3, total: usd('10025.00') },
      change: { kind: 'CANCELLED', by: 'bob' },
    });
  });

  test('at the same moment: no order is cancelled with a line that Bob had not seen', async () => {
    const { bob, pete } = await hire(endpoint.url);
    const { id, etag } = await createOrder(pete);
    const [added, cancelled] = await Promise.all([
      send(pete, 'addOrderLine', { id, ifMatch: etag, line: espresso }),
      send(bob, 'cancelOrder', { id, ifMatch: etag }),
    ]);

    const { data } = await bob(orderQuery, { id });
    const { result: order } = data;
    expect([added, cancelled, order]).toMatchObject(
      added.order
        ? [
            { __typename: 'OrderChanged' },
            { __typename: 'OrderConflictError', current: order },
            { version: 2, status: 'OPEN', total: usd('10025.00') },
          ]
        : [
            { __typename: 'OrderStatusError' },
            { __typename: 'OrderChanged', order },
            { version: 2, status: 'CANCELLED', total: usd('25.00') },
          ],
    );
  });
});

describe('a mutation that is sent again under its requestId', () => {
  test('gets the answer that was lost, under the stale etag that it was sent with', async () => {
    const { ann } = await hire(endpoint.url);
    const { id, etag } = await openAccount(ann, '100.00');
    const input = { requestId: newRequestId(), id, ifMatch: etag, amount: usd('40.00') };
    const first = await send(ann, 'withdraw', input);
    const second = await send(ann, 'withdraw', input);

    expect(first).toMatchObject({ replayed: false, change: { requestId: input.requestId } });
    expect(second).toEqual({ ...first, replayed: true });
    expect(second.account.balance).toEqual(usd('60.00'));
  });

  test('gets it under the etag of today, too, whatever others did since', async () => {
    const { ann, ben } = await hire(endpoint.url);
    const { id, etag } = await openAccount(ann, '100.00');
    const input = { requestId: newRequestId(), id, ifMatch: etag, amount: usd('40.00') };
    const { change, account } = await send(ann, 'withdraw', input);
    const later = { id, ifMatch: account.etag, amount: usd('5.00') };
    const { account: current } = await send(ben, 'deposit', later);

    const again = await send(ann, 'withdraw', { ...input, ifMatch: current.etag });
    expect(again).toMatchObject({ replayed: true, change, account: current });
  });

  test('creates nothing twice, either', async () => {
    const { ann } = await hire(endpoint.url);
    const input = { requestId: newRequestId(), owner: 'carol', currency: 'USD' };
    const [one, other] = await Promise.all([
      send(ann, 'openAccount', input),
      send(ann, 'openAccount', input),
    ]);
    expect(one.account).toEqual(other.account);
    expect(one.account.id).toBe(`acc_${input.requestId}`);
    expect(new Set([one.replayed, other.replayed])).toEqual(new Set([false, true]));
  });

  test('is refused where it asks for something else', async () => {
    const { ann } = await hire(endpoint.url);
    const { id, etag } = await openAccount(ann, '100.00');
    const input = { requestId: newRequestId(), id, ifMatch: etag, amount: usd('40.00') };
    const { account } = await send(ann, 'withdraw', input);
    const other = await send(ann, 'withdraw', { ...input, amount: usd('41.00') });

    expect(other).toMatchObject({
      __typename: 'RequestIdReusedError',
      requestId: input.requestId,
    });
    const { data } = await ann(accountQuery, { id });
    expect(data.result).toEqual(account);
  });
});
