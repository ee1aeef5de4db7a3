/** A request to a Cosmos DB as a proxy sees it: what it is for, and which rule it meets. */
import type { IncomingMessage } from 'node:http';

export type RequestKind =
  | 'read'
  | 'create'
  | 'replace'
  | 'query'
  | 'queryplan'
  /** Account, databases, containers, partition key ranges. */
  | 'meta'
  /** Upsert, patch, delete, batch. */
  | 'other';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly kind: RequestKind;
  /** `dbs/…/colls/…`, if the request is for documents. */
  readonly container: string | undefined;
  /** The document's id: from the path, or from the body of a create. */
  readonly id: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface RequestMatch {
  readonly kind?: RequestKind;
  readonly id?: string | RegExp;
  readonly path?: string | RegExp;
  /** How many requests, before later ones pass: 1 unless told. */
  readonly times?: number;
}

export function see(
  { method = 'GET', url: path = '/', headers: raw }: IncomingMessage,
  bytes: Buffer,
) {
  const headers = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, String(value)]),
  );
  const [, container, inPath] =
    /^\/+(dbs\/[^/]+\/colls\/[^/]+)\/docs(?:\/([^/?]+))?\/?(?:\?.*)?$/.exec(path) ?? [];
  const body: unknown = bytes.length === 0 ? undefined : JSON.parse(bytes.toString());
  const kind = kindOf(method, container !== undefined, headers);
  return {
    method,
    path,
    kind,
    container: container && decodeURIComponent(container),
    id: inPath === undefined ? idOf(body) : decodeURIComponent(inPath),
    headers,
    body,
  } satisfies SeenRequest;
}

function kindOf(
  method: string,
  isForDocuments: boolean,
  headers: Readonly<Record<string, string>>,
): RequestKind {
  if (!isForDocuments) return 'meta';
  const is = (name: string) => headers[name]?.toLowerCase() === 'true';
  if (is('x-ms-cosmos-is-query-plan-request')) return 'queryplan';
  if (is('x-ms-documentdb-isquery')) return 'query';
  if (is('x-ms-documentdb-is-upsert') || is('x-ms-cosmos-is-batch-request')) return 'other';
  const kinds: Readonly<Record<string, RequestKind>> = {
    GET: 'read',
    POST: 'create',
    PUT: 'replace',
  };
  return kinds[method] ?? 'other';
}

function idOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('id' in body)) return undefined;
  return typeof body.id === 'string' ? body.id : undefined;
}

export function fits({ kind, id, path }: RequestMatch, request: SeenRequest): boolean {
  return (
    (kind === undefined || kind === request.kind) &&
    (id === undefined || isLike(id, request.id)) &&
    (path === undefined || isLike(path, request.path))
  );
}

function isLike(pattern: string | RegExp, text: string | undefined): boolean {
  if (text === undefined) return false;
  return typeof pattern === 'string' ? pattern === text : pattern.test(text);
}
