/** The two ends of the server, as small as they can be: the Functions library's requests are such, and its answers. */

export interface ServerRequest {
  readonly method: string;
  /** Absolute, as the client sent it. */
  readonly url: string;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

// After scheme and authority, what comes before a query or a fragment is the path.
const beforeQuery = /^[^/]*\/\/[^/?#]*([^?#]*)/;

export type Route = 'graphql' | 'health' | 'none';

/** Routes ignore case and take a trailing slash, as those of the Functions host do. */
export function routeOf({ url }: ServerRequest): Route {
  const [, path = ''] = beforeQuery.exec(url) ?? [];
  switch (path.toLowerCase().replace(/\/$/, '')) {
    case '/graphql':
      return 'graphql';
    case '/graphql/health':
      return 'health';
    default:
      return 'none';
  }
}
