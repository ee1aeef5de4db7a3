/** Sends one request to one instance, and writes down what became of it. */
import type { Pool } from 'undici';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  orderHistoryQuery,
  orderQuery,
  ordersQuery,
} from '../support/documents.ts';
import type { Operation, Outcome, Result, TopLevelError } from './history.ts';
import type { Instance } from './instances.ts';
import type { Session } from './session.ts';

export interface Sending {
  readonly client: string;
  readonly authorization: string;
  readonly request: Operation['request'];
  readonly instance: Instance;
  /** Whether the request carries the tokens of this session, and where the answer's goes. */
  readonly session: { readonly collection: Session; readonly carried: boolean } | undefined;
  /** How long the request is on its way before the instance hears of it. */
  readonly held?: Promise<unknown>;
}

export interface Sender {
  readonly send: (sending: Sending) => Promise<Operation>;
  /** In the order in which they began; those that have no end yet are left out. */
  readonly operations: () => readonly Operation[];
}

const queries = {
  account: accountQuery,
  order: orderQuery,
  accounts: accountsQuery,
  orders: ordersQuery,
  accountHistory: accountHistoryQuery,
  orderHistory: orderHistoryQuery,
};

/** After `patienceMs` a client gives up: long after the instance should have answered. */
export function createSender(
  patienceMs: number,
  now: () => number,
  onOperation: (operation: Operation) => void,
): Sender {
  const operations: (Operation | undefined)[] = [];

  async function send(sending: Sending): Promise<Operation> {
    const { client, request, instance, session } = sending;
    const number = operations.push(undefined) - 1;
    const carried = session?.carried ? session.collection.token() : undefined;
    const began = now();
    await sending.held;
    const pool = instance.pool();
    const { outcome, token } = pool
      ? await exchange(pool, sending, carried, patienceMs)
      : { outcome: lost('the instance is down'), token: undefined };
    if (token !== undefined) session?.collection.merge(token, carried);
    const operation: Operation = {
      number,
      client,
      instance: instance.number,
      began,
      ended: now(),
      request,
      session: carried === undefined ? null : (session?.collection.name ?? null),
      mergedInto: token === undefined || !session ? [] : [session.collection.name],
      outcome,
    };
    operations[number] = operation;
    onOperation(operation);
    return operation;
  }

  return {
    send,
    operations: () => operations.filter((operation) => operation !== undefined),
  };
}

interface Exchanged {
  readonly outcome: Outcome;
  readonly token: string | undefined;
}

async function exchange(
  pool: Pool,
  { authorization, request }: Sending,
  token: string | undefined,
  patienceMs: number,
): Promise<Exchanged> {
  try {
    const { statusCode, headers, body } = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: {
        authorization,
        'content-type': 'application/json',
        ...(token !== undefined && { 'x-session-token': token }),
      },
      body: JSON.stringify(bodyOf(request)),
      signal: AbortSignal.timeout(patienceMs),
    });
    const answered = headers['x-session-token'];
    return {
      outcome: toOutcome(statusCode, await body.text()),
      token: typeof answered === 'string' ? answered : undefined,
    };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { outcome: lost(reason), token: undefined };
  }
}

function bodyOf(request: Operation['request']): object {
  return request.type === 'mutation'
    ? { query: documentOf(request.mutation), variables: { input: request.input } }
    : { query: queries[request.query], variables: request.variables };
}

interface Body {
  readonly data?: { readonly result: Result } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Partial<Omit<TopLevelError, 'message'>>;
  }[];
}

function toOutcome(status: number, text: string): Outcome {
  let body: Body;
  try {
    body = JSON.parse(text) as Body; // the border to the API, whose schema is tested apart
  } catch {
    const message = `no JSON: ${text.slice(0, 200)}`;
    return { type: 'Failed', status, errors: [{ message, code: '' }] };
  }
  if (body.errors === undefined && body.data) {
    return { type: 'Answered', status, result: body.data.result };
  }
  const errors = (body.errors ?? []).map(({ message, extensions }) => ({
    ...extensions,
    message,
    code: extensions?.code ?? '',
  }));
  return { type: 'Failed', status, errors };
}

function lost(reason: string): Outcome {
  return { type: 'NoAnswer', reason };
}
