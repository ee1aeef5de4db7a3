/** A proxy before a Cosmos DB that makes its failures, its races and its lagging replicas happen when a test says so. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Pool } from 'undici';
import { listen } from '../../../src/local/listen.ts';
import { emulatorKey } from '../../../src/local/cosmosdb/server.ts';
import { type Action, type Exchange, pass, type ProxyAnswer } from './actions.ts';
import { freeze, type Replica } from './replica.ts';
import { fits, type RequestMatch, see, type SeenRequest } from './requests.ts';

export interface LoggedRequest extends SeenRequest {
  /** What the client was answered; undefined while it waits, and for ever when it was cut off. */
  readonly status: number | undefined;
}

export interface CosmosProxy extends AsyncDisposable {
  readonly endpoint: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** Forgets the requests so far. */
  clear(): void;
  /** The next matching requests (one, unless `times` says more) meet this action; earlier rules go first. */
  next(match: RequestMatch, action: Action): () => void;
  /** All matching requests meet this action, until the returned function is called. */
  every(match: Omit<RequestMatch, 'times'>, action: Action): () => void;
  /** From when this resolves until `catchUp`, reads and queries that no session token pins see the data as it was. */
  lag(which?: { readonly id?: string }): Promise<void>;
  catchUp(): void;
  /** Closes the connections that wait for a next request. */
  closeIdleConnections(): void;
  close(): Promise<void>;
}

interface Rule {
  readonly match: RequestMatch;
  readonly action: Action;
  left: number;
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** `key` is for the copy that `lag` takes; requests pass with the signatures that their client gave them. */
export async function startCosmosProxy(
  upstream: string,
  { key = emulatorKey }: { readonly key?: string } = {},
): Promise<CosmosProxy> {
  const { origin, hostname } = new URL(upstream);
  // The emulators' certificates are their own.
  const pool = new Pool(origin, { connect: { rejectUnauthorized: !isLoopback(hostname) } });
  const log: { -readonly [Name in keyof LoggedRequest]: LoggedRequest[Name] }[] = [];
  const rules: Rule[] = [];
  let replica: Replica | undefined;

  const server = createServer({ keepAlive: true }, (incoming, response) => {
    void handle(incoming, response).catch((error: unknown) => {
      response.destroy();
      // An action that fails is a test that fails, so nobody catches that.
      if (!(error instanceof UpstreamError)) throw error;
    });
  });
  server.keepAliveTimeout = 0;
  const port = await listen(server, 0);

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(incoming);
    const request = see(incoming, bytes);
    const entry: (typeof log)[number] = { ...request, status: undefined };
    log.push(entry);

    const exchange: Exchange = {
      request,
      connection: incoming.socket,
      forward: async (sent = request) => replica?.answer(sent) ?? (await send(pool, sent, bytes)),
      answer: ({ status, headers, body }) => {
        entry.status = status;
        response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
      },
      cut: () => response.destroy(),
      truncate: ({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'content-length': body.length });
        response.write(body.subarray(0, body.length / 2), () => response.destroy());
      },
    };
    await take(request)(exchange);
  }

  function take(request: SeenRequest): Action {
    const rule = rules.find(({ match, left }) => left > 0 && fits(match, request));
    if (rule === undefined) return pass;
    rule.left -= 1;
    return rule.action;
  }

  function add(match: RequestMatch, action: Action, left: number): () => void {
    const rule = { match, action, left };
    rules.push(rule);
    return () => {
      rule.left = 0;
    };
  }

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await pool.destroy();
  }

  return {
    endpoint: `http://127.0.0.1:${port}/`,
    requests: log,
    clear: () => void log.splice(0),
    next: (match, action) => add(match, action, match.times ?? 1),
    every: (match, action) => add(match, action, Infinity),
    lag: async ({ id } = {}) => {
      replica = await freeze(upstream, key, id);
    },
    catchUp: () => {
      replica = undefined;
    },
    closeIdleConnections: () => server.closeIdleConnections(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The database is gone, or the proxy was closed: the client's connection breaks. */
class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}

async function send(pool: Pool, request: SeenRequest, bytes: Buffer): Promise<ProxyAnswer> {
  const headers = Object.entries(request.headers).filter(
    ([name]) => !hopByHop.has(name) && name !== 'host',
  );
  const answer = await pool
    .request({
      method: request.method,
      path: request.path,
      headers: Object.fromEntries(headers),
      body: bytes.length === 0 ? null : bytes,
    })
    .catch((cause: unknown) => {
      throw new UpstreamError('the database did not answer', { cause });
    });
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(
      Object.entries(answer.headers)
        .filter(([name]) => !hopByHop.has(name))
        .map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.from(await answer.body.arrayBuffer()),
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
