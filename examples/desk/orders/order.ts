/** Orders, as the desk shows them. */
import type { Kind } from '../entity/kind.ts';
import { formatMoney } from '../values/format.ts';
import { createOrder, lineActions, type Order, orderActions } from './actions.ts';
import { OrderById, OrderChangesSince, OrderHistory, Orders } from './documents.ts';
import { OrderDetails } from './OrderDetails.tsx';

export const order: Kind<Order> = {
  noun: 'order',
  byId: OrderById,
  history: OrderHistory,
  changesSince: OrderChangesSince,
  list: Orders,
  statuses: ['OPEN', 'PLACED', 'CANCELLED'],
  create: createOrder,
  actions: orderActions,
  partActions: lineActions,
  amountOf: ({ total }) => total,
  ownerOf: ({ customer }) => customer,
  factsOf: ({ status, total, note, lines }) => [
    { key: 'total', label: 'Total', value: formatMoney(total) },
    { key: 'status', label: 'Status', value: status.toLowerCase() },
    ...(note === null ? [] : [{ key: 'note', label: 'Note', value: note }]),
    ...lines.map((line) => ({
      key: line.id,
      label: line.description,
      value: `${line.quantity} × ${formatMoney(line.unitPrice)}`,
    })),
  ],
  Details: OrderDetails,
};
