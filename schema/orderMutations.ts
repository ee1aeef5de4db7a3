/** The mutations of orders, and the unions that they answer with. */
import { parseCurrency, parsePrice } from '../src/domain/money.ts';
import {
  addOrderLine,
  cancelOrder,
  changeOrderLine,
  createOrder,
  largestQuantity,
  mostLines,
  type Order as OrderState,
  type OrderDetail,
  type OrderEmptyError as OrderEmpty,
  orderKind,
  type OrderLineNotFoundError as OrderLineNotFound,
  type OrderStatusError as OrderStatusRefusal,
  parseQuantity,
  placeOrder,
  removeOrderLine,
  setOrderNote,
} from '../src/domain/order.ts';
import { isInvalid, parseAll } from '../src/domain/refusal.ts';
import { parseOptional, parseText } from '../src/domain/text.ts';
import { builder } from './builder.ts';
import {
  ConflictError,
  type ConflictShape,
  CurrencyMismatchError,
  InvalidInputError,
  NotFoundError,
  RequestIdReusedError,
  resolveType,
  UserError,
} from './errors.ts';
import { MoneyInput } from './money.ts';
import { type ChangedShape, changingFields, mutationsOf } from './mutation.ts';
import { Order, OrderChange, OrderStatus } from './order.ts';

const OrderConflictError = builder
  .objectRef<ConflictShape<'OrderConflictError', OrderState, OrderDetail>>('OrderConflictError')
  .implement({
    interfaces: [UserError, ConflictError],
    fields: (t) => ({
      missedChanges: t.expose('missedChanges', { type: [OrderChange] }),
      current: t.expose('current', {
        type: Order,
        description: 'The order as it is now, with the etag to try again with.',
      }),
    }),
  });

const OrderStatusError = builder.objectRef<OrderStatusRefusal>('OrderStatusError').implement({
  interfaces: [UserError],
  description: "The order's status does not allow the change.",
  fields: (t) => ({ status: t.expose('status', { type: OrderStatus }) }),
});

const OrderEmptyError = builder
  .objectRef<OrderEmpty & { readonly id: string }>('OrderEmptyError')
  .implement({ interfaces: [UserError], fields: (t) => ({ id: t.exposeID('id') }) });

const OrderLineNotFoundError = builder
  .objectRef<OrderLineNotFound>('OrderLineNotFoundError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({ lineId: t.expose('lineId', { type: 'KSUID' }) }),
  });

const OrderChanged = builder
  .objectRef<ChangedShape<'OrderChanged', OrderState, OrderDetail>>('OrderChanged')
  .implement({
    description: 'An accepted change to an order.',
    fields: (t) => ({
      order: t.field({ type: Order, resolve: ({ stored }) => stored }),
      change: t.expose('change', { type: OrderChange }),
      replayed: t.exposeBoolean('replayed', {
        description:
          'True when this requestId had been accepted before: nothing was written twice.',
      }),
      missedChanges: t.expose('missedChanges', {
        type: [OrderChange],
        description:
          "Every change between the client's version and this one, oldest first: under REAPPLY or OVERWRITE only, and none on a replay.",
      }),
    }),
  });

const CreateOrderResult = builder.unionType('CreateOrderResult', {
  types: [OrderChanged, InvalidInputError, RequestIdReusedError],
  resolveType,
});

const AddOrderLineResult = builder.unionType('AddOrderLineResult', {
  types: [
    OrderChanged,
    OrderConflictError,
    NotFoundError,
    InvalidInputError,
    OrderStatusError,
    CurrencyMismatchError,
    RequestIdReusedError,
  ],
  resolveType,
});

const ChangeOrderLineResult = builder.unionType('ChangeOrderLineResult', {
  types: [
    OrderChanged,
    OrderConflictError,
    NotFoundError,
    InvalidInputError,
    OrderStatusError,
    OrderLineNotFoundError,
    RequestIdReusedError,
  ],
  resolveType,
});

const RemoveOrderLineResult = builder.unionType('RemoveOrderLineResult', {
  types: [
    OrderChanged,
    OrderConflictError,
    NotFoundError,
    InvalidInputError,
    OrderStatusError,
    OrderLineNotFoundError,
    RequestIdReusedError,
  ],
  resolveType,
});

const SetOrderNoteResult = builder.unionType('SetOrderNoteResult', {
  types: [
    OrderChanged,
    OrderConflictError,
    NotFoundError,
    InvalidInputError,
    OrderStatusError,
    RequestIdReusedError,
  ],
  resolveType,
});

const PlaceOrderResult = builder.unionType('PlaceOrderResult', {
  types: [
    OrderChanged,
    OrderConflictError,
    NotFoundError,
    InvalidInputError,
    OrderStatusError,
    OrderEmptyError,
    RequestIdReusedError,
  ],
  resolveType,
});

const CancelOrderResult = builder.unionType('CancelOrderResult', {
  types: [
    OrderChanged,
    OrderConflictError,
    NotFoundError,
    InvalidInputError,
    OrderStatusError,
    RequestIdReusedError,
  ],
  resolveType,
});

const OrderLineInput = builder.inputType('OrderLineInput', {
  fields: (t) => ({
    sku: t.string({ required: true, description: '1 to 500 characters.' }),
    description: t.string({ required: true, description: '1 to 500 characters.' }),
    quantity: t.int({ required: true, description: `1 to ${largestQuantity}.` }),
    unitPrice: t.field({ type: MoneyInput, required: true, description: '0 or more.' }),
  }),
});

const CreateOrderInput = builder.inputType('CreateOrderInput', {
  fields: (t) => ({
    requestId: t.field({
      type: 'KSUID',
      description: "The new order's id is `ord_` and this KSUID; without one the server mints it.",
    }),
    customer: t.string({ required: true, description: '1 to 500 characters.' }),
    currency: t.field({ type: 'CurrencyCode', required: true }),
    lines: t.field({ type: [OrderLineInput], description: `At most ${mostLines}.` }),
    note: t.string({ description: 'At most 500 characters.' }),
  }),
});

const AddOrderLineInput = builder.inputType('AddOrderLineInput', {
  fields: (t) => ({
    ...changingFields(t),
    line: t.field({ type: OrderLineInput, required: true }),
  }),
});

const ChangeOrderLineInput = builder.inputType('ChangeOrderLineInput', {
  fields: (t) => ({
    ...changingFields(t),
    lineId: t.field({ type: 'KSUID', required: true }),
    quantity: t.int({ required: true, description: `1 to ${largestQuantity}.` }),
  }),
});

const RemoveOrderLineInput = builder.inputType('RemoveOrderLineInput', {
  fields: (t) => ({ ...changingFields(t), lineId: t.field({ type: 'KSUID', required: true }) }),
});

const SetOrderNoteInput = builder.inputType('SetOrderNoteInput', {
  fields: (t) => ({
    ...changingFields(t),
    note: t.string({ description: 'At most 500 characters; null removes it.' }),
  }),
});

const PlaceOrderInput = builder.inputType('PlaceOrderInput', { fields: changingFields });

const CancelOrderInput = builder.inputType('CancelOrderInput', { fields: changingFields });

const { creating, changing } = mutationsOf(orderKind, {
  changed: 'OrderChanged',
  conflict: 'OrderConflictError',
});

builder.mutationFields((t) => ({
  createOrder: t.field({
    type: CreateOrderResult,
    args: { input: t.arg({ type: CreateOrderInput, required: true }) },
    ...creating({
      name: 'createOrder',
      permission: 'orders.write',
      parse: ({ customer, currency, lines, note }: typeof CreateOrderInput.$inferInput) =>
        parseAll({
          customer: parseText(customer, ['customer']),
          currency: parseCurrency(currency, ['currency']),
          lines: parseLines(lines ?? []),
          note: parseOptional(note, ['note']),
        }),
      rule: createOrder,
    }),
  }),

  addOrderLine: t.field({
    type: AddOrderLineResult,
    args: { input: t.arg({ type: AddOrderLineInput, required: true }) },
    ...changing({
      name: 'addOrderLine',
      permission: 'orders.write',
      onConflict: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
      parse: ({ line }: typeof AddOrderLineInput.$inferInput) =>
        parseAll({ line: parseLine(line, ['line']) }),
      rule: addOrderLine,
    }),
  }),

  changeOrderLine: t.field({
    type: ChangeOrderLineResult,
    args: { input: t.arg({ type: ChangeOrderLineInput, required: true }) },
    ...changing({
      name: 'changeOrderLine',
      permission: 'orders.write',
      onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
      parse: ({ lineId, quantity }: typeof ChangeOrderLineInput.$inferInput) =>
        parseAll({ lineId, quantity: parseQuantity(quantity, ['quantity']) }),
      rule: changeOrderLine,
    }),
  }),

  removeOrderLine: t.field({
    type: RemoveOrderLineResult,
    args: { input: t.arg({ type: RemoveOrderLineInput, required: true }) },
    ...changing({
      name: 'removeOrderLine',
      permission: 'orders.write',
      onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
      parse: ({ lineId }: typeof RemoveOrderLineInput.$inferInput) => ({ lineId }),
      rule: removeOrderLine,
    }),
  }),

  setOrderNote: t.field({
    type: SetOrderNoteResult,
    args: { input: t.arg({ type: SetOrderNoteInput, required: true }) },
    ...changing({
      name: 'setOrderNote',
      permission: 'orders.write',
      onConflict: { policy: 'OVERWRITE', allows: ['REJECT', 'OVERWRITE'] },
      parse: ({ note }: typeof SetOrderNoteInput.$inferInput) =>
        parseAll({ note: parseOptional(note, ['note']) }),
      rule: setOrderNote,
    }),
  }),

  placeOrder: t.field({
    type: PlaceOrderResult,
    args: { input: t.arg({ type: PlaceOrderInput, required: true }) },
    ...changing({
      name: 'placeOrder',
      permission: 'orders.place',
      onConflict: { policy: 'REJECT', allows: ['REJECT'] },
      parse: (_input: typeof PlaceOrderInput.$inferInput) => ({}),
      rule: placeOrder,
    }),
  }),

  cancelOrder: t.field({
    type: CancelOrderResult,
    args: { input: t.arg({ type: CancelOrderInput, required: true }) },
    ...changing({
      name: 'cancelOrder',
      permission: 'orders.cancel',
      onConflict: { policy: 'REJECT', allows: ['REJECT'] },
      parse: (_input: typeof CancelOrderInput.$inferInput) => ({}),
      rule: cancelOrder,
    }),
  }),
}));

function parseLine(line: typeof OrderLineInput.$inferInput, path: readonly string[]) {
  return parseAll({
    sku: parseText(line.sku, [...path, 'sku']),
    description: parseText(line.description, [...path, 'description']),
    quantity: parseQuantity(line.quantity, [...path, 'quantity']),
    unitPrice: parsePrice(line.unitPrice, [...path, 'unitPrice']),
  });
}

function parseLines(inputs: readonly (typeof OrderLineInput.$inferInput)[]) {
  const parsed = inputs.map((line, index) => parseLine(line, ['lines', String(index)]));
  return parsed.find(isInvalid) ?? parsed.flatMap((line) => (isInvalid(line) ? [] : [line]));
}
