/** The proxy by itself: what it does to one request, it does to that one, and a replica that lags is a replica. */
import { type Container, CosmosClient, type ItemResponse } from '@azure/cosmos';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { containers } from '../../../src/cosmos/containers.ts';
import { type CosmosDb, startCosmosDb } from '../../../src/local/cosmosdb/server.ts';
import {
  after,
  before,
  cutAfter,
  cutBefore,
  delayForever,
  hold,
  reply,
  truncate,
} from './actions.ts';
import { type CosmosProxy, startCosmosProxy } from './proxy.ts';

interface Doc {
  readonly id: string;
  readonly tenantId: string;
  readonly entityId: string;
  readonly note?: string;
}

let db: CosmosDb;
let proxy: CosmosProxy;
const clients: CosmosClient[] = [];
/** Through the proxy. */
let store: Container;
/** Past the proxy: other people. */
let others: Container;
let tenant = '';
let tenants = 0;

beforeAll(async () => {
  db = await startCosmosDb({ database: 'orderdesk', containers });
});

afterAll(() => db.close());

beforeEach(async () => {
  tenants += 1;
  tenant = `tenant-${tenants}`;
  proxy = await startCosmosProxy(db.endpoint);
  store = containerAt(proxy.endpoint);
  others = containerAt(db.endpoint);
  await others.items.create(documentOf('a', 'first'));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose();
  await proxy.close();
});

function containerAt(endpoint: string): Container {
  const client = new CosmosClient({
    endpoint,
    key: db.key,
    connectionPolicy: { enableEndpointDiscovery: false, retryOptions: { maxRetryAttemptCount: 0 } },
  });
  clients.push(client);
  return client.database('orderdesk').container('accounts');
}

function documentOf(entityId: string, note: string, id = entityId): Doc {
  return { id, tenantId: tenant, entityId, note };
}

function itemOf(container: Container, { entityId, id }: Pick<Doc, 'entityId' | 'id'>) {
  return container.item(id, [tenant, entityId]);
}

function read(container: Container, id: string, sessionToken?: string, entityId = id) {
  return itemOf(container, { id, entityId }).read<Doc>(
    sessionToken === undefined ? {} : { sessionToken },
  );
}

async function noteOf(container: Container, id: string, token?: string) {
  return (await read(container, id, token)).resource?.note;
}

function write(container: Container, document: Doc, etag = '*') {
  return itemOf(container, document).replace<Doc>(document, {
    accessCondition: { type: 'IfMatch', condition: etag },
  });
}

function tokenOf({ headers }: Pick<ItemResponse<Doc>, 'headers'>): string {
  return String(headers['x-ms-session-token']);
}

async function ids(container: Container, partitionKey: string[], sessionToken?: string) {
  const options = { partitionKey, ...(sessionToken !== undefined && { sessionToken }) };
  const { resources } = await container.items
    .query<Doc>('SELECT * FROM c ORDER BY c.id', options)
    .fetchAll();
  return resources.map(({ id, note }) => `${id} ${note}`);
}

describe('an undisturbed proxy', () => {
  test('changes nothing that a client can see', async () => {
    const direct = await read(others, 'a');
    const through = await read(store, 'a');
    expect(through.resource).toEqual(direct.resource);
    expect([through.etag, tokenOf(through)]).toEqual([direct.etag, tokenOf(direct)]);
  });

  test('logs each request with what it was for and how it was answered', async () => {
    const { etag } = await read(store, 'a');
    await write(store, documentOf('a', 'second'), etag);
    await write(store, documentOf('a', 'third'), etag).catch(() => {});
    await ids(store, [tenant, 'a']);
    expect(
      proxy.requests
        .map(({ kind, id, status, headers }) => [kind, id, status, headers['if-match']])
        .toSorted((one, two) => String(one[0]).localeCompare(String(two[0]))),
    ).toEqual([
      ['query', undefined, 200, undefined],
      ['queryplan', undefined, 200, undefined],
      ['read', 'a', 200, undefined],
      ['replace', 'a', 200, etag],
      ['replace', 'a', 412, etag],
    ]);
    proxy.clear();
    expect(proxy.requests).toEqual([]);
  });
});

describe('a scripted request', () => {
  test('is answered without the database', async () => {
    proxy.next(
      { kind: 'replace' },
      reply(449, { substatus: 7, headers: { 'x-ms-retry-after-ms': '9' } }),
    );
    await expect(write(store, documentOf('a', 'second'))).rejects.toMatchObject({
      code: 449,
      substatus: 7,
      retryAfterInMs: 9,
    });
    expect(await noteOf(others, 'a')).toBe('first');
  });

  test('is the next that matches by kind and id, and as many as it says', async () => {
    proxy.next({ kind: 'read', id: /^a/, times: 2 }, reply(503));
    expect((await read(store, 'b')).statusCode).toBe(404);
    await write(store, documentOf('a', 'second'));
    await expect(read(store, 'a')).rejects.toMatchObject({ code: 503 });
    await expect(read(store, 'a')).rejects.toMatchObject({ code: 503 });
    expect((await read(store, 'a')).statusCode).toBe(200);
  });

  test('stays scripted until the test ends that', async () => {
    const end = proxy.every({ kind: 'read' }, reply(503));
    await expect(read(store, 'a')).rejects.toMatchObject({ code: 503 });
    await expect(read(store, 'a')).rejects.toMatchObject({ code: 503 });
    end();
    expect((await read(store, 'a')).statusCode).toBe(200);
  });

  test('is lost on its way to the database', async () => {
    proxy.next({ kind: 'replace' }, cutBefore);
    await expect(write(store, documentOf('a', 'second'))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(await noteOf(others, 'a')).toBe('first');
  });

  test('is done while its answer is lost', async () => {
    proxy.next({ kind: 'replace' }, cutAfter);
    await expect(write(store, documentOf('a', 'second'))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(await noteOf(others, 'a')).toBe('second');
  });

  test('is done while its answer breaks off in the middle', async () => {
    proxy.next({ kind: 'create' }, truncate);
    await expect(store.items.create(documentOf('b', 'created'))).rejects.toThrow(/.+/);
    expect(await noteOf(others, 'b')).toBe('created');
    expect(await noteOf(store, 'b')).toBe('created');
  });

  test('comes after a competing write', async () => {
    const { etag } = await read(store, 'a');
    proxy.next(
      { kind: 'replace', id: 'a' },
      before(() => write(others, documentOf('a', 'theirs'))),
    );
    await expect(write(store, documentOf('a', 'mine'), etag)).rejects.toMatchObject({ code: 412 });
    expect(await noteOf(others, 'a')).toBe('theirs');
  });

  test('is overtaken between the database and the client', async () => {
    proxy.next(
      { kind: 'read' },
      after(() => write(others, documentOf('a', 'second'))),
    );
    expect(await noteOf(store, 'a')).toBe('first');
    expect(await noteOf(store, 'a')).toBe('second');
  });

  test('waits as long as it is held', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    proxy.next({ kind: 'replace' }, async (exchange) => {
      arrived.resolve();
      await hold(promise)(exchange);
    });
    const writing = write(store, documentOf('a', 'second'));
    await arrived.promise;
    expect(await noteOf(others, 'a')).toBe('first');
    resolve();
    expect((await writing).statusCode).toBe(200);
  });

  test('finds the connection broken when the database is gone', async () => {
    const gone = await startCosmosDb({ database: 'orderdesk', containers });
    await using before = await startCosmosProxy(gone.endpoint);
    await gone.close();
    await expect(write(containerAt(before.endpoint), documentOf('a', 'x'))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });

  test('may never be answered at all', async () => {
    proxy.next({ kind: 'read' }, delayForever);
    const reading = itemOf(store, { id: 'a', entityId: 'a' }).read({
      abortSignal: AbortSignal.timeout(50),
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(proxy.requests.at(-1)?.status).toBeUndefined();
  });
});

describe('a lagging replica', () => {
  test('answers reads as the data was, however it was changed since', async () => {
    const old = await read(store, 'a');
    await proxy.lag();
    await write(store, documentOf('a', 'through the proxy'));
    await write(others, documentOf('a', 'past the proxy'));
    await others.items.create(documentOf('b', 'new'));
    const stale = await read(store, 'a');
    expect(stale.resource).toEqual(old.resource);
    expect([stale.etag, tokenOf(stale)]).toEqual([old.etag, tokenOf(old)]);
    expect((await read(store, 'b')).statusCode).toBe(404);
    proxy.catchUp();
    expect(await noteOf(store, 'a')).toBe('past the proxy');
  });

  test('takes no writes: those are decided by the primary', async () => {
    const { etag } = await read(store, 'a');
    await proxy.lag();
    const theirs = await write(others, documentOf('a', 'theirs'));
    const lost = write(store, documentOf('a', 'mine'), etag);
    await expect(lost).rejects.toMatchObject({
      code: 412,
      headers: { 'x-ms-session-token': tokenOf(theirs) },
    });
    await expect(store.items.create(documentOf('a', 'mine'))).rejects.toMatchObject({ code: 409 });
  });

  test('leaves reads to the primary whose session token it has not seen', async () => {
    const old = await read(store, 'a');
    await proxy.lag();
    const token = tokenOf(await write(store, documentOf('a', 'second')));
    expect(await noteOf(store, 'a')).toBe('first');
    expect(await noteOf(store, 'a', tokenOf(old))).toBe('first');
    expect(await noteOf(store, 'a', token)).toBe('second');
  });

  test('has the pages of its moment, in point reads and in queries', async () => {
    await proxy.lag();
    const page = await store.items.create(documentOf('a', 'page', 'a~0'));
    expect((await read(store, 'a~0', undefined, 'a')).statusCode).toBe(404);
    expect(await ids(store, [tenant, 'a'])).toEqual(['a first']);
    expect(await ids(store, [tenant])).toEqual(['a first']);
    const token = String(page.headers['x-ms-session-token']);
    expect((await read(store, 'a~0', token, 'a')).statusCode).toBe(200);
    expect(await ids(store, [tenant, 'a'], token)).toEqual(['a first', 'a~0 page']);
  });

  test('may lag with one entity only', async () => {
    await others.items.create(documentOf('b', 'first'));
    await proxy.lag({ id: 'a' });
    await others.items.create(documentOf('a', 'page', 'a~0'));
    await write(others, documentOf('a', 'second'));
    await write(others, documentOf('b', 'second'));
    expect(await noteOf(store, 'a')).toBe('first');
    expect((await read(store, 'a~0', undefined, 'a')).statusCode).toBe(404);
    expect(await ids(store, [tenant, 'a'])).toEqual(['a first']);
    expect(await noteOf(store, 'b')).toBe('second');
  });
});
