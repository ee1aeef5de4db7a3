/** What a person can do with an order. */
import type { Decimal, KSUID } from '../../client/scalars.ts';
import { type Action, defineAction, type Values } from '../change/action.ts';
import { currency, currencyIn } from '../change/currency.ts';
import type { OrderFieldsFragment } from '../gql/graphql.ts';
import { formatMoney } from '../values/format.ts';
import { plus, times } from '../values/money.ts';
import {
  AddOrderLine,
  CancelOrder,
  ChangeOrderLine,
  CreateOrder,
  PlaceOrder,
  RemoveOrderLine,
  SetOrderNote,
} from './documents.ts';

export type Order = OrderFieldsFragment;

const isOpen = ({ status }: Order): boolean => status === 'OPEN';
const isNotCancelled = ({ status }: Order): boolean => status !== 'CANCELLED';

const lineOf = ({ lines }: Order, { lineId }: Values) => lines.find(({ id }) => id === lineId);

const descriptionOf = (order: Order, values: Values): string =>
  lineOf(order, values)?.description ?? 'a line that is gone';

/** With the total that these lines make. */
function withLines(order: Order, lines: Order['lines']): Order {
  const nothing = times(order.total, 0);
  return { ...order, lines, total: lines.reduce((sum, { total }) => plus(sum, total), nothing) };
}

export const createOrder = defineAction({
  name: 'createOrder',
  permission: 'orders.write',
  document: CreateOrder,
  label: 'New order',
  title: 'New order',
  act: () => 'Create the order',
  keep: 'Leave it',
  fields: [
    { name: 'customer', label: 'Customer' },
    currency,
    { name: 'note', label: 'Note', kind: 'lines', isOptional: true },
  ],
  input: (values: Values, _seen: undefined) => ({
    customer: values['customer'] ?? '',
    currency: currencyIn(values),
    note: values['note'] || null,
  }),
});

const addOrderLine = defineAction({
  name: 'addOrderLine',
  permission: 'orders.write',
  document: AddOrderLine,
  label: 'Add a line',
  isPossible: isOpen,
  title: 'Add a line',
  act: (_order: Order, values) =>
    values['line.description']
      ? `Add ${values['line.quantity']} × ${values['line.description']}`
      : 'Add the line',
  keep: 'Add nothing',
  fields: [
    { name: 'line.description', label: 'What' },
    { name: 'line.sku', label: 'Article number' },
    { name: 'line.quantity', label: 'Quantity', kind: 'number' },
    { name: 'line.unitPrice.amount', label: 'Price of one', kind: 'amount' },
  ],
  initial: () => ({ 'line.quantity': '1' }),
  input: lineInput,
  preview: (order, values) => {
    const { line } = lineInput(values, order);
    const unitPrice = { ...order.total, ...line.unitPrice };
    const total = times(unitPrice, line.quantity);
    const added = {
      __typename: 'OrderLine',
      id: 'new' as KSUID,
      ...line,
      unitPrice,
      total,
    } as const;
    return withLines(order, [...order.lines, added]);
  },
});

function lineInput(values: Values, order: Order) {
  return {
    line: {
      description: values['line.description'] ?? '',
      sku: values['line.sku'] ?? '',
      quantity: Number(values['line.quantity']),
      unitPrice: {
        amount: (values['line.unitPrice.amount'] ?? '') as Decimal,
        currency: order.total.currency,
      },
    },
  };
}

const changeOrderLine = defineAction({
  name: 'changeOrderLine',
  permission: 'orders.write',
  document: ChangeOrderLine,
  label: 'Change',
  isPossible: isOpen,
  title: 'Change the quantity',
  act: (order: Order, values) => `Order ${values['quantity']} × ${descriptionOf(order, values)}`,
  keep: 'Leave it as it is',
  fields: [{ name: 'quantity', label: 'Quantity', kind: 'number' }],
  initial: (order, given) => ({ quantity: String(lineOf(order, given)?.quantity ?? '') }),
  input: (values) => ({ lineId: values['lineId'] as KSUID, quantity: Number(values['quantity']) }),
  preview: (order, values) => {
    const quantity = Number(values['quantity']);
    const changed = order.lines.map((line) =>
      line.id === values['lineId']
        ? { ...line, quantity, total: times(line.unitPrice, quantity) }
        : line,
    );
    return withLines(order, changed);
  },
});

const removeOrderLine = defineAction({
  name: 'removeOrderLine',
  permission: 'orders.write',
  document: RemoveOrderLine,
  label: 'Remove',
  isPossible: isOpen,
  title: 'Remove this line?',
  act: (order: Order, values) => `Remove ${descriptionOf(order, values)}`,
  keep: 'Keep it',
  input: (values) => ({ lineId: values['lineId'] as KSUID }),
  preview: (order, values) =>
    withLines(
      order,
      order.lines.filter(({ id }) => id !== values['lineId']),
    ),
});

const setOrderNote = defineAction({
  name: 'setOrderNote',
  permission: 'orders.write',
  document: SetOrderNote,
  label: 'Write a note',
  isPossible: isNotCancelled,
  title: 'The note of this order',
  act: (_order: Order, values) => (values['note'] ? `Write “${values['note']}”` : 'Save the note'),
  keep: 'Leave it as it is',
  fields: [{ name: 'note', label: 'Note', kind: 'lines', isOptional: true }],
  initial: ({ note }) => ({ note: note ?? '' }),
  input: (values) => ({ note: values['note'] || null }),
  preview: (order, values) => ({ ...order, note: values['note'] || null }),
});

const placeOrder = defineAction({
  name: 'placeOrder',
  permission: 'orders.place',
  document: PlaceOrder,
  label: 'Place the order',
  isPossible: isOpen,
  title: 'Place this order?',
  act: ({ total }: Order) => `Place the order of ${formatMoney(total)}`,
  keep: 'Not yet',
  input: () => ({}),
  preview: (order) => ({ ...order, status: 'PLACED' as const }),
});

const cancelOrder = defineAction({
  name: 'cancelOrder',
  permission: 'orders.cancel',
  document: CancelOrder,
  label: 'Cancel the order',
  isPossible: isNotCancelled,
  title: 'Cancel this order?',
  act: ({ total }: Order) => `Cancel the order of ${formatMoney(total)}`,
  keep: 'Keep it',
  input: () => ({}),
  preview: (order) => ({ ...order, status: 'CANCELLED' as const }),
});

export const orderActions: readonly Action<Order>[] = [
  addOrderLine,
  setOrderNote,
  placeOrder,
  cancelOrder,
];

export const lineActions: readonly Action<Order>[] = [changeOrderLine, removeOrderLine];
