/** The embedded Cosmos DB, asked by the real client: what the service promises, this promises. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import {
  type Container,
  CosmosClient,
  ErrorResponse,
  PartitionKeyDefinitionVersion,
  PartitionKeyKind,
  type SqlQuerySpec,
} from '@azure/cosmos';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { containers } from '../../src/cosmos/containers.ts';
import { type CosmosDb, startCosmosDb } from '../../src/local/cosmosdb/server.ts';

let db: CosmosDb;
let client: CosmosClient;
let accounts: Container;
let tenant = '';
let tenants = 0;

beforeAll(async () => {
  db = await startCosmosDb({ database: 'orderdesk', containers });
  client = clientOf(db);
  accounts = client.database('orderdesk').container('accounts');
});

afterAll(async () => {
  client.dispose();
  await db.close();
});

beforeEach(() => {
  tenants += 1;
  tenant = `tenant-${tenants}`;
});

function clientOf(
  endpoint: { readonly endpoint: string; readonly key: string },
  discovery = false,
) {
  return new CosmosClient({
    ...endpoint,
    connectionPolicy: { enableEndpointDiscovery: discovery },
  });
}

function documentOf(entityId: string, id = entityId, more: object = {}) {
  return { id, tenantId: tenant, entityId, ...more };
}

function read(entityId: string, id = entityId, sessionToken?: string) {
  const options = sessionToken === undefined ? {} : { sessionToken };
  return accounts.item(id, [tenant, entityId]).read<{ note?: string }>(options);
}

function replace(document: { id: string; entityId: string }, etag: string) {
  return accounts
    .item(document.id, [tenant, document.entityId])
    .replace(document, { accessCondition: { type: 'IfMatch', condition: etag } });
}

function query(partitionKey: string[], text = 'SELECT * FROM c', more: object = {}) {
  const spec: SqlQuerySpec = { query: text, parameters: [{ name: '@tenant', value: tenant }] };
  return accounts.items.query<{ id: string }>(spec, { partitionKey, ...more });
}

async function idsOf(pages: ReturnType<typeof query>): Promise<string[]> {
  const { resources } = await pages.fetchAll();
  return resources.map(({ id }) => id);
}

/** What the service said to a call that it has to refuse. */
async function refused(call: Promise<unknown>): Promise<ErrorResponse & { headers: object }> {
  const error = await call.then(
    () => new Error('it was accepted'),
    (cause: unknown) => cause,
  );
  if (error instanceof ErrorResponse) return Object.assign(error, { headers: error.headers ?? {} });
  throw error;
}

function sessionOf({ headers }: { readonly headers: object }): string {
  return String(Object.entries(headers).find(([name]) => name === 'x-ms-session-token')?.[1]);
}

function lsnOf(token: string): number {
  return Number(/^0:-1#(\d+)$/.exec(token)?.[1]);
}

async function createMany(count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const ids = numbers.map((number) => `acc-${String((number * 11) % count).padStart(4, '0')}`);
  await Promise.all(
    ids.map((id) =>
      accounts.items.create(documentOf(id, id, { even: Number(id.at(-1)) % 2 === 0 })),
    ),
  );
  return ids
    .filter((id) => Number(id.at(-1)) % 2 === 0)
    .sort()
    .toReversed();
}

describe('etags', () => {
  test('are quoted, and the same in the header, the body, a read and a query', async () => {
    const created = await accounts.items.create(documentOf('a'));
    const { _etag: etag } = created.resource ?? {};
    expect(etag).toMatch(/^"[0-9a-f-]{36}"$/);
    expect(created.headers['etag']).toBe(etag);
    const found = await read('a');
    expect(found.etag).toBe(etag);
    expect(found.resource).toMatchObject({ _etag: etag });
    const { resources } = await query([tenant, 'a']).fetchAll();
    expect(resources).toMatchObject([{ _etag: etag }]);
  });

  test('a replace under the current etag gives the document another one', async () => {
    const created = await accounts.items.create(documentOf('a'));
    const replaced = await replace(documentOf('a'), created.etag);
    expect(replaced.statusCode).toBe(200);
    expect(replaced.etag).not.toBe(created.etag);
    expect((await read('a')).etag).toBe(replaced.etag);
  });

  test('of two replaces under one etag the second is a 412 and writes nothing', async () => {
    const { etag } = await accounts.items.create(documentOf('a'));
    await replace({ ...documentOf('a', 'a', { note: 'first' }) }, etag);
    const lost = await refused(replace(documentOf('a', 'a', { note: 'second' }), etag));
    expect(lost.code).toBe(412);
    expect((await read('a')).resource?.note).toBe('first');
  });

  test('of 20 simultaneous replaces under one etag exactly one is accepted', async () => {
    const { etag } = await accounts.items.create(documentOf('a'));
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => replace(documentOf('a'), etag)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('without its quotes an etag matches nothing', async () => {
    const { etag } = await accounts.items.create(documentOf('a'));
    const lost = await refused(replace(documentOf('a'), etag.replaceAll('"', '')));
    expect(lost.code).toBe(412);
  });

  test('If-Match * replaces any version, but nothing that is absent', async () => {
    await accounts.items.create(documentOf('a'));
    expect((await replace(documentOf('a'), '*')).statusCode).toBe(200);
    expect((await refused(replace(documentOf('b'), '*'))).code).toBe(404);
  });

  test('a read under If-None-Match is a 304 while nothing has changed', async () => {
    const { etag } = await accounts.items.create(documentOf('a'));
    const accessCondition = { type: 'IfNoneMatch', condition: etag };
    const item = accounts.item('a', [tenant, 'a']);
    expect((await item.read({ accessCondition })).statusCode).toBe(304);
    await replace(documentOf('a'), etag);
    expect((await item.read({ accessCondition })).statusCode).toBe(200);
  });
});

describe('the partition key', () => {
  test('makes documents of one id distinct at every level', async () => {
    await accounts.items.create(documentOf('a', 'same', { note: 'in a' }));
    await accounts.items.create(documentOf('b', 'same', { note: 'in b' }));
    expect((await read('a', 'same')).resource?.note).toBe('in a');
    expect((await read('b', 'same')).resource?.note).toBe('in b');
    expect((await read('c', 'same')).statusCode).toBe(404);
    expect((await refused(accounts.items.create(documentOf('a', 'same')))).code).toBe(409);
  });

  test('must match at every level for a replace and a delete', async () => {
    const { etag } = await accounts.items.create(documentOf('a', 'same'));
    expect((await refused(replace(documentOf('b', 'same'), etag))).code).toBe(404);
    const elsewhere = accounts.item('same', ['another tenant', 'a']);
    expect((await refused(elsewhere.delete())).code).toBe(404);
    expect((await read('a', 'same')).statusCode).toBe(200);
    await accounts.item('same', [tenant, 'a']).delete();
    expect((await read('a', 'same')).statusCode).toBe(404);
  });

  test('does not change with a replace', async () => {
    await accounts.items.create(documentOf('a'));
    const moved = accounts.item('a', [tenant, 'a']).replace(documentOf('b', 'a'));
    expect((await refused(moved)).code).toBe(400);
  });

  test('with a level too few reads nothing', async () => {
    await accounts.items.create(documentOf('a'));
    const answer = await refused(accounts.item('a', [tenant]).read());
    expect(answer.code).toBe(400);
  });

  test('whole or as a prefix, is the scope of a query that does not name it', async () => {
    await accounts.items.create(documentOf('a'));
    await accounts.items.create(documentOf('a', 'a~0'));
    await accounts.items.create(documentOf('b'));
    await accounts.items.create({ ...documentOf('a'), tenantId: `${tenant}-other` });
    expect(await idsOf(query([tenant, 'a']))).toEqual(['a', 'a~0']);
    expect(await idsOf(query([tenant]))).toEqual(['a', 'a~0', 'b']);
    expect(await idsOf(query([`${tenant}-other`]))).toEqual(['a']);
    expect(await idsOf(query(['no such tenant']))).toEqual([]);
  });
});

describe('queries', () => {
  const listing = 'SELECT * FROM c WHERE c.tenantId = @tenant AND c.even = true ORDER BY c.id DESC';

  test('by descending id give the first so many that match, however many there are', async () => {
    const expected = await createMany(700);
    expect(await idsOf(query([tenant], listing.replace('*', 'TOP 5 *')))).toEqual(
      expected.slice(0, 5),
    );
    const all = listing.replace('*', 'TOP 1000 *');
    expect(await idsOf(query([tenant], all))).toEqual(expected);
  });

  test('come in pages whose continuation leaves nothing out and repeats nothing', async () => {
    const expected = await createMany(700);
    const pages = query([tenant], listing, { maxItemCount: 64 });
    const found: string[][] = [];
    while (pages.hasMoreResults()) {
      const { resources } = await pages.fetchNext();
      found.push(resources.map(({ id }) => id));
    }
    expect(found.map(({ length }) => length)).toEqual([64, 64, 64, 64, 64, 30]);
    expect(found.flat()).toEqual(expected);
  });

  test('that need the client to make a plan of them work, too', async () => {
    const expected = await createMany(20);
    expect(await idsOf(query([tenant], listing, { forceQueryPlan: true }))).toEqual(expected);
  });

  test('see a document as it was last replaced, and no more of it once it is deleted', async () => {
    await accounts.items.create(documentOf('a', 'a', { note: 'old' }));
    await replace({ ...documentOf('a', 'a', { note: 'new' }) }, '*');
    expect((await query([tenant]).fetchAll()).resources).toMatchObject([{ note: 'new' }]);
    await accounts.item('a', [tenant, 'a']).delete();
    expect(await idsOf(query([tenant]))).toEqual([]);
  });

  test('that are no SQL are a 400', async () => {
    expect((await refused(query([tenant], 'SELECT FROM WHERE').fetchAll())).code).toBe(400);
  });

  test('in the order of two members are a 400 without a composite index for them', async () => {
    const sorted = query([tenant], 'SELECT * FROM c ORDER BY c.entityId, c.id');
    expect((await refused(sorted.fetchAll())).code).toBe(400);
  });
});

describe('session tokens', () => {
  test('grow by one with each accepted write, and with nothing else', async () => {
    const created = await accounts.items.create(documentOf('a'));
    const start = lsnOf(sessionOf(created));
    const replaced = await replace(documentOf('a'), created.etag);
    const lost = await refused(replace(documentOf('a'), created.etag));
    const exists = await refused(accounts.items.create(documentOf('a')));
    const absent = await read('b');
    const found = await read('a');
    expect(
      [replaced, lost, exists, absent, found].map((answer) => lsnOf(sessionOf(answer)) - start),
    ).toEqual([1, 1, 1, 1, 1]);
  });

  test('of the future, of another range or malformed are a 404 with substatus 1002', async () => {
    const created = await accounts.items.create(documentOf('a'));
    const next = lsnOf(sessionOf(created)) + 1;
    for (const token of [`0:-1#${next}`, '7:-1#1', 'nonsense', `0:-1#1,0:-1#${next}`]) {
      const { statusCode, substatus } = await read('a', 'a', token);
      expect([token, statusCode, substatus]).toEqual([token, 404, 1002]);
    }
    const ahead = await refused(
      query([tenant], 'SELECT * FROM c', { sessionToken: '0:-1#999999' }).fetchAll(),
    );
    expect([ahead.code, ahead.substatus]).toEqual([404, 1002]);
  });

  test('of the past pass, combined ones as well', async () => {
    const token = sessionOf(await accounts.items.create(documentOf('a')));
    expect((await read('a', 'a', token)).statusCode).toBe(200);
    expect((await read('a', 'a', `0:-1#1,${token}`)).statusCode).toBe(200);
  });

  test('count each container for itself', async () => {
    const before = lsnOf(sessionOf(await read('a')));
    await client.database('orderdesk').container('orders').items.create(documentOf('a'));
    expect(lsnOf(sessionOf(await read('a')))).toBe(before);
  });
});

describe('the account', () => {
  test('has the containers with the keys and indexes of their definitions', async () => {
    for (const { id, partitionKey, indexingPolicy } of containers) {
      const { resource } = await client.database('orderdesk').container(id).read();
      expect(resource).toMatchObject({ id, partitionKey, indexingPolicy });
    }
  });

  test('lets a client that discovers endpoints create databases and containers of its own', async () => {
    const discovering = clientOf(db, true);
    const { database } = await discovering.databases.createIfNotExists({ id: tenant });
    const { container } = await database.containers.createIfNotExists({
      id: 'own',
      partitionKey: {
        kind: PartitionKeyKind.MultiHash,
        version: PartitionKeyDefinitionVersion.V2,
        paths: ['/tenantId', '/entityId'],
      },
    });
    await container.items.create(documentOf('a'));
    expect((await container.item('a', [tenant, 'a']).read()).statusCode).toBe(200);
    expect((await container.item('a', [tenant, 'b']).read()).statusCode).toBe(404);
    await database.delete();
    discovering.dispose();
  });

  test('tells a document that is not there from a container or a database that is not (1003)', async () => {
    expect((await read('nobody')).substatus).toBeUndefined();
    const placesThatAreNot = [
      client.database('orderdesk').container('nowhere'),
      client.database('nowhere').container('accounts'),
    ];
    for (const nowhere of placesThatAreNot) {
      const item = nowhere.item('a', [tenant, 'a']);
      expect(await item.read()).toMatchObject({ statusCode: 404, substatus: 1003 });
      const missing = { code: 404, substatus: 1003 };
      expect(await refused(item.replace(documentOf('a')))).toMatchObject(missing);
      const pages = nowhere.items.query('SELECT * FROM c', { partitionKey: [tenant] });
      expect(await refused(pages.fetchNext())).toMatchObject(missing);
    }
    const [container, lost] = placesThatAreNot;
    // Of a container itself its database is the owner.
    expect(await refused(container?.read() ?? Promise.resolve())).toMatchObject({ code: 404 });
    expect(await refused(lost?.read() ?? Promise.resolve())).toMatchObject({ substatus: 1003 });
  });

  test('refuses what it could only pretend: batches, upserts and patches', async () => {
    await accounts.items.create(documentOf('a'));
    const patch = accounts.item('a', [tenant, 'a']).patch([{ op: 'set', path: '/x', value: 1 }]);
    expect((await refused(patch)).code).toBe(400);
    const batch = accounts.items.batch(
      [{ operationType: 'Create', resourceBody: documentOf('b') }],
      [tenant, 'b'],
    );
    await expect(batch).rejects.toThrow('no batches');
    expect((await refused(accounts.items.upsert(documentOf('b')))).code).toBe(400);
    expect((await read('b')).statusCode).toBe(404);
  });

  test('on a taken port does not start', async () => {
    const other = createServer();
    const port = await listen(other, 0);
    await expect(startCosmosDb({ port, database: 'x', containers })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    other.close();
  });

  test('ends its connections when it closes, those that wait for a request as well', async () => {
    const own = await startCosmosDb({ database: 'orderdesk', containers });
    const socket = connect(Number(new URL(own.endpoint).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\nGET / HTTP');
    await once(socket, 'data');
    await Promise.all([own.close(), once(socket, 'close')]);
    await expect(fetch(own.endpoint)).rejects.toThrow('fetch failed');
  });
});
