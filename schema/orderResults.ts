/** What the mutations of orders answer: a union for each. */
import type {
  Order as OrderState,
  OrderDetail,
  OrderEmptyError as OrderEmpty,
  OrderLineNotFoundError as OrderLineNotFound,
  OrderStatusError as OrderStatusRefusal,
} from '../src/domain/order.ts';
import { builder } from './builder.ts';
import {
  CurrencyMismatchError,
  InvalidInputError,
  NotFoundError,
  RequestIdReusedError,
  resolveType,
  UserError,
} from './errors.ts';
import { Order, OrderChange, OrderStatus } from './order.ts';
import { changedType, conflictType, type Decided } from './outcome.ts';

type Refused = Decided<OrderState, OrderDetail>;

const OrderConflictError = conflictType(
  'OrderConflictError',
  'The order as it is now, with the etag to try again with.',
  Order,
  OrderChange,
);

const OrderStatusError = builder
  .objectRef<OrderStatusRefusal & Refused>('OrderStatusError')
  .implement({
    interfaces: [UserError],
    description: "The order's status does not allow the change.",
    fields: (t) => ({
      status: t.expose('status', { type: OrderStatus }),
      current: t.expose('current', { type: Order }),
    }),
  });

const OrderEmptyError = builder.objectRef<OrderEmpty & Refused>('OrderEmptyError').implement({
  interfaces: [UserError],
  fields: (t) => ({ id: t.exposeID('id'), current: t.expose('current', { type: Order }) }),
});

const OrderLineNotFoundError = builder
  .objectRef<OrderLineNotFound & Refused>('OrderLineNotFoundError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({
      lineId: t.expose('lineId', { type: 'KSUID' }),
      current: t.expose('current', { type: Order }),
    }),
  });

const OrderChanged = changedType(
  'OrderChanged',
  'An accepted change to an order.',
  'order',
  Order,
  OrderChange,
);

export const CreateOrderResult = builder.unionType('CreateOrderResult', {
  types: [OrderChanged, InvalidInputError, RequestIdReusedError],
  resolveType,
});

export const AddOrderLineResult = builder.unionType('AddOrderLineResult', {
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

export const ChangeOrderLineResult = builder.unionType('ChangeOrderLineResult', {
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

export const RemoveOrderLineResult = builder.unionType('RemoveOrderLineResult', {
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

export const SetOrderNoteResult = builder.unionType('SetOrderNoteResult', {
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

export const PlaceOrderResult = builder.unionType('PlaceOrderResult', {
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

export const CancelOrderResult = builder.unionType('CancelOrderResult', {
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
