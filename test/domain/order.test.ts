/** The rules of orders: given a state, when a mutation, then a change or a refusal. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/versioned/kind.ts';
import { entityId, type Ksuid, ksuidTime, mintKsuid, partId } from '../../src/versioned/id.ts';
import {
  addOrderLine,
  cancelOrder,
  changeOrderLine,
  createOrder,
  lineTotal,
  type NewLine,
  type Order,
  orderKind,
  type OrderLine,
  parseQuantity,
  placeOrder,
  removeOrderLine,
  setOrderNote,
} from '../../src/domain/order.ts';
import { currency, frozen, money, numbered } from '../support/values.ts';

const creationOf = (lines: readonly NewLine[]) => ({
  customer: 'pete',
  currency: currency('USD'),
  lines,
  note: null,
});

const machine = frozen<NewLine>({
  sku: 'ESP-1',
  description: 'espresso machine',
  quantity: 2,
  unitPrice: money('5000.00 USD'),
});

function priced(unitPrice: string, quantity = 1): NewLine {
  return { ...machine, unitPrice: money(unitPrice), quantity };
}

function lineOf(id: Ksuid, line: NewLine = machine): OrderLine {
  return { ...line, id };
}

function orderOf(lines: readonly OrderLine[], over: Partial<Order> = {}): Order {
  const minor = lines.reduce((sum, line) => sum + lineTotal(line).minor, 0);
  const total = { minor, currency: currency('USD') };
  return frozen({ customer: 'pete', status: 'OPEN', lines, total, note: null, ...over });
}

const [first, second, third] = [numbered(1), numbered(2), numbered(3)] as const;
const empty = orderOf([]);
const open = orderOf([lineOf(first)]);
const placed = orderOf([lineOf(first)], { status: 'PLACED' });
const cancelled = orderOf([lineOf(first)], { status: 'CANCELLED' });
const crowd = Array.from({ length: 200 }, (_, index) => lineOf(numbered(100 + index)));
const mostExpensive = priced('10000000000.00 USD', 1000);

const id = entityId('ord_', numbered(9));
const intent = { id, requestId: third };
/** Of the line that this intent adds. */
const added = partId(id, third, 0);

const ofStatus = { OPEN: open, PLACED: placed, CANCELLED: cancelled };

describe('createOrder', () => {
  const creation = creationOf([]);

  test('makes an open order, with no lines where none were sent', () => {
    expect(createOrder(creation, intent)).toEqual({
      type: 'Accepted',
      state: empty,
      detail: { kind: 'CREATED', total: money('0 USD') },
    });
  });

  test('makes its customer the one who may see it as their own', () => {
    expect(ownerOf(orderKind, empty)).toBe('pete');
  });

  test('keeps the lines in their order, adds them up, and keeps the note', () => {
    const lines = [machine, priced('0.01 USD', 3)];
    const decision = createOrder({ ...creation, lines, note: 'by Friday' }, intent);
    expect(decision).toMatchObject({
      type: 'Accepted',
      state: { lines, total: money('10000.03 USD'), note: 'by Friday' },
      detail: { kind: 'CREATED', total: money('10000.03 USD') },
    });
  });

  test('gives each line an id of its own, the same ones for the same request', () => {
    const lines = Array.from({ length: 200 }, () => machine);
    const make = () => {
      const decision = createOrder({ ...creation, lines }, intent);
      return decision.type === 'Accepted' ? decision.state.lines.map(({ id }) => id) : [];
    };
    const ids = make();
    expect(new Set(ids).size).toBe(200);
    expect(ids).not.toContain(intent.requestId);
    expect(make()).toEqual(ids);
  });
});

describe('addOrderLine', () => {
  test('adds the line at the end, under an id that follows from the request', () => {
    const line = priced('0.50 USD', 4);
    expect(addOrderLine(open, { line }, intent)).toEqual({
      type: 'Accepted',
      state: { ...open, lines: [...open.lines, lineOf(added, line)], total: money('10002.00 USD') },
      detail: { kind: 'LINE_ADDED', line: lineOf(added, line), total: money('10002.00 USD') },
    });
  });

  test.each(['PLACED', 'CANCELLED'] as const)('is refused on an order that is %s', (status) => {
    const line = priced('1.00 EUR');
    expect(addOrderLine(ofStatus[status], { line }, intent)).toMatchObject({
      type: 'OrderStatusError',
      status,
    });
  });

  test('is refused in another currency, even on an order without lines', () => {
    expect(addOrderLine(empty, { line: priced('1 JPY') }, intent)).toMatchObject({
      type: 'CurrencyMismatchError',
      expected: 'USD',
      got: 'JPY',
    });
  });

  test('is refused where the order has 200 lines, and not where it has 199', () => {
    expect(addOrderLine(orderOf(crowd), { line: machine }, intent)).toMatchObject({
      type: 'InvalidInputError',
      path: ['line'],
    });
    expect(addOrderLine(orderOf(crowd.slice(1)), { line: machine }, intent)).toMatchObject({
      type: 'Accepted',
    });
  });

  test('is refused at the quantity where a total would pass 10^15 minor units', () => {
    const atQuantity = { type: 'InvalidInputError', path: ['line', 'quantity'] };
    const full = orderOf([lineOf(first, mostExpensive)]);
    expect(addOrderLine(full, { line: priced('0.01 USD') }, intent)).toMatchObject(atQuantity);
    expect(addOrderLine(empty, { line: priced('9999999999999.99 USD', 2) }, intent)).toMatchObject(
      atQuantity,
    );
    expect(addOrderLine(full, { line: priced('0 USD') }, intent).type).toBe('Accepted');
  });

  test('names lines as no other request does: not one whose id comes next, nor this one on another order', () => {
    const ids = (order: number, requestId: Ksuid) => {
      const at = { id: entityId('ord_', numbered(order)), requestId };
      const made = createOrder(creationOf([machine, machine]), at);
      const more = addOrderLine(empty, { line: machine }, at);
      return [made, more].flatMap((decision) =>
        decision.type === 'Accepted' ? decision.state.lines.map((line) => line.id) : [],
      );
    };
    // Generators that count: K and K + 1, in one second.
    const [bytes, next] = [new Uint8Array(16), new Uint8Array(16).with(15, 1)];
    const now = new Date('2026-01-01T00:00:00Z');
    const [one, another] = [mintKsuid(now, bytes), mintKsuid(now, next)];
    const all = [1, 2].flatMap((order) => [one, another].flatMap((each) => ids(order, each)));
    expect(all).toHaveLength(12);
    expect(new Set(all).size).toBe(12);
    expect(ids(1, one)).toEqual(ids(1, one));
    expect(all.map((each) => ksuidTime(each))).toEqual(all.map(() => now));
  });
});

describe('changeOrderLine', () => {
  const two = orderOf([lineOf(first), lineOf(second, priced('1.00 USD', 7))]);

  test('sets the quantity of that line where it is, and of no other', () => {
    const line = lineOf(first, { ...machine, quantity: 3 });
    expect(changeOrderLine(two, { lineId: first, quantity: 3 })).toEqual({
      type: 'Accepted',
      state: { ...two, lines: [line, two.lines[1]], total: money('15007.00 USD') },
      detail: { kind: 'LINE_CHANGED', line, total: money('15007.00 USD') },
    });
  });

  test('is a change even where the quantity stays', () => {
    expect(changeOrderLine(two, { lineId: first, quantity: 2 })).toMatchObject({
      type: 'Accepted',
      state: two,
    });
  });

  test('is refused for a line that the order does not have', () => {
    expect(changeOrderLine(two, { lineId: third, quantity: 1 })).toMatchObject({
      type: 'OrderLineNotFoundError',
      lineId: third,
    });
  });

  test.each(['PLACED', 'CANCELLED'] as const)('is refused on an order that is %s', (status) => {
    expect(changeOrderLine(ofStatus[status], { lineId: third, quantity: 1 })).toMatchObject({
      type: 'OrderStatusError',
      status,
    });
  });

  test('is refused at the quantity where a total would pass 10^15 minor units', () => {
    const order = orderOf([lineOf(first, priced('10000000000.00 USD')), lineOf(second)]);
    expect(changeOrderLine(order, { lineId: first, quantity: 1000 })).toMatchObject({
      type: 'InvalidInputError',
      path: ['quantity'],
    });
    expect(changeOrderLine(order, { lineId: first, quantity: 1_000_000 })).toMatchObject({
      type: 'InvalidInputError',
      path: ['quantity'],
    });
    expect(changeOrderLine(order, { lineId: first, quantity: 999 }).type).toBe('Accepted');
  });
});

describe('removeOrderLine', () => {
  test('takes the line out, and remembers it as it was', () => {
    const two = orderOf([lineOf(first), lineOf(second, priced('1.00 USD', 7))]);
    expect(removeOrderLine(two, { lineId: first })).toEqual({
      type: 'Accepted',
      state: { ...two, lines: [two.lines[1]], total: money('7.00 USD') },
      detail: { kind: 'LINE_REMOVED', line: lineOf(first), total: money('7.00 USD') },
    });
  });

  test('may leave an order without lines', () => {
    expect(removeOrderLine(open, { lineId: first })).toMatchObject({ state: empty });
  });

  test('is refused for a line that is gone', () => {
    expect(removeOrderLine(empty, { lineId: first })).toMatchObject({
      type: 'OrderLineNotFoundError',
      lineId: first,
    });
  });

  test.each(['PLACED', 'CANCELLED'] as const)('is refused on an order that is %s', (status) => {
    expect(removeOrderLine(ofStatus[status], { lineId: first })).toMatchObject({
      type: 'OrderStatusError',
      status,
    });
  });
});

describe('setOrderNote', () => {
  test.each(['OPEN', 'PLACED'] as const)(
    'sets and removes the note of an order that is %s',
    (status) => {
      for (const note of ['by Friday', '', null]) {
        const order = { ...ofStatus[status], note: 'before' };
        expect(setOrderNote(order, { note })).toEqual({
          type: 'Accepted',
          state: { ...order, note },
          detail: { kind: 'NOTE_SET', note, total: order.total },
        });
      }
    },
  );

  test('is refused on a cancelled order', () => {
    expect(setOrderNote(cancelled, { note: 'too late' })).toMatchObject({
      type: 'OrderStatusError',
      status: 'CANCELLED',
    });
  });
});

describe('placeOrder', () => {
  test('places an open order', () => {
    expect(placeOrder(open)).toEqual({
      type: 'Accepted',
      state: placed,
      detail: { kind: 'PLACED', total: money('10000.00 USD') },
    });
  });

  test('is refused without lines', () => {
    expect(placeOrder(empty)).toMatchObject({ type: 'OrderEmptyError' });
  });

  test('places an order whose lines cost nothing', () => {
    expect(placeOrder(orderOf([lineOf(first, priced('0 USD'))])).type).toBe('Accepted');
  });

  test.each(['PLACED', 'CANCELLED'] as const)('is refused on an order that is %s', (status) => {
    for (const order of [ofStatus[status], orderOf([], { status })]) {
      expect(placeOrder(order)).toMatchObject({ type: 'OrderStatusError', status });
    }
  });
});

describe('cancelOrder', () => {
  test.each(['OPEN', 'PLACED'] as const)('cancels an order that is %s', (status) => {
    expect(cancelOrder(ofStatus[status])).toEqual({
      type: 'Accepted',
      state: cancelled,
      detail: { kind: 'CANCELLED', total: money('10000.00 USD') },
    });
  });

  test('is final: a cancelled order is not cancelled again', () => {
    expect(cancelOrder(cancelled)).toMatchObject({ type: 'OrderStatusError', status: 'CANCELLED' });
  });
});

test('a quantity is 1 to 1000000', () => {
  expect([1, 1_000_000].map((quantity) => parseQuantity(quantity, []))).toEqual([1, 1_000_000]);
  for (const quantity of [0, -1, 1_000_001, -(2 ** 31), 2 ** 31 - 1]) {
    expect(parseQuantity(quantity, ['line', 'quantity'])).toMatchObject({
      type: 'InvalidInputError',
      path: ['line', 'quantity'],
    });
  }
});

test('whatever is tried, the total is the sum of the lines and their ids differ', () => {
  const number = fc.integer({ min: 1, max: 6 });
  const quantity = fc.integer({ min: 1, max: 10 ** 6 });
  const minor = fc.oneof(fc.nat(10_000), fc.integer({ min: 0, max: 10 ** 10 }));
  type Attempt = (
    order: Order,
    requestId: Ksuid,
  ) => ReturnType<typeof addOrderLine | typeof changeOrderLine>;
  const attempt: fc.Arbitrary<Attempt> = fc.oneof(
    fc
      .record({ minor, quantity })
      .map(({ minor: price, quantity: count }): Attempt => (order, requestId) => {
        const unitPrice = { minor: price, currency: currency('USD') };
        return addOrderLine(
          order,
          { line: { ...machine, unitPrice, quantity: count } },
          { id, requestId },
        );
      }),
    fc.record({ number, quantity }).map(
      ({ number: line, quantity: count }): Attempt =>
        (order) =>
          changeOrderLine(order, { lineId: partId(id, numbered(line), 0), quantity: count }),
    ),
    number.map(
      (line): Attempt =>
        (order) =>
          removeOrderLine(order, { lineId: partId(id, numbered(line), 0) }),
    ),
  );
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 20 }), (attempts) => {
      let order = empty;
      for (const [index, attempted] of attempts.entries()) {
        const decision = attempted(order, numbered(index + 1));
        if (decision.type !== 'Accepted') continue;
        order = frozen(decision.state);
        const exact = order.lines.reduce(
          (sum, line) => sum + BigInt(line.unitPrice.minor) * BigInt(line.quantity),
          0n,
        );
        expect(exact).toBeLessThanOrEqual(10n ** 15n);
        expect(order.total).toEqual({ minor: Number(exact), currency: 'USD' });
        expect(decision.detail.total).toEqual(order.total);
        expect(new Set(order.lines.map((line) => line.id)).size).toBe(order.lines.length);
      }
    }),
  );
});
