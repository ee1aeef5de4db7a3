/** Orders: lines that change while the order is open, and the way from OPEN to PLACED or CANCELLED. */
import * as v from 'valibot';
import { storedKsuid } from '../versioned/change.ts';
import { type Accepted, accepted, type NamedIntent } from '../versioned/entity.ts';
import { type Ksuid, partId } from '../versioned/id.ts';
import { defineKind, type DetailOf, type StateOf } from '../versioned/kind.ts';
import { invalid, type InvalidInputError } from '../versioned/refusal.ts';
import type { CurrencyCode } from './currency.ts';
import {
  add,
  type CurrencyMismatchError,
  currencyMismatch,
  type Money,
  storedMoney,
  times,
} from './money.ts';

export const mostLines = 200;
export const largestQuantity = 1_000_000;

const line = v.pipe(
  v.object({
    id: storedKsuid,
    sku: v.string(),
    description: v.string(),
    quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestQuantity)),
    unitPrice: storedMoney,
  }),
  v.check(({ unitPrice, quantity }) => times(unitPrice, quantity) !== undefined),
);

/** `line` is as the change left it, or as it was before LINE_REMOVED. */
const lineMoved = { line, total: storedMoney } as const;

const totalAlone = { total: storedMoney } as const;

export const orderKind = defineKind({
  name: 'order',
  container: 'orders',
  prefix: 'ord_',
  owner: 'customer',
  permissions: ['write', 'place', 'cancel'],
  queried: ['status'],
  state: {
    customer: v.string(),
    status: v.picklist(['OPEN', 'PLACED', 'CANCELLED']),
    lines: v.array(line),
    /** The sum of the lines, in the order's currency. */
    total: storedMoney,
    note: v.nullable(v.string()),
  },
  // Each with the total right after it.
  change: {
    CREATED: totalAlone,
    LINE_ADDED: lineMoved,
    LINE_CHANGED: lineMoved,
    LINE_REMOVED: lineMoved,
    NOTE_SET: { note: v.nullable(v.string()), total: storedMoney },
    PLACED: totalAlone,
    CANCELLED: totalAlone,
  },
});

export type Order = StateOf<typeof orderKind>;
export type OrderDetail = DetailOf<typeof orderKind>;

export type OrderLine = Order['lines'][number];

export interface OrderStatusError {
  readonly type: 'OrderStatusError';
  readonly message: string;
  readonly status: Order['status'];
}

export interface OrderEmptyError {
  readonly type: 'OrderEmptyError';
  readonly message: string;
}

export interface OrderLineNotFoundError {
  readonly type: 'OrderLineNotFoundError';
  readonly message: string;
  readonly lineId: Ksuid;
}

type Changed = Accepted<Order, OrderDetail>;

/** What lines are named by, so that the same request always makes the same. */
type LineNames = Pick<NamedIntent, 'id' | 'requestId'>;

export type NewLine = Omit<OrderLine, 'id'>;

export function parseQuantity(
  quantity: number,
  path: readonly string[],
): number | InvalidInputError {
  return quantity >= 1 && quantity <= largestQuantity
    ? quantity
    : invalid(path, `A quantity is 1 to ${largestQuantity}.`);
}

/** As `parseCreation` makes it: its lines are of its currency, few enough, and their total is within the bound. */
export interface Creation {
  readonly customer: string;
  readonly currency: CurrencyCode;
  readonly lines: readonly NewLine[];
  readonly note: string | null;
}

export function createOrder(
  { customer, currency, lines: inputs, note }: Creation,
  { id, requestId }: LineNames,
): Changed {
  // Number 0 is the line that `addOrderLine` adds.
  const lines = inputs.map((line, index) => ({ ...line, id: partId(id, requestId, index + 1) }));
  const total = totalOf(lines, currency);
  if (!total) throw new RangeError('a new order passes 10^15 minor units');
  return accepted({ customer, status: 'OPEN', lines, total, note }, { kind: 'CREATED', total });
}

export function addOrderLine(
  order: Order,
  { line: input }: { readonly line: NewLine },
  { id, requestId }: LineNames,
): Changed | OrderStatusError | CurrencyMismatchError | InvalidInputError {
  const refusal =
    unlessStatus(order, ['OPEN']) ??
    currencyMismatch(order.total.currency, input.unitPrice.currency);
  if (refusal) return refusal;
  if (order.lines.length >= mostLines) {
    return invalid(['line'], `An order has at most ${mostLines} lines.`);
  }
  const line = { ...input, id: partId(id, requestId, 0) };
  const next = withLines(order, [...order.lines, line], ['line', 'quantity']);
  if ('type' in next) return next;
  return accepted(next, { kind: 'LINE_ADDED', line, total: next.total });
}

export function changeOrderLine(
  order: Order,
  { lineId, quantity }: { readonly lineId: Ksuid; readonly quantity: number },
): Changed | OrderStatusError | OrderLineNotFoundError | InvalidInputError {
  const refusal = unlessStatus(order, ['OPEN']);
  if (refusal) return refusal;
  const before = findLine(order, lineId);
  if (!before) return lineNotFound(lineId);
  const line = { ...before, quantity };
  const lines = order.lines.map((other) => (other.id === lineId ? line : other));
  const next = withLines(order, lines, ['quantity']);
  if ('type' in next) return next;
  return accepted(next, { kind: 'LINE_CHANGED', line, total: next.total });
}

export function removeOrderLine(
  order: Order,
  { lineId }: { readonly lineId: Ksuid },
): Changed | OrderStatusError | OrderLineNotFoundError | InvalidInputError {
  const refusal = unlessStatus(order, ['OPEN']);
  if (refusal) return refusal;
  const line = findLine(order, lineId);
  if (!line) return lineNotFound(lineId);
  const lines = order.lines.filter((other) => other.id !== lineId);
  const next = withLines(order, lines, ['lineId']);
  if ('type' in next) return next;
  return accepted(next, { kind: 'LINE_REMOVED', line, total: next.total });
}

export function setOrderNote(
  order: Order,
  { note }: { readonly note: string | null },
): Changed | OrderStatusError {
  const refusal = unlessStatus(order, ['OPEN', 'PLACED']);
  if (refusal) return refusal;
  return accepted({ ...order, note }, { kind: 'NOTE_SET', note, total: order.total });
}

export function placeOrder(order: Order): Changed | OrderStatusError | OrderEmptyError {
  const refusal = unlessStatus(order, ['OPEN']);
  if (refusal) return refusal;
  if (order.lines.length === 0) {
    return { type: 'OrderEmptyError', message: 'An order without lines cannot be placed.' };
  }
  return accepted({ ...order, status: 'PLACED' }, { kind: 'PLACED', total: order.total });
}

export function cancelOrder(order: Order): Changed | OrderStatusError {
  const refusal = unlessStatus(order, ['OPEN', 'PLACED']);
  if (refusal) return refusal;
  return accepted({ ...order, status: 'CANCELLED' }, { kind: 'CANCELLED', total: order.total });
}

/** Never passes the bound: no order holds a line whose total does. */
export function lineTotal({ unitPrice, quantity }: NewLine): Money {
  const total = times(unitPrice, quantity);
  if (!total) throw new RangeError('a stored line passes 10^15 minor units');
  return total;
}

/** The order with these lines, or a refusal at `path` where a total would pass the bound. */
function withLines(
  order: Order,
  lines: readonly OrderLine[],
  path: readonly string[],
): Order | InvalidInputError {
  const total = totalOf(lines, order.total.currency);
  return total ? { ...order, lines, total } : totalTooLarge(path);
}

/** `undefined` where it would pass the bound. */
export function totalOf(lines: readonly NewLine[], currency: CurrencyCode): Money | undefined {
  let total: Money | undefined = { minor: 0, currency };
  for (const { unitPrice, quantity } of lines) {
    const ofLine = times(unitPrice, quantity);
    total = ofLine && total && add(total, ofLine);
  }
  return total;
}

export function totalTooLarge(path: readonly string[]): InvalidInputError {
  return invalid(path, 'The total would pass 10^15 minor units.');
}

function findLine(order: Order, id: Ksuid): OrderLine | undefined {
  return order.lines.find((line) => line.id === id);
}

function lineNotFound(lineId: Ksuid): OrderLineNotFoundError {
  return { type: 'OrderLineNotFoundError', message: 'The order has no such line.', lineId };
}

function unlessStatus(
  { status }: Order,
  allowed: readonly Order['status'][],
): OrderStatusError | undefined {
  return allowed.includes(status)
    ? undefined
    : { type: 'OrderStatusError', message: `The order is ${status.toLowerCase()}.`, status };
}
