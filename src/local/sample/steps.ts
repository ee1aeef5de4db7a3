/** What people do to one entity, in the words of the API: the sample data is written in these. */

import type { Entity, Mutate } from './mutate.ts';
import type { Person } from './people.ts';

export interface Step {
  readonly by: Person;
  readonly mutation: string;
  readonly input: (entity: Entity) => object;
}

export type Life = readonly [Step, ...Step[]];

/** The first step creates the entity; every other goes under the etag of the one before. */
export async function live(mutate: Mutate, [create, ...steps]: Life): Promise<Entity> {
  const unborn: Entity = { id: '', etag: '' };
  const created = mutate(create.by, create.mutation, create.input(unborn));
  return steps.reduce(async (before, { by, mutation, input }) => {
    const entity = await before;
    return mutate(by, mutation, { id: entity.id, ifMatch: entity.etag, ...input(entity) });
  }, created);
}

const step = (by: Person, mutation: string, input: Step['input'] = () => ({})): Step => ({
  by,
  mutation,
  input,
});

export const open = (by: Person, owner: string, currency: string): Step =>
  step(by, 'openAccount', () => ({ owner, currency }));

export const deposit = (by: Person, amount: string, currency: string, memo?: string): Step =>
  step(by, 'deposit', () => ({ amount: { amount, currency }, memo }));

export const withdraw = (by: Person, amount: string, currency: string, memo?: string): Step =>
  step(by, 'withdraw', () => ({ amount: { amount, currency }, memo }));

export const close = (by: Person): Step => step(by, 'closeAccount');

export type Line = ReturnType<typeof line>;

export const line = (quantity: number, description: string, amount: string, currency: string) => ({
  sku: description.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-'),
  description,
  quantity,
  unitPrice: { amount, currency },
});

export const order = (
  by: Person,
  customer: string,
  currency: string,
  lines: readonly Line[],
): Step => step(by, 'createOrder', () => ({ customer, currency, lines }));

export const add = (by: Person, added: Line): Step =>
  step(by, 'addOrderLine', () => ({ line: added }));

export const changeLastLine = (by: Person, quantity: number): Step =>
  step(by, 'changeOrderLine', ({ lines = [] }) => ({ lineId: lines.at(-1)?.id, quantity }));

export const removeLastLine = (by: Person): Step =>
  step(by, 'removeOrderLine', ({ lines = [] }) => ({ lineId: lines.at(-1)?.id }));

export const note = (by: Person, text: string): Step =>
  step(by, 'setOrderNote', () => ({ note: text }));

export const place = (by: Person): Step => step(by, 'placeOrder');

export const cancel = (by: Person): Step => step(by, 'cancelOrder');
