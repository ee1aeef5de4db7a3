/** For a client that reads its own writes, whatever instance and whatever replica answers: see docs/contract.md. */

/** What the API takes, in characters. A token has at most 4 KiB. */
const longestHeader = 12 * 1024;

export function withSessionTokens(send: typeof fetch): typeof fetch {
  // The newest first.
  let tokens: readonly string[] = [];
  return async (input, init) => {
    let sent = tokens;
    // What does not go along this time goes with the next requests.
    while (sent.join(',').length > longestHeader) sent = sent.slice(0, -1);
    const headers = new Headers(init?.headers);
    if (sent.length > 0) headers.set('x-session-token', sent.join(','));
    const answer = await send(input, { ...init, headers });
    const token = answer.headers.get('x-session-token');
    if (token !== null) {
      // It stands for those that were sent, too; answers to parallel requests stand beside it.
      tokens = [token, ...tokens.filter((each) => each !== token && !sent.includes(each))];
    }
    return answer;
  };
}
