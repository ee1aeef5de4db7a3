/** The entities that a tenant has besides those that are asked for. */
import type { Births } from './births.ts';
import type { Database } from './database.ts';
import { accountDocuments, orderDocument, type StoredJson } from './documents.ts';

export interface Population {
  readonly accounts: number;
  readonly orders: number;
  /** Of each account. */
  readonly changes: number;
}

/** Documents that are made and sent before the next ones are made. */
const chunk = 2000;

/** Answers the ids of the accounts. */
export async function populate(
  database: Database,
  births: Births,
  tenantId: string,
  { accounts, orders, changes }: Population,
): Promise<readonly string[]> {
  const account = () => accountDocuments(births.next(tenantId), changes).document;
  const order = () => orderDocument(births.next(tenantId));
  const accountIds: string[] = [];
  for (const documents of chunksOf(accounts, account)) {
    await database.put('accounts', documents);
    accountIds.push(...documents.map(({ id }) => id));
  }
  for (const documents of chunksOf(orders, order)) await database.put('orders', documents);
  return accountIds;
}

function* chunksOf(count: number, make: () => StoredJson): Generator<readonly StoredJson[]> {
  for (let left = count; left > 0; left -= chunk) {
    yield Array.from({ length: Math.min(left, chunk) }, make);
  }
}
