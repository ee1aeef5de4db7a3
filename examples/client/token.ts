/** Sends a bearer token, and renews it where the API says that it is not good: once, for however many requests wait. */

/** The token to send. With `renew`, the last one was refused: a cache must not give it again. */
export type GetToken = (options: { readonly renew: boolean }) => Promise<string>;

export function withToken(send: typeof fetch, getToken: GetToken): typeof fetch {
  let current: Promise<string> | undefined;

  function ask(renew: boolean): Promise<string> {
    const asked = getToken({ renew });
    current = asked;
    // The next request asks anew.
    asked.catch(() => {
      if (current === asked) current = undefined;
    });
    return asked;
  }

  return async (input, init) => {
    const sendWith = async (token: Promise<string>) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${await token}`);
      return send(input, { ...init, headers });
    };
    const first = current ?? ask(false);
    const answer = await sendWith(first);
    if (answer.status !== 401) return answer;
    // Another request may have had it renewed meanwhile. Where the new one is no better, the person has to sign in.
    return sendWith(current && current !== first ? current : ask(true));
  };
}
