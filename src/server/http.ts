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

export type Route = 'graphql' | 'health' | 'none';

/** Routes ignore case and take a trailing slash, as those of the Functions host do. */
export function routeOf({ pathname }: URL): Route {
  switch (pathname.toLowerCase().replace(/\/$/, '')) {
    case '/graphql':
      return 'graphql';
    case '/graphql/health':
      return 'health';
    default:
      return 'none';
  }
}
