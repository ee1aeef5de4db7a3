/** The session tokens that a client has collected: what it sends covers every answer that it, or a friend, has had. */

export interface Session {
  readonly name: string;
  /** For the header; undefined while nothing is known. */
  readonly token: () => string | undefined;
  /** Takes in the token of the answer to a request that carried `sent`, which that token covers. */
  readonly merge: (token: string, sent: string | undefined) => void;
}

export function createSession(name: string): Session {
  let tokens: readonly string[] = [];
  return {
    name,
    token: () => (tokens.length === 0 ? undefined : tokens.join(',')),
    merge: (token, sent) => {
      const covered = new Set(sent?.split(','));
      tokens = [...new Set([...tokens.filter((known) => !covered.has(known)), token])];
    },
  };
}
