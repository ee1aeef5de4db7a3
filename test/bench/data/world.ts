/** The entities of one tenant, made by the service itself and copied, and the requests to them. */
import { newRequestId } from '../../../src/local/requestId.ts';
import type { Entity, Mutate } from '../../../src/local/sample/mutate.ts';
import type { Mint } from '../../../src/local/sample/people.ts';
import { line } from '../../../src/local/sample/steps.ts';
import type { Database } from './database.ts';
import { documents, type Operation, type Requests } from './operations.ts';

export type World = Awaited<ReturnType<typeof createWorld>>;

interface Makers {
  readonly database: Database;
  readonly mutate: Mutate;
  readonly mint: Mint;
}

/** So many accounts and so many orders; changes of each account, three at least; and how many are asked for at once. */
export type Size = Readonly<Record<'ofEach' | 'changes' | 'page', number>>;

/** An input that moves money of the account under the etag. */
export function moved({ id, etag }: Entity, amount = '1.00', at = new Date()) {
  return { requestId: newRequestId(at), id, ifMatch: etag, amount: { amount, currency: 'USD' } };
}

export async function createWorld(
  { database, mutate, mint }: Makers,
  tenant: string,
  { ofEach, changes, page }: Size,
) {
  const mia = { subject: 'mia', tenant, role: 'Manager' };
  const authorization = `Bearer ${await mint(mia)}`;
  // A second for each, and long ago: none is to be taken for one that may lie in a page.
  const born = Date.now() - 24 * 3600 * 1000;
  const opened = await mutate(mia, 'openAccount', { owner: 'Ann', currency: 'USD' });
  let account = await mutate(mia, 'deposit', moved(opened, '1000000.00', new Date(born)));
  let latest = moved(account);
  for (let version = 3; version <= changes; version += 1) {
    latest = moved(account, '1.00', new Date(born + version * 1000));
    account = await mutate(mia, 'withdraw', latest);
  }
  const newAccounts = (count: number) => database.copy('accounts', tenant, account.id, count);
  const accounts = [account, ...(await newAccounts(ofEach - 1))];

  const machine = (price: string) => line(2, 'espresso machine', price, 'USD');
  const lines = ['499.00', '1200.50', '10000.00'].map(machine);
  const order = { customer: 'Carol', currency: 'USD', lines, note: 'ring twice' };
  const { id: orderId } = await mutate(mia, 'createOrder', order);
  await database.copy('orders', tenant, orderId, ofEach - 1);

  const { id } = account;
  const ids = accounts.slice(0, page).map((each) => each.id);
  const asked: Readonly<Record<Operation, readonly [variables: object, expected: string]>> = {
    read: [{ id }, `"id":"${id}"`],
    nodes: [{ ids }, `"id":"${ids.at(-1)}"`],
    list: [{ first: page }, '"hasNextPage":true'],
    change: [{}, '"replayed":false'],
    conflict: [{ input: moved({ id, etag: latest.ifMatch }) }, '"AccountConflictError"'],
    replay: [{ input: latest }, '"replayed":true'],
    refusal: [{ input: moved(account, '9000000.00') }, '"InsufficientFundsError"'],
  };
  return {
    authorization,
    /** That nobody has changed. */
    newAccounts,
    /** `count` is for changes: each has an account of its own, so that all are alike. */
    requests: async (operation: Operation, count: number): Promise<Requests> => {
      const [variables, expected] = asked[operation];
      const fresh = operation === 'change' ? await newAccounts(count) : [];
      return {
        document: documents[operation],
        variables: fresh.length > 0 ? fresh.map((each) => ({ input: moved(each) })) : [variables],
        authorization,
        expected,
      };
    },
  };
}
