/** The embedded Cosmos DB: what the API needs of one, over HTTP, with the account and SQL of `@vercel/cosmosdb-server`. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ContainerDefinition } from '../../cosmos/containers.ts';
import { listen } from '../listen.ts';
import { type Container, createContainer } from './container.ts';
import { Account, type CollectionData, route } from './engine.ts';
import { type Answer, refusal } from './wire.ts';

/** What its clients meet: it works, it has no more throughput to give, or nobody reaches it. */
export const databaseStates = ['here', 'throttled', 'away'] as const;

export interface DatabaseSwitch {
  state: (typeof databaseStates)[number];
}

export interface CosmosDb extends AsyncDisposable {
  readonly endpoint: string;
  readonly key: string;
  readonly switch: DatabaseSwitch;
  close(): Promise<void>;
}

export interface CosmosDbOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly database: string;
  readonly containers: readonly ContainerDefinition[];
}

/** The key that every Cosmos DB emulator publishes: no secret, and any other is accepted as well. */
export const emulatorKey =
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

/** What a resource lies in does not exist, so that nothing can be said of the resource. */
const ownerNotFound = 1003;

const largestDocument = 2 * 1024 * 1024;

const throttled: Answer = {
  ...refusal(429, 'the request rate is too large'),
  headers: { 'x-ms-substatus': '3200', 'x-ms-retry-after-ms': '1000' },
};

export async function startCosmosDb(options: CosmosDbOptions): Promise<CosmosDb> {
  const account = new Account('127.0.0.1', 0);
  account.databases.create({ id: options.database });
  for (const container of options.containers) {
    account.database(options.database).collections.create({ ...container });
  }
  const switched: DatabaseSwitch = { state: 'here' };
  const answer = createFront(account, switched);
  // A connection that the server drops while idle would reach a client as a write of unknown outcome.
  const server = createServer({ keepAlive: true, keepAliveTimeout: 0 }, (request, response) => {
    if (switched.state === 'away') {
      response.destroy();
      return;
    }
    answer(request, response)
      // What is thrown is about what was asked: it is no SQL, or no JSON.
      .catch((error: unknown) => refusal(400, String(error)))
      .then(
        (result) => send(response, result),
        () => response.destroy(),
      );
  });
  const port = await listen(server, options.port ?? 0);

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }
  return {
    endpoint: `http://127.0.0.1:${port}/`,
    key: emulatorKey,
    switch: switched,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createFront(account: InstanceType<typeof Account>, switched: DatabaseSwitch) {
  const containers = new Map<string, Container>();

  return async function answer(request: IncomingMessage, response: ServerResponse) {
    const [path = '/'] = (request.url ?? '/').replace(/^\/+/, '/').split('?');
    const [, database, name, id] =
      /^\/dbs\/([^/]+)\/colls\/([^/]+)\/docs(?:\/([^/]+))?\/?$/.exec(path) ?? [];
    if (database === undefined || name === undefined) return metadata(request, response, path);
    if (switched.state === 'throttled') return throttled;
    const text = await buffer(request);
    // No await from here on, so that a session token says exactly what its answer has seen.
    if (text.length > largestDocument) return refusal(413, 'the request is larger than 2 MB');
    const container = find(decodeURIComponent(database), decodeURIComponent(name));
    if (container === undefined) return refusal(404, 'the container does not exist', ownerNotFound);
    return container({
      method: request.method ?? 'GET',
      id: id === undefined ? undefined : decodeURIComponent(id),
      headers: request.headers,
      body: text.length === 0 ? undefined : JSON.parse(text.toString()),
    });
  };

  function find(database: string, name: string): Container | undefined {
    const data = dataOf(account.database(database).collection(name));
    if (data === undefined) return undefined;
    const { _rid: rid } = data;
    const container = containers.get(rid) ?? createContainer(data);
    containers.set(rid, container);
    return container;
  }

  async function metadata(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<Answer> {
    if (path === '/') return { status: 200, body: accountAt(request.headers.host) };
    const [, owner] = /^\/dbs\/([^/]+)\/./.exec(path) ?? [];
    if (owner !== undefined && !dataOf(account.database(decodeURIComponent(owner)))) {
      return refusal(404, 'the database does not exist', ownerNotFound);
    }
    const [params, handler] = route(request) ?? [];
    if (handler === undefined) return refusal(400, 'the embedded Cosmos DB has no such route');
    const body = await handler(account, request, response, params);
    return { status: response.statusCode, body };
  }

  function accountAt(host = '127.0.0.1') {
    const here = [{ name: 'Local', databaseAccountEndpoint: `http://${host}/` }];
    return { ...account.read(), writableLocations: here, readableLocations: here };
  }
}

/** What is absent has no data, whatever the package's type says. */
function dataOf(item: { read(): CollectionData }): CollectionData | undefined {
  return item.read();
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'x-ms-activity-id': randomUUID(),
      'x-ms-request-charge': '1',
      ...headers,
    })
    .end(status === 204 || status === 304 ? '' : text);
}
