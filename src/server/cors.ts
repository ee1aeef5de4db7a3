/** What a page of another origin may do: nothing, unless the settings name that origin. */
import type { ServerRequest } from './http.ts';

export const sessionTokenHeader = 'x-session-token';

export interface Cors {
  /** For every answer. */
  readonly headers: (request: ServerRequest) => Record<string, string>;
  /** For the answer to a browser that asks first. */
  readonly preflight: (request: ServerRequest) => Record<string, string>;
}

export function corsFor(origins: readonly string[]): Cors {
  const allowed = new Set(origins);
  // A cache must not give the answer to one origin to another.
  const vary: Record<string, string> = origins.length > 0 ? { vary: 'Origin' } : {};
  const decide = (request: ServerRequest, more: Readonly<Record<string, string>>) => {
    const origin = request.headers.get('origin');
    if (origin === null || !allowed.has(origin)) return vary;
    return { ...vary, 'access-control-allow-origin': origin, ...more };
  };
  return {
    headers: (request) =>
      decide(request, {
        'access-control-expose-headers': `${sessionTokenHeader}, www-authenticate, retry-after`,
      }),
    preflight: (request) =>
      decide(request, {
        'access-control-allow-methods': 'GET, POST, OPTIONS',
        'access-control-allow-headers': `authorization, content-type, ${sessionTokenHeader}`,
      }),
  };
}
