/** Four colleagues who use the API over HTTP, and what they begin with. */
import { expect } from 'vitest';
import { withSessionTokens } from '../../examples/client/sessionTokens.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { newTenant, type Query, signIn } from './api.ts';
import type { Mutation } from './declared/declared.ts';
import { documentOf } from './declared/documents.ts';
import { sendTo } from './clients/http.ts';

export const usd = (amount: string) => ({ amount, currency: 'USD' });

export async function send(person: Query, mutation: Mutation, input: object) {
  const { status, errors, data } = await person(documentOf(mutation), { input });
  expect([status, errors]).toEqual([200, undefined]);
  return data.result;
}

/** Ann and Ben are tellers, Pete sells, and Bob is their manager: colleagues in a tenant of their own. */
export async function hire(endpoint: string) {
  const tenant = newTenant();
  const join = (subject: string, role: string) =>
    signIn(sendTo(endpoint, withSessionTokens(fetch)), { tenant, subject, roles: [role] });
  const [ann, ben, pete, bob] = await Promise.all([
    join('ann', 'Teller'),
    join('ben', 'Teller'),
    join('pete', 'Sales'),
    join('bob', 'Manager'),
  ]);
  return { ann, ben, pete, bob };
}

export async function openAccount(teller: Query, balance: string) {
  const { account } = await send(teller, 'openAccount', { owner: 'carol', currency: 'USD' });
  const input = { id: account.id, ifMatch: account.etag, amount: usd(balance) };
  return (await send(teller, 'deposit', input)).account;
}

export async function createOrder(seller: Query) {
  const jug = { sku: 'JUG', description: 'milk jug', quantity: 1, unitPrice: usd('25.00') };
  const input = { customer: 'carol', currency: 'USD', lines: [jug] };
  return (await send(seller, 'createOrder', input)).order;
}

/** An account with money in it, and the tokens of those who reach for it. */
export async function openSharedAccount(endpoint: string, balance: string) {
  const tenant = newTenant();
  const { id } = await openAccount(await signIn(sendTo(endpoint), { tenant }), balance);
  const tokenOf = (subject: string, role = 'Teller') =>
    mintToken({ subject, tenant, roles: [role] }, new Date());
  return { id: String(id), tokenOf };
}
