/** The mutations of orders: who may, what happens on a stale etag, and which rule decides. */
import {
  addOrderLine,
  cancelOrder,
  changeOrderLine,
  type Creation,
  createOrder,
  orderKind,
  parseQuantity,
  placeOrder,
  removeOrderLine,
  setOrderNote,
} from '../src/domain/order.ts';
import { parseCreation, parseLine } from '../src/domain/orderInput.ts';
import { invalid, parseAll } from '../src/versioned/refusal.ts';
import { parseOptional } from '../src/domain/text.ts';
import { builder } from './builder.ts';
import { mutationsOf } from './mutation.ts';
import {
  AddOrderLineInput,
  CancelOrderInput,
  ChangeOrderLineInput,
  CreateOrderInput,
  PlaceOrderInput,
  RemoveOrderLineInput,
  SetOrderNoteInput,
} from './orderInputs.ts';
import {
  AddOrderLineResult,
  CancelOrderResult,
  ChangeOrderLineResult,
  CreateOrderResult,
  PlaceOrderResult,
  RemoveOrderLineResult,
  SetOrderNoteResult,
} from './orderResults.ts';

const { creating, changing } = mutationsOf(orderKind, {
  changed: 'OrderChanged',
  conflict: 'OrderConflictError',
});

builder.mutationFields((t) => ({
  createOrder: t.field({
    type: CreateOrderResult,
    args: { input: t.arg({ type: CreateOrderInput, required: true }) },
    // A new order is refused for its input alone, which parseCreation does.
    ...creating<typeof CreateOrderInput.$inferInput, Creation, never>({
      name: 'createOrder',
      permission: 'orders.write',
      parse: parseCreation,
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
        parseAll({
          note:
            note === undefined
              ? invalid(['note'], 'Send the note, or null to remove it.')
              : parseOptional(note, ['note']),
        }),
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
