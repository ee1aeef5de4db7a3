/** Orders: what a client sees of them, and the mutations that change them. */
import { formatMoney } from '../src/domain/money.ts';
import {
  addOrderLine,
  cancelOrder,
  changeOrderLine,
  createOrder,
  largestQuantity,
  lineTotal,
  mostLines,
  type OrderEmptyError as OrderEmpty,
  orderKind,
  type OrderLine as Line,
  type OrderLineNotFoundError as OrderLineNotFound,
  type OrderStatusError as OrderStatusRefusal,
  parseQuantity,
  placeOrder,
  removeOrderLine,
  setOrderNote,
} from '../src/domain/order.ts';
import { parseCreation, parseLine } from '../src/domain/orderInput.ts';
import { parseOptional } from '../src/domain/text.ts';
import { invalid } from '../src/versioned/refusal.ts';
import { builder } from './graphql/builder.ts';
import { entity } from './entity.ts';
import { asGiven, type FieldBuilder, oneLine, optional, required, together } from './input.ts';
import { CurrencyMismatchError, Money, MoneyInput } from './money.ts';
import { creation, mutation } from './mutation.ts';

/** As many as an order of a person has: what an operation asks for is counted by that. */
const usualLines = 20;

const OrderStatus = builder.enumType('OrderStatus', { values: orderKind.fields.status.options });

const OrderLine = builder.objectRef<Line>('OrderLine').implement({
  fields: (t) => ({
    id: t.expose('id', { type: 'KSUID' }),
    sku: t.exposeString('sku'),
    description: t.exposeString('description'),
    quantity: t.exposeInt('quantity'),
    unitPrice: t.expose('unitPrice', { type: Money }),
    total: t.field({ type: Money, resolve: lineTotal }),
  }),
});

export const Order = entity(orderKind, {
  fields: (t) => ({
    customer: t.string({ resolve: (stored) => stored.entity.state.customer }),
    status: t.field({ type: OrderStatus, resolve: (stored) => stored.entity.state.status }),
    lines: t.field({
      type: [OrderLine],
      extensions: { items: usualLines },
      resolve: (stored) => stored.entity.state.lines,
    }),
    total: t.field({ type: Money, resolve: (stored) => stored.entity.state.total }),
    note: t.string({ nullable: true, resolve: (stored) => stored.entity.state.note }),
  }),
  changeFields: (t) => ({
    line: t.field({
      type: OrderLine,
      nullable: true,
      description: 'The line as this change left it, or as it was before LINE_REMOVED.',
      resolve: (change) => ('line' in change ? change.line : null),
    }),
    total: t.expose('total', {
      type: Money,
      description: "The order's total right after this change.",
    }),
    note: t.string({
      nullable: true,
      description: 'The note as NOTE_SET left it; null for every other kind.',
      resolve: (change) => ('note' in change ? change.note : null),
    }),
  }),
  summary: {
    CREATED: ({ total }) => `created the order for ${formatMoney(total)}`,
    LINE_ADDED: ({ line }) => `added ${describe(line)}`,
    LINE_CHANGED: ({ line }) => `changed a line to ${describe(line)}`,
    LINE_REMOVED: ({ line }) => `removed ${describe(line)}`,
    NOTE_SET: ({ note }) => (note === null ? 'removed the note' : 'set the note'),
    PLACED: ({ total }) => `placed the order for ${formatMoney(total)}`,
    CANCELLED: () => 'cancelled the order',
  },
  list: { filter: { status: OrderStatus, customer: 'String' } },
});

const OrderStatusError = Order.refusal<OrderStatusRefusal>('OrderStatusError', {
  description: "The order's status does not allow the change.",
  fields: (t) => ({ status: t.expose('status', { type: OrderStatus }) }),
});

const OrderEmptyError = Order.refusal<OrderEmpty>('OrderEmptyError', {
  fields: (t) => ({ id: t.exposeID('id') }),
});

const OrderLineNotFoundError = Order.refusal<OrderLineNotFound>('OrderLineNotFoundError', {
  fields: (t) => ({ lineId: t.expose('lineId', { type: 'KSUID' }) }),
});

const OrderLineInput = builder.inputType('OrderLineInput', {
  fields: (t) => ({
    sku: t.string({ required: true, description: oneLine }),
    description: t.string({ required: true, description: oneLine }),
    quantity: t.int({ required: true, description: `1 to ${largestQuantity}.` }),
    unitPrice: t.field({ type: MoneyInput, required: true, description: '0 or more.' }),
  }),
});

const lineId = required('KSUID', asGiven);

creation(Order, 'createOrder', {
  permission: 'orders.write',
  description: "`requestId` as in OpenAccountInput: the new order's id is `ord_` and this KSUID.",
  // What is right for a line hangs on the order's currency and the other lines.
  input: together(
    (t: FieldBuilder) => ({
      customer: t.string({ required: true, description: oneLine }),
      currency: t.field({ type: 'CurrencyCode', required: true }),
      lines: t.field({ type: [OrderLineInput], description: `At most ${mostLines}.` }),
      note: t.string({ description: 'At most 500 characters.' }),
    }),
    parseCreation,
  ),
  rule: createOrder,
});

mutation(Order, 'addOrderLine', {
  permission: 'orders.write',
  onConflict: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
  input: { line: required(OrderLineInput, parseLine) },
  refuses: [OrderStatusError, CurrencyMismatchError],
  rule: addOrderLine,
});

mutation(Order, 'changeOrderLine', {
  permission: 'orders.write',
  onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
  input: { lineId, quantity: required('Int', parseQuantity, `1 to ${largestQuantity}.`) },
  refuses: [OrderStatusError, OrderLineNotFoundError],
  rule: changeOrderLine,
});

mutation(Order, 'removeOrderLine', {
  permission: 'orders.write',
  onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
  input: { lineId },
  refuses: [OrderStatusError, OrderLineNotFoundError],
  rule: removeOrderLine,
});

mutation(Order, 'setOrderNote', {
  permission: 'orders.write',
  onConflict: { policy: 'OVERWRITE', allows: ['REJECT', 'OVERWRITE'] },
  input: {
    note: optional(
      'String',
      (note, path) =>
        note === undefined
          ? invalid(path, 'Send the note, or null to remove it.')
          : parseOptional(note, path),
      'Null removes the note. It has to be given: left out, it is an InvalidInputError at ["input", "note"].',
    ),
  },
  refuses: [OrderStatusError],
  rule: setOrderNote,
});

mutation(Order, 'placeOrder', {
  permission: 'orders.place',
  onConflict: { policy: 'REJECT', allows: ['REJECT'] },
  refuses: [OrderStatusError, OrderEmptyError],
  rule: placeOrder,
});

mutation(Order, 'cancelOrder', {
  permission: 'orders.cancel',
  onConflict: { policy: 'REJECT', allows: ['REJECT'] },
  refuses: [OrderStatusError],
  rule: cancelOrder,
});

function describe(line: Line): string {
  return `${line.quantity} x ${line.description} for ${formatMoney(lineTotal(line))}`;
}
