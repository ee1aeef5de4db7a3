/** What may become of a request between a frontend and the API. */

export type Fault = (reach: () => Promise<Response>) => Promise<Response>;

/** So fails `fetch` in a browser, for want of a network or of the headers of CORS. */
const unreachable = () => new TypeError('Failed to fetch');

export const lostBefore: Fault = () => Promise.reject(unreachable());

export const lostAfter: Fault = async (reach) => {
  await reach();
  throw unreachable();
};

export const brokenOff: Fault = async (reach) => {
  const answer = await reach();
  const text = await answer.text();
  const half = new TextEncoder().encode(text.slice(0, text.length / 2));
  const body = new ReadableStream({
    start: (stream) => stream.enqueue(half),
    pull: (stream) => stream.error(unreachable()),
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
};

export interface GatewayOptions {
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The API has done it all the same. */
  readonly done?: boolean;
}

/** What is before the API answers in its place. */
export function gateway(
  status: number,
  { text = '<html>', headers, done = false }: GatewayOptions = {},
): Fault {
  return async (reach) => {
    if (done) await reach();
    return new Response(text, { status, headers: { 'content-type': 'text/html', ...headers } });
  };
}

export interface Loss {
  readonly how: string;
  readonly fault: Fault;
  readonly done: boolean;
  readonly reason: string;
}

const half = '{"data":{"withdraw":{"__ty';

export const losses: readonly Loss[] = [
  { how: 'request was lost', fault: lostBefore, done: false, reason: 'network' },
  { how: 'answer was lost', fault: lostAfter, done: true, reason: 'network' },
  { how: 'answer broke off', fault: brokenOff, done: true, reason: 'network' },
  { how: 'gateway could not reach the API', fault: gateway(502), done: false, reason: 'gateway' },
  {
    how: 'gateway did not wait',
    fault: gateway(504, { done: true }),
    done: true,
    reason: 'gateway',
  },
  {
    how: 'worker was killed',
    fault: gateway(500, { text: '' }),
    done: false,
    reason: 'gateway',
  },
  {
    how: 'answer was cut in half',
    fault: gateway(200, { text: half, done: true }),
    done: true,
    reason: 'gateway',
  },
];
