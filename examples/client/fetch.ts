/** The `fetch` of a frontend of Order Desk: give it to urql, Apollo Client or Relay, or use it as it is. */
import { type RepetitionOptions, withRepetition } from './repetition.ts';
import { withSessionTokens } from './sessionTokens.ts';
import { type GetToken, withToken } from './token.ts';

export interface FetchOptions extends RepetitionOptions {
  readonly getToken: GetToken;
  readonly fetch?: typeof fetch;
}

/** One for each person who is signed in: it keeps their token, and where they have read and written. */
export function createFetch({
  getToken,
  fetch: network = globalThis.fetch,
  ...repetition
}: FetchOptions): typeof fetch {
  const send = withToken(withRepetition(withSessionTokens(network), repetition), getToken);
  return (input, init) => {
    // Its headers would be lost, and its body be gone at the second attempt.
    if (input instanceof Request)
      throw new TypeError('createFetch takes a URL and its options, not a Request');
    return untilAborted(send(input, init), init?.signal);
  };
}

/** A pause and a token may still be waited for when the caller's signal aborts: the caller does not wait with them. */
function untilAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal | null | undefined,
): Promise<Value> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
