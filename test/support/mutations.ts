/** The mutations and queries of a test in a line each: what it asks for, and what was answered. */
import { type Answer, type Query, type QueryOptions } from './api.ts';
import { entityOf, kindOfId, type Mutation } from './declared/declared.ts';
import { documentOf, historyQueryOf, queryOf, variablesOf } from './declared/documents.ts';

export { newRequestId } from '../../src/local/requestId.ts';

/** What a field answered: a test says what it expects of it. */
export type Result = Answer['data'];

/** What the mutation's union answered: a top-level error is none of it. */
export async function mutate(
  by: Query,
  mutation: Mutation,
  input: object,
  options?: QueryOptions,
): Promise<Result> {
  const { data, errors } = await by(documentOf(mutation), { input }, options);
  if (errors) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
  return data.result;
}

export interface Failed {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly code: unknown;
  readonly extensions: Result;
}

/** How a mutation failed that no member of its union tells. */
export async function fail(by: Query, mutation: Mutation, input: object): Promise<Failed> {
  return failureOf(await by(documentOf(mutation), { input }));
}

export function failureOf({ status, headers, data, errors }: Answer): Failed {
  // A field that may be null is null where it failed, and the rest stays.
  const failed = errors?.[0]?.path?.reduce((value: Result, key: string) => value?.[key], data);
  if (failed || errors?.length !== 1) {
    throw new Error(`this is no failure: ${JSON.stringify({ data, errors })}`);
  }
  const [{ extensions }] = errors;
  return { status, retryAfter: headers.get('retry-after'), code: extensions.code, extensions };
}

/** An open account in USD. */
export async function openAccount(by: Query, balance?: string): Promise<Result> {
  const { account } = await mutate(by, 'openAccount', { owner: 'carol', currency: 'USD' });
  return balance === undefined ? account : (await deposit(by, account, balance)).account;
}

export function deposit(by: Query, at: Result, amount: string, more: object = {}): Promise<Result> {
  return mutate(by, 'deposit', { id: at.id, ifMatch: at.etag, amount: usd(amount), ...more });
}

export function withdraw(by: Query, at: Result, amount: string, more: object = {}) {
  return mutate(by, 'withdraw', { id: at.id, ifMatch: at.etag, amount: usd(amount), ...more });
}

/** The same person deposits 1.00 so many times: the account after that. */
export async function depositTimes(by: Query, { id, etag }: Result, times: number) {
  const input = { id, ifMatch: etag, amount: usd('1.00') };
  return (await mutateTimes(by, 'deposit', input, times)).account;
}

/** Fewer than an etag is sure to be placed for. */
const mostAtOnce = 10;

/** A mutation that takes a stale etag, sent again and again: the last result. */
export async function mutateTimes(
  by: Query,
  mutation: Mutation,
  input: { readonly ifMatch: string; readonly [field: string]: unknown },
  times: number,
): Promise<Result> {
  let { ifMatch } = input;
  let result: Result;
  for (let left = times; left > 0; left -= mostAtOnce) {
    const count = Math.min(mostAtOnce, left);
    const { data, errors } = await by(
      documentOf(mutation, count),
      variablesOf({ ...input, ifMatch }, count),
    );
    if (errors) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
    ({ result } = data);
    ifMatch = entityOf(result)?.etag ?? ifMatch;
  }
  return result;
}

/** An open order in USD with one line. */
export async function createOrder(by: Query, more: object = {}): Promise<Result> {
  const input = { customer: 'carol', currency: 'USD', lines: [line('espresso machine')], ...more };
  return (await mutate(by, 'createOrder', input)).order;
}

export function line(sku: string, unitPrice = '10.00') {
  return { sku, description: `one ${sku}`, quantity: 2, unitPrice: usd(unitPrice) };
}

export function usd(amount: string) {
  return { amount, currency: 'USD' };
}

export async function read(by: Query, id: string, options?: QueryOptions): Promise<Result> {
  return (await by(queryOf(kindOfId(id).name), { id }, options)).data.result;
}

/** Every change of the entity, oldest first. */
export async function changesOf(by: Query, id: string): Promise<Result[]> {
  const { data } = await by(historyQueryOf(kindOfId(id).name), { id, first: 100 });
  return data.result.history.edges.map(({ node }: { readonly node: Result }) => node).toReversed();
}
