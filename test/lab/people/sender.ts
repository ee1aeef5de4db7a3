/** Sends one request to one instance, and writes down what became of it. */
import type { Pool } from 'undici';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  documentReadingAfter,
  orderHistoryQuery,
  orderQuery,
  ordersQuery,
} from '../../support/declared/documents.ts';
import type { Operation, Outcome, Result, TopLevelError } from '../history.ts';
import type { Instance } from '../cluster/instances.ts';
import type { Session } from './session.ts';

export interface Sending {
  readonly client: string;
  readonly authorization: string;
  readonly request: Operation['request'];
  readonly instance: Instance;
  /** Whether the request carries the tokens of this session, and where the answer's goes. */
  readonly session: { readonly collection: Session; readonly carried: boolean } | undefined;
  /** The connection loses the first answer, and sends the request again by itself. */
  readonly resent?: boolean;
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
  { authorization, request, resent = false }: Sending,
  token: string | undefined,
  patienceMs: number,
): Promise<Exchanged> {
  try {
    const send = () =>
      pool.request({
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
    if (resent) await (await send()).body.dump();
    const { statusCode, headers, body } = await send();
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
  if (request.type === 'read') {
    return { query: queries[request.query], variables: request.variables };
  }
  const { mutation, input, later } = request;
  return later === undefined
    ? { query: documentOf(mutation), variables: { input } }
    : { query: documentReadingAfter(mutation), variables: { input, later } };
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
  const result = body.data?.result;
  if (body.errors === undefined && result !== undefined) {
    return { type: 'Answered', status, result };
  }
  const errors = (body.errors ?? []).map(({ message, extensions }) => ({
    ...extensions,
    message,
    code: extensions?.code ?? '',
  }));
  if (!result) return { type: 'Failed', status, errors };
  return '__typename' in result
    ? { type: 'Answered', status, result, errors }
    : { type: 'Failed', status, errors, part: true };
}

function lost(reason: string): Outcome {
  return { type: 'NoAnswer', reason };
}
