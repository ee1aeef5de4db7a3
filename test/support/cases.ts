/** Every mutation, with an entity that it can change and an input that it takes. */
import type { Query } from './api.ts';
import type { Mutation } from './documents.ts';
import { createOrder, line, newRequestId, openAccount, type Result, usd } from './stage.ts';

export interface Case {
  readonly mutation: Mutation;
  /** What the mutation is about: undefined for a create. */
  readonly open: ((by: Query) => Promise<Result>) | undefined;
  readonly input: (opened: Result) => object;
}

const nothing = () => ({});
const moving = () => ({ amount: usd('1.00'), memo: 'rent' });
const firstLine = ({ lines: [{ id: lineId }] }: Result) => ({ lineId });

export const cases: readonly Case[] = [
  {
    mutation: 'openAccount',
    open: undefined,
    input: () => ({ owner: 'carol', currency: 'USD' }),
  },
  { mutation: 'deposit', open: openAccount, input: moving },
  { mutation: 'withdraw', open: (by) => openAccount(by, '1.00'), input: moving },
  { mutation: 'closeAccount', open: openAccount, input: nothing },
  {
    mutation: 'createOrder',
    open: undefined,
    input: () => ({ customer: 'carol', currency: 'USD', lines: [line('cup')], note: 'soon' }),
  },
  { mutation: 'addOrderLine', open: createOrder, input: () => ({ line: line('saucer') }) },
  {
    mutation: 'changeOrderLine',
    open: createOrder,
    input: (order) => ({ ...firstLine(order), quantity: 7 }),
  },
  { mutation: 'removeOrderLine', open: createOrder, input: firstLine },
  { mutation: 'setOrderNote', open: createOrder, input: () => ({ note: 'soon' }) },
  { mutation: 'placeOrder', open: createOrder, input: nothing },
  { mutation: 'cancelOrder', open: createOrder, input: nothing },
];

export const entityOf = (result: Result) => result.account ?? result.order;

export async function prepare({ open, input }: Case, by: Query) {
  const opened = await open?.(by);
  const { id, etag: ifMatch } = opened ?? {};
  return {
    opened,
    version: opened ? opened.version + 1 : 1,
    input: { ...input(opened), ...(opened && { id, ifMatch }), requestId: newRequestId() },
  };
}
