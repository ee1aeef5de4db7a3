/** The accounts and orders that operations are measured on, and where somebody stands with them. */

import type { Desk, Entity } from './costDesk.ts';

export const usd = (amount: string) => ({ amount, currency: 'USD' });

export async function account(desk: Desk, versions: number): Promise<Entity> {
  let entity = await desk.mutate('openAccount', { owner: 'carol@example.com', currency: 'USD' });
  for (let version = 2; version <= versions; version += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each stands on the one before
    entity = await change(desk, entity, 'deposit', '100.00');
  }
  return entity;
}

export function change(
  desk: Desk,
  { id, etag }: Entity,
  mutation: 'deposit' | 'withdraw',
  amount: string,
): Promise<Entity> {
  return desk.mutate(mutation, { id, ifMatch: etag, amount: usd(amount), memo: 'invoice 4711' });
}

export const line = (sku: string) => ({
  sku,
  description: 'espresso machine, two groups',
  quantity: 2,
  unitPrice: usd('5000.00'),
});

export function order(desk: Desk): Promise<Entity> {
  const lines = ['em-1', 'em-2', 'em-3'].map(line);
  return desk.mutate('createOrder', { customer: 'carol@example.com', currency: 'USD', lines });
}

export async function withdrawing(desk: Desk, versions: number) {
  let entity = await account(desk, versions);
  return async () => {
    entity = await change(desk, entity, 'withdraw', '1.00');
  };
}

/** An account that somebody else changed, and what a withdrawal under the etag from before would say. */
export async function stale(desk: Desk) {
  const { id, etag } = await account(desk, 23);
  await change(desk, { id, etag }, 'deposit', '5.00');
  return { id, ifMatch: etag, amount: usd('1.00') };
}

/** A deposit that was accepted, then so many others; and the same deposit again. */
export async function replaying(desk: Desk, before: number, others: number) {
  const first = await account(desk, before);
  const requestId = desk.nextRequestId();
  const input = { requestId, id: first.id, ifMatch: first.etag, amount: usd('7.00') };
  let entity = await desk.mutate('deposit', input);
  for (let other = 0; other < others; other += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each stands on the one before
    entity = await change(desk, entity, 'deposit', '1.00');
  }
  return () => desk.mutate('deposit', input);
}
