/** Repeats what may go better next time. Mutations, too: each input has a `requestId`, so nothing is done twice. */

export interface RepetitionOptions {
  /** How often a request is sent at most, the first time included: 5 unless told. */
  readonly attempts?: number;
  /** Told before each pause. */
  readonly onRetry?: (retry: Retry) => void;
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly random?: () => number;
}

export interface Retry {
  /** The one that failed, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
  /** `network`: no answer, or half of one; `gateway`: an answer that is not the API's; else the code of its error. */
  readonly reason: string;
}

/** Who is asked to wait longer than this gets the answer instead: a person is waiting. */
const longestPauseMs = 10_000;
const firstPauseMs = 500;

/** The body of a request is sent each time anew: a text can be, and a stream cannot. */
export function withRepetition(
  send: typeof fetch,
  { attempts = 5, onRetry, wait = pause, random = Math.random }: RepetitionOptions = {},
): typeof fetch {
  return async (input, init) => {
    for (let attempt = 1; ; attempt += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each attempt follows from what came of the one before
      const { finish, again } = await outcomeOf(() => send(input, init));
      const isLast = attempt >= attempts || init?.signal?.aborted;
      if (!again || isLast || again.askedMs > longestPauseMs) return finish();
      const half = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs) / 2;
      const waitMs = Math.round(Math.max(again.askedMs, half) + random() * half);
      onRetry?.({ attempt, waitMs, reason: again.reason });
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(waitMs);
      if (init?.signal?.aborted) return finish();
    }
  };
}

interface Outcome {
  /** What the caller gets if it was the last attempt. */
  readonly finish: () => Response;
  readonly again: Again | undefined;
}

interface Again {
  readonly reason: string;
  readonly askedMs: number;
}

async function outcomeOf(send: () => Promise<Response>): Promise<Outcome> {
  try {
    const answer = await send();
    // To its end: a connection can break in the middle, too.
    const text = await answer.text();
    const { status, statusText, headers } = answer;
    const whole = new Response(text || null, { status, statusText, headers });
    return { finish: () => whole, again: againOf(answer, text) };
  } catch (error) {
    // A page sees no more than this of an answer that lacks the headers of CORS, as a gateway's may.
    const finish = () => {
      throw error;
    };
    return { finish, again: { reason: 'network', askedMs: 0 } };
  }
}

interface GraphQLAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

function againOf({ ok, status, headers }: Response, text: string): Again | undefined {
  const retryAfterMs = Number(headers.get('retry-after') ?? 0) * 1000 || 0;
  const body = parse(text);
  if (!body) {
    const isPassing = ok || status === 408 || status === 429 || status >= 500;
    return isPassing ? { reason: 'gateway', askedMs: retryAfterMs } : undefined;
  }
  // Where one field has its value, the rest of the screen does not wait for the others: the caller asks again for those.
  const fields = Object.entries(body.data ?? {}).filter(([name]) => name !== '__typename');
  if (fields.some(([, value]) => value !== null)) return undefined;
  const found = body.errors?.find(({ extensions }) => extensions?.['retryable'] === true);
  if (!found) return undefined;
  const { code, retryAfterMs: asked = retryAfterMs } = found.extensions ?? {};
  return { reason: String(code), askedMs: Number(asked) };
}

function parse(text: string): GraphQLAnswer | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const isGraphQL = typeof body === 'object' && body && ('data' in body || 'errors' in body);
    return isGraphQL ? (body as GraphQLAnswer) : undefined;
  } catch {
    return undefined;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
