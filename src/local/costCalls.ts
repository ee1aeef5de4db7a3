/** A proxy before a Cosmos DB that keeps each call with the documents in it. */

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { flag, isQuery } from './cosmosdbWire.ts';

export interface StoredDocument {
  readonly id: string;
}

export type Call =
  | {
      readonly type: 'Read' | 'Create';
      readonly container: string;
      readonly document: StoredDocument;
    }
  | {
      readonly type: 'Query';
      readonly container: string;
      readonly documents: readonly StoredDocument[];
    }
  | {
      readonly type: 'Replace';
      readonly container: string;
      readonly before: StoredDocument;
      readonly after: StoredDocument;
    }
  /** Nothing was written or found; `document` is what was in the way. */
  | {
      readonly type: 'Refused';
      readonly container: string;
      readonly document: StoredDocument | undefined;
    }
  /** Of the metadata, or a query's plan: no container's throughput pays for it. */
  | { readonly type: 'Free'; readonly what: 'metadata' | 'query plan' };

export interface CallCounter extends AsyncDisposable {
  readonly endpoint: string;
  /** The calls since it was last asked. */
  readonly take: () => readonly Call[];
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'host',
]);

export async function startCallCounter(upstream: string): Promise<CallCounter> {
  const newest = new Map<string, StoredDocument>();
  const calls: Call[] = [];

  const server = createServer({ keepAlive: true }, (request, response) => {
    pass(request).then(
      ({ status, headers, text }) => response.writeHead(status, headers).end(text),
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  // An address is a string for pipes only.
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');

  async function pass(request: IncomingMessage) {
    const body = await buffer(request);
    const answer = await fetch(new URL(request.url ?? '/', upstream), {
      method: request.method ?? 'GET',
      headers: kept(Object.entries(request.headers)),
      body: body.length === 0 ? null : body,
    });
    const text = await answer.text();
    calls.push(see(request, answer.status, text));
    return { status: answer.status, headers: kept(answer.headers), text };
  }

  function see(request: IncomingMessage, status: number, text: string): Call {
    const [, container, id] = /\/colls\/([^/]+)\/docs(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
    if (container === undefined) return { type: 'Free', what: 'metadata' };
    if (flag(request.headers, 'x-ms-cosmos-is-query-plan-request')) {
      return { type: 'Free', what: 'query plan' };
    }
    const key = `${container}/${decodeURIComponent(id ?? '')}`;
    const before = newest.get(key);
    if (status >= 400) return { type: 'Refused', container, document: before };
    if (isQuery(request.headers)) {
      const { Documents: documents }: { Documents: readonly StoredDocument[] } = JSON.parse(text);
      return { type: 'Query', container, documents };
    }
    const document: StoredDocument = JSON.parse(text);
    newest.set(`${container}/${document.id}`, document);
    if (request.method === 'GET') return { type: 'Read', container, document };
    if (request.method === 'POST') return { type: 'Create', container, document };
    if (before === undefined) throw new Error('a document was replaced that nobody read');
    return { type: 'Replace', container, before, after: document };
  }

  return {
    endpoint: `http://127.0.0.1:${address.port}/`,
    take: () => calls.splice(0),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function kept(headers: Iterable<readonly [string, unknown]>): Record<string, string> {
  return Object.fromEntries(
    [...headers]
      .filter(([name]) => !hopByHop.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
