/** Orders as a client reads them. */
import { onlyOwner, requireRead } from '../src/auth/access.ts';
import type { Change as DomainChange } from '../src/versioned/entity.ts';
import { formatMoney } from '../src/domain/money.ts';
import {
  lineTotal,
  type Order as OrderState,
  type OrderDetail,
  orderKind,
  type OrderLine as OrderLineState,
} from '../src/domain/order.ts';
import { toNfc, toOneLine } from '../src/domain/text.ts';
import type { Stored } from '../src/versioned/store.ts';
import { builder, callCost } from './builder.ts';
import {
  Change,
  changesSinceField,
  changesSinceType,
  historyCost,
  historyExtensions,
  historyPage,
} from './change.ts';
import { connectionType, pageArgs } from './connection.ts';
import { listCost, listExtensions, listPage } from './list.ts';
import { Money } from './money.ts';
import { findEntity, Node, Versioned } from './node.ts';

export const OrderStatus = builder.enumType('OrderStatus', {
  values: ['OPEN', 'PLACED', 'CANCELLED'] as const,
});

const OrderChangeKind = builder.enumType('OrderChangeKind', {
  values: [
    'CREATED',
    'LINE_ADDED',
    'LINE_CHANGED',
    'LINE_REMOVED',
    'NOTE_SET',
    'PLACED',
    'CANCELLED',
  ] as const,
});

const OrderLine = builder.objectRef<OrderLineState>('OrderLine').implement({
  fields: (t) => ({
    id: t.expose('id', { type: 'KSUID' }),
    sku: t.exposeString('sku'),
    description: t.exposeString('description'),
    quantity: t.exposeInt('quantity'),
    unitPrice: t.expose('unitPrice', { type: Money }),
    total: t.field({ type: Money, resolve: lineTotal }),
  }),
});

export const OrderChange = builder.objectRef<DomainChange<OrderDetail>>('OrderChange').implement({
  interfaces: [Change],
  fields: (t) => ({
    summary: t.string({ resolve: (change) => toOneLine(summarize(change)) }),
    kind: t.expose('kind', { type: OrderChangeKind }),
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
});

const OrderChangeConnection = connectionType('OrderChange', OrderChange);

const OrderChangesSince = changesSinceType('OrderChangesSince', OrderChange);

export const Order = builder.objectRef<Stored<OrderState, OrderDetail>>('Order').implement({
  interfaces: [Node, Versioned],
  fields: (t) => ({
    customer: t.string({ resolve: ({ entity }) => entity.state.customer }),
    status: t.field({ type: OrderStatus, resolve: ({ entity }) => entity.state.status }),
    lines: t.field({ type: [OrderLine], resolve: ({ entity }) => entity.state.lines }),
    total: t.field({ type: Money, resolve: ({ entity }) => entity.state.total }),
    note: t.string({ nullable: true, resolve: ({ entity }) => entity.state.note }),
    history: t.field({
      type: OrderChangeConnection,
      nullable: true,
      description:
        'Every accepted change since the order was created, newest first: none is ever dropped. Null, with an error, where it could not be read: the rest of the answer stays.',
      args: pageArgs,
      complexity: historyCost,
      extensions: historyExtensions,
      resolve: (stored, args, { store }) => historyPage(store, orderKind, stored, args),
    }),
    changesSince: t.field({ type: OrderChangesSince, ...changesSinceField }),
  }),
});

const OrderConnection = connectionType('Order', Order, { nullableNode: true });

const OrderFilter = builder.inputType('OrderFilter', {
  description: 'Each field that is given has to match.',
  fields: (t) => ({
    status: t.field({ type: OrderStatus }),
    customer: t.string(),
  }),
});

builder.queryFields((t) => ({
  order: t.field({
    type: Order,
    nullable: true,
    description: 'Null where there is no such order, or the caller may not see it.',
    args: { id: t.arg.id({ required: true }) },
    complexity: callCost,
    resolve: (_parent, { id }, context) => {
      requireRead(context.viewer, orderKind);
      return findEntity(context, orderKind, id);
    },
  }),
  orders: t.field({
    type: OrderConnection,
    nullable: true,
    description: "Newest first by id, whose time is its maker's clock. `first` is 0 to 100.",
    args: { ...pageArgs, filter: t.arg({ type: OrderFilter }) },
    complexity: listCost,
    extensions: listExtensions(orderKind),
    resolve: (_parent, { filter, ...args }, context) => {
      requireRead(context.viewer, orderKind);
      const owner = onlyOwner(context.viewer, orderKind);
      const customer = filter?.customer ?? undefined;
      return listPage(context, orderKind, args, [
        { status: filter?.status ?? undefined, customer: customer && toNfc(customer) },
        { customer: owner },
      ]);
    },
  }),
}));

function summarize(change: DomainChange<OrderDetail>): string {
  switch (change.kind) {
    case 'CREATED':
      return `created the order for ${formatMoney(change.total)}`;
    case 'LINE_ADDED':
      return `added ${describe(change.line)}`;
    case 'LINE_CHANGED':
      return `changed a line to ${describe(change.line)}`;
    case 'LINE_REMOVED':
      return `removed ${describe(change.line)}`;
    case 'NOTE_SET':
      return change.note === null ? 'removed the note' : 'set the note';
    case 'PLACED':
      return `placed the order for ${formatMoney(change.total)}`;
    case 'CANCELLED':
      return 'cancelled the order';
  }
}

function describe(line: OrderLineState): string {
  return `${line.quantity} x ${line.description} for ${formatMoney(lineTotal(line))}`;
}
