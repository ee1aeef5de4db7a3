/** An API whose clock goes on by a second with each mutation, so that every field has one right value. */
import { expect } from 'vitest';
import { newRequestId } from '../../src/local/requestId.ts';
import { newTenant, openApi, type Query, signIn } from './api.ts';
import type { Mutation } from './declared/declared.ts';
import { documentOf } from './declared/documents.ts';

export const usd = (amount: string) => ({ amount, currency: 'USD' });
export const machine = {
  sku: 'em-2',
  description: 'espresso machine',
  quantity: 2,
  unitPrice: usd('5000.00'),
};
export const mug = { sku: 'm1', description: 'mug', quantity: 4, unitPrice: usd('2.50') };

/** The time in that second of its life. */
export const at = (second: number) => `2026-03-01T10:00:0${second}.000Z`;

export async function openClocked() {
  let seconds = 0;
  const time = () => new Date(Date.UTC(2026, 2, 1, 10, 0, seconds));
  const send = await openApi({ system: { now: time } });
  const tenant = newTenant();
  const [alice, bob] = await Promise.all(
    ['alice', 'bob'].map((subject) => signIn(send, { tenant, subject }, time())),
  );
  if (!alice || !bob) throw new Error('nobody came');
  const mutate = async (by: Query, mutation: Mutation, more: object, facts = '') => {
    seconds += 1;
    const requestId = newRequestId(time());
    const document = documentOf(mutation).replace('__typename', `__typename ${facts}`);
    const { data, errors } = await by(document, { input: { requestId, ...more } });
    expect(errors).toBeUndefined();
    return { requestId, ...data.result };
  };
  return { alice, bob, mutate };
}

export interface Known {
  readonly id: string;
  readonly etag: string;
}

export const under = ({ id, etag }: Known) => ({ id, ifMatch: etag });
