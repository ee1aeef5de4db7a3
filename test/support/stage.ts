/** The stage of a race: Alice reaches Cosmos DB through a proxy, Bob past it, and nobody waits for any pause. */
import { setImmediate } from 'node:timers/promises';
import { inject } from 'vitest';
import type { System } from '../../src/system.ts';
import { type Answer, newTenant, openApi, type Query, type QueryOptions, signIn } from './api.ts';
import { type CosmosProxy, startCosmosProxy } from './cosmos/proxy.ts';
import { entityOf, kindOfId, type Mutation } from './declared/declared.ts';
import { documentOf, historyQueryOf, queryOf, variablesOf } from './declared/documents.ts';

export { newRequestId } from '../../src/local/requestId.ts';

/** What a field answered: a test says what it expects of it. */
export type Result = Answer['data'];

export interface Stage extends AsyncDisposable {
  readonly tenant: string;
  readonly proxy: CosmosProxy;
  readonly alice: Query;
  readonly bob: Query;
  /** Someone else on Alice's way. */
  readonly signIn: (subject: string) => Promise<Query>;
  /** The milliseconds that the service asked to wait, and did not. */
  readonly pauses: number[];
  /** Ends the time of all requests on Alice's way, whose deadline nothing else brings. */
  readonly endTime: () => void;
}

export interface StageOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  /** A pause ends when nothing is under way any more: as a real one, it is shared by all that wait. */
  readonly quiet?: boolean;
  /** A deadline comes when the test says so. */
  readonly deadlineByHand?: boolean;
}

export async function openStage({
  environment = {},
  now = () => new Date(),
  quiet = false,
  deadlineByHand = false,
}: StageOptions = {}): Promise<Stage> {
  const { endpoint, key } = inject('cosmos');
  const tenant = newTenant();
  const pauses: number[] = [];
  const proxy = await startCosmosProxy(endpoint, { key });
  const system = {
    now,
    pause: async (milliseconds: number) => {
      pauses.push(milliseconds);
      if (quiet) await quietOf(proxy);
    },
  };
  const deadlines = new Set<() => void>();
  const timer: System['timer'] = (_milliseconds, run) => {
    deadlines.add(run);
    return () => deadlines.delete(run);
  };
  const service = await openApi({
    cosmosEndpoint: proxy.endpoint,
    environment,
    system: { ...system, ...(deadlineByHand && { timer }) },
  });
  const elsewhere = await openApi({ system });
  // Issued long enough ago for tests whose clocks go back.
  const person = (subject: string) => ({ subject, tenant, issuedAt: -3600 });
  return {
    tenant,
    proxy,
    alice: await signIn(service, person('alice'), now()),
    bob: await signIn(elsewhere, person('bob'), now()),
    signIn: (subject) => signIn(service, person(subject), now()),
    pauses,
    endTime: () => {
      for (const run of deadlines) run();
    },
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}

/** Whatever is on its way to or from the database has arrived. */
async function quietOf({ requests }: CosmosProxy): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) {
    await setImmediate();
    if (requests.some(({ status }) => status === undefined)) turns = 0;
  }
}

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

/** The requests so far for documents, in the order of arrival: `read`, `replace` and so on. */
export function wire({ requests }: CosmosProxy): readonly string[] {
  return requests.map(({ kind }) => kind);
}
