/** For a client that reads its own writes, whatever instance and whatever replica answers: see docs/contract.md. */

/** A header holds 12 KiB, and a token has at most 4. What does not go along this time goes with the next requests. */
const mostTokens = 3;

export function withSessionTokens(send: typeof fetch): typeof fetch {
  const tokens = new Set<string>();
  return async (input, init) => {
    const sent = [...tokens].slice(0, mostTokens);
    const headers = new Headers(init?.headers);
    if (sent.length > 0) headers.set('x-session-token', sent.join(','));
    const answer = await send(input, { ...init, headers });
    const token = answer.headers.get('x-session-token');
    if (token !== null) {
      // It stands for those that were sent, too; answers to parallel requests stand beside it.
      for (const each of sent) tokens.delete(each);
      tokens.add(token);
    }
    return answer;
  };
}
