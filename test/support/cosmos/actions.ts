/** What a proxy can do with a request: answer itself, break the connection here or there, wait, let something happen. */
import type { SeenRequest } from './requests.ts';

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One request in the hands of an action. */
export interface Exchange {
  readonly request: SeenRequest;
  /** The same for all requests that come by one connection. */
  readonly connection: object;
  /** To the primary, or to the lagging replica where a read goes; with other headers, if some are given. */
  readonly forward: (request?: SeenRequest) => Promise<ProxyAnswer>;
  readonly answer: (answer: ProxyAnswer) => void;
  /** Closes the connection without another byte. */
  readonly cut: () => void;
  /** Announces the whole answer, sends half of its body, and closes the connection. */
  readonly truncate: (answer: ProxyAnswer) => void;
}

export type Action = (exchange: Exchange) => void | Promise<void>;

export const pass: Action = async ({ forward, answer }) => answer(await forward());

export interface Reply {
  readonly substatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers in the database's place. */
export function reply(status: number, { substatus, headers, body }: Reply = {}): Action {
  return ({ answer }) =>
    answer({
      status,
      headers: {
        'content-type': 'application/json',
        ...(substatus !== undefined && { 'x-ms-substatus': String(substatus) }),
        ...headers,
      },
      body: Buffer.from(JSON.stringify(body ?? { message: `scripted ${status}` })),
    });
}

/** The client forgot the partition key of a query, as the SDK does of one that needs a plan: it is for all partitions. */
export const unscoped: Action = async ({ request, forward, answer }) => {
  const { 'x-ms-documentdb-partitionkey': _key, ...headers } = request.headers;
  const everywhere = { ...headers, 'x-ms-documentdb-query-enablecrosspartition': 'True' };
  answer(await forward({ ...request, headers: everywhere }));
};

/** The connection breaks before the database has heard of it. */
export const cutBefore: Action = ({ cut }) => cut();

/** The database has done it; the connection breaks before the client hears of that. */
export const cutAfter: Action = async ({ forward, cut }) => {
  await forward();
  cut();
};

/** The database has done it; the connection breaks in the middle of the answer. */
export const truncate: Action = async (exchange) => exchange.truncate(await exchange.forward());

/** Waits for the promise before the database hears of it. */
export function hold(released: Promise<unknown>): Action {
  return before(() => released);
}

/** Something happens first: a competing write, say. */
export function before(happen: () => unknown): Action {
  return async (exchange) => {
    await happen();
    await pass(exchange);
  };
}

/** Something happens between the database's answer and the client's hearing of it. */
export function after(happen: () => unknown): Action {
  return async ({ forward, answer }) => {
    const result = await forward();
    await happen();
    answer(result);
  };
}

/** Neither does the database hear of it nor the client of anything, until the proxy closes. */
export const delayForever: Action = () => {};
