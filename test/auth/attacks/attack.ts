/** An attack on who one is: what is sent instead of a good token, and with what reason it is turned away. */
import type { Request } from '../../support/api.ts';

export interface Attack {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From the host on. */
  readonly path?: string;
  /** Laid over the body that asks for something. */
  readonly body?: object;
  /** What the challenge says: undefined where there is no token, which is a bare one. */
  readonly reason: string | undefined;
}

type Elsewhere = Omit<Attack, 'name' | 'reason'>;

/** The attack on a request for this. */
export function requestOf({ headers, path, body }: Elsewhere, query: string): Request {
  return {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...body }),
    ...(path !== undefined && { path }),
  };
}

export function withoutToken(attempts: Readonly<Record<string, Elsewhere>>): readonly Attack[] {
  return Object.entries(attempts).map(([name, sent]) => ({ name, reason: undefined, ...sent }));
}

/** Each is the whole header `Authorization`. */
export function underHeaders(
  reason: string | undefined,
  headers: Readonly<Record<string, string>>,
): readonly Attack[] {
  return Object.entries(headers).map(([name, authorization]) => ({
    name,
    headers: { authorization },
    reason,
  }));
}

export function withTokens(
  reason: string,
  tokens: Readonly<Record<string, string>>,
): readonly Attack[] {
  return underHeaders(
    reason,
    Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, `Bearer ${token}`])),
  );
}
