/** The inputs of the mutations of orders. */
import { largestQuantity, mostLines } from '../src/domain/order.ts';
import { builder } from './builder.ts';
import { changingFields, oneLine } from './input.ts';
import { MoneyInput } from './money.ts';

const OrderLineInput = builder.inputType('OrderLineInput', {
  fields: (t) => ({
    sku: t.string({ required: true, description: oneLine }),
    description: t.string({ required: true, description: oneLine }),
    quantity: t.int({ required: true, description: `1 to ${largestQuantity}.` }),
    unitPrice: t.field({ type: MoneyInput, required: true, description: '0 or more.' }),
  }),
});

export const CreateOrderInput = builder.inputType('CreateOrderInput', {
  description: "`requestId` as in OpenAccountInput: the new order's id is `ord_` and this KSUID.",
  fields: (t) => ({
    requestId: t.field({ type: 'KSUID', required: true }),
    customer: t.string({ required: true, description: oneLine }),
    currency: t.field({ type: 'CurrencyCode', required: true }),
    lines: t.field({ type: [OrderLineInput], description: `At most ${mostLines}.` }),
    note: t.string({ description: 'At most 500 characters.' }),
  }),
});

export const AddOrderLineInput = builder.inputType('AddOrderLineInput', {
  fields: (t) => ({
    ...changingFields(t),
    line: t.field({ type: OrderLineInput, required: true }),
  }),
});

export const ChangeOrderLineInput = builder.inputType('ChangeOrderLineInput', {
  fields: (t) => ({
    ...changingFields(t),
    lineId: t.field({ type: 'KSUID', required: true }),
    quantity: t.int({ required: true, description: `1 to ${largestQuantity}.` }),
  }),
});

export const RemoveOrderLineInput = builder.inputType('RemoveOrderLineInput', {
  fields: (t) => ({ ...changingFields(t), lineId: t.field({ type: 'KSUID', required: true }) }),
});

export const SetOrderNoteInput = builder.inputType('SetOrderNoteInput', {
  fields: (t) => ({
    ...changingFields(t),
    note: t.string({
      description:
        'Null removes the note. It has to be given: left out, it is an InvalidInputError at ["input", "note"].',
    }),
  }),
});

export const PlaceOrderInput = builder.inputType('PlaceOrderInput', { fields: changingFields });

export const CancelOrderInput = builder.inputType('CancelOrderInput', { fields: changingFields });
