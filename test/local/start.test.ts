import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { containers } from '../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../src/local/cosmosdb/server.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { pointsOf, type Receiver, startReceiver } from '../telemetry/receiver.ts';
import { fail, start, stop, stopAll } from './started.ts';

// Whole processes, which compete with those of other test files.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

afterAll(stopAll);

async function ask(url: string, tenant: string, query: string) {
  const token = await mintToken({ subject: 'auditor', tenant, roles: ['Auditor'] }, new Date());
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data } = await answer.json();
  return data;
}

/** As a person would: the line goes to a shell. */
async function paste(line: string) {
  const { stdout } = await promisify(execFile)('bash', ['-c', line]);
  const { data } = JSON.parse(stdout);
  return data;
}

const everything = `{
  accounts(first: 50) { edges { node { __typename id status version balance { currency } } } }
  orders(first: 50) { edges { node { __typename id status version total { currency } } } }
}`;

interface Listed {
  readonly node: {
    readonly __typename: string;
    readonly id: string;
    readonly status: string;
    readonly version: number;
    readonly balance?: { readonly currency: string };
    readonly total?: { readonly currency: string };
  };
}

async function readAuthors(url: string, tenant: string, { node }: Listed) {
  const history = 'history(first: 100) { edges { node { by } } }';
  const { found } = await ask(
    url,
    tenant,
    `{ found: node(id: "${node.id}") { ... on Account { ${history} } ... on Order { ${history} } } }`,
  );
  const edges: readonly { readonly node: { readonly by: string } }[] = found.history.edges;
  return edges.map((edge) => edge.node.by);
}

async function readTenant(url: string, tenant: string): Promise<readonly Listed[]> {
  const { accounts, orders } = await ask(url, tenant, everything);
  expect(accounts.edges.length).toBeGreaterThanOrEqual(3);
  expect(orders.edges.length).toBeGreaterThanOrEqual(3);
  const all: readonly Listed[] = [...accounts.edges, ...orders.edges];
  const long = all.filter(({ node }) => node.version > 40);
  expect(long.length).toBeGreaterThanOrEqual(1);
  const authors = await Promise.all(long.map((each) => readAuthors(url, tenant, each)));
  for (const [index, { node }] of long.entries()) {
    expect(authors[index]).toHaveLength(node.version);
    expect(new Set(authors[index]).size).toBeGreaterThanOrEqual(2);
  }
  return all;
}

describe('a start with nothing set', () => {
  let output: string;
  let url: string;

  beforeAll(async () => {
    ({ output, url } = await start());
  });

  test('the lines that it prints play the two founding scenarios when pasted', async () => {
    const lines = output.split('\n').filter((line) => line.startsWith('curl '));
    expect(lines).toHaveLength(4);
    const [first = '', second = '', third = '', fourth = ''] = lines;

    expect(await paste(first)).toMatchObject({
      withdraw: {
        __typename: 'AccountChanged',
        account: { balance: { amount: '0.00', currency: 'USD' } },
      },
    });
    const { withdraw } = await paste(second);
    expect(withdraw).toMatchObject({
      __typename: 'AccountConflictError',
      missedChanges: [{ by: 'ann', summary: 'withdrew 100.00 USD' }],
      current: { balance: { amount: '0.00' } },
    });
    const etag = /"ifMatch":"(?:\\.|[^"\\])*"/;
    const recovery = second.replace(etag, `"ifMatch":${JSON.stringify(withdraw.current.etag)}`);
    expect(await paste(recovery)).toMatchObject({
      withdraw: { __typename: 'InsufficientFundsError' },
    });

    for (const again of [first, third]) {
      const { withdraw: account, addOrderLine: order } = await paste(again);
      expect(account ?? order).toMatchObject({ replayed: again === first });
    }
    expect(await paste(third)).toMatchObject({
      addOrderLine: { __typename: 'OrderChanged', order: { total: { amount: '10035.00' } } },
    });
    const { cancelOrder } = await paste(fourth);
    expect(cancelOrder).toMatchObject({
      __typename: 'OrderConflictError',
      missedChanges: [{ by: 'pete' }],
      current: { status: 'OPEN', total: { amount: '10035.00' } },
    });
    const insisted = fourth.replace(etag, `"ifMatch":${JSON.stringify(cancelOrder.current.etag)}`);
    expect(await paste(insisted)).toMatchObject({
      cancelOrder: { __typename: 'OrderChanged', order: { status: 'CANCELLED' } },
    });
  });

  test('it prints a token of each role that the API takes', async () => {
    const printed = [...output.matchAll(/^(\w+), (\w+):\n(\S+)$/gm)];
    expect(printed.map(([, role]) => role)).toEqual([
      'Teller',
      'Sales',
      'Manager',
      'Auditor',
      'Customer',
    ]);
    for (const [, , subject, token] of printed) {
      // oxlint-disable-next-line no-await-in-loop -- five small requests
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: '{"query":"{ viewer { subject tenant } }"}',
      });
      // oxlint-disable-next-line no-await-in-loop -- five small answers
      expect(await answer.json()).toEqual({ data: { viewer: { subject, tenant: 'contoso' } } });
    }
  });

  test('two tenants have data in several currencies and every state, some of it with a long history', async () => {
    const all = (
      await Promise.all(['contoso', 'fabrikam'].map((tenant) => readTenant(url, tenant)))
    ).flat();
    expect(new Set(all.map(({ node }) => node.status))).toEqual(
      new Set(['OPEN', 'CLOSED', 'PLACED', 'CANCELLED']),
    );
    const currencies = all.map(({ node }) => (node.balance ?? node.total)?.currency);
    expect(currencies).toEqual(expect.arrayContaining(['USD', 'EUR', 'JPY', 'BHD']));
  });

  test('it prints the pages for people first', () => {
    const { origin } = new URL(url);
    const places = [...output.matchAll(/http:\S+/g)].map(([place]) => place);
    expect(places.slice(0, 3)).toEqual([`${origin}/`, `${origin}/desk`, url]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
    const running = await start();
    expect(await stop(running.child, signal)).toBe(0);
    await expect(fetch(running.url)).rejects.toThrow('fetch failed');
  });
});

test('a start on a given Cosmos DB shares it with others, and writes the two scenarios and nothing else', async () => {
  await using database = await startCosmosDb({ database: 'orderdesk', containers });
  const env = { COSMOS_ENDPOINT: database.endpoint, COSMOS_KEY: database.key };
  const one = await start(env);
  const other = await start(env);
  const { accounts, orders } = await ask(one.url, 'contoso', everything);
  expect([accounts.edges.length, orders.edges.length]).toEqual([2, 2]);
  expect(await ask(other.url, 'contoso', everything)).toEqual({ accounts, orders });
  for (const method of ['GET', 'PUT']) {
    // oxlint-disable-next-line no-await-in-loop -- two small requests
    const switched = await fetch(new URL('/desk/database', one.url), { method });
    // oxlint-disable-next-line no-await-in-loop -- two small answers
    expect([switched.status, await switched.text()]).toEqual([
      404,
      expect.stringContaining('COSMOS_ENDPOINT is set'),
    ]);
  }
  const elsewhere = await ask(one.url, 'fabrikam', everything);
  expect([elsewhere.accounts.edges, elsewhere.orders.edges]).toEqual([[], []]);
});

describe('a start that serves trusted operations alone', () => {
  let receiver: Receiver;
  let running: Awaited<ReturnType<typeof start>>;

  beforeAll(async () => {
    receiver = await startReceiver();
    const env = {
      GRAPHQL_TRUSTED_ONLY: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    };
    running = await start(env, 'sends some of those operations');
  });

  afterAll(() => receiver[Symbol.asyncDispose]());

  /** How often each mutation was made, as it was counted and sent. */
  const counted = () =>
    receiver.received
      .flatMap((one) => pointsOf({ ...receiver, received: [one] }, 'orderdesk.mutations'))
      .map(({ attributes, value }) => [attributes['orderdesk.mutation.name'], value]);

  test('writes the sample data', () => {
    const names = counted().map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['openAccount', 'createOrder', 'cancelOrder']));
  });

  test('refuses texts, and says why there is neither GraphiQL nor a line to paste', async () => {
    const { output, url } = running;
    expect(output).toContain('GRAPHQL_TRUSTED_ONLY');
    expect(output).not.toMatch(/^curl |GraphiQL for a browser/m);
    const browser = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await browser.text()).toMatch(/^GRAPHQL_TRUSTED_ONLY is set/);
    expect((await fetch(new URL('/desk/token?person=bob', url))).status).toBe(200);
    expect(await ask(url, 'contoso', everything)).toBeUndefined();
  });

  test('serves those of operations/, and what it counted is sent when it stops', async () => {
    const smoke = fileURLToPath(new URL('../../src/deploy/smoke/smoke.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [smoke, running.url]);
    expect(stdout).toContain(' works.');
    expect(await stop(running.child, 'SIGTERM')).toBe(0);
    // The sample data has closed two.
    expect(counted()).toContainEqual(['closeAccount', 1]);
  });
});

test('a start on all addresses opens the API to every name, and the pages to those of PAGE_HOSTS', async () => {
  const { url, output } = await start({ HOST: '0.0.0.0', PAGE_HOSTS: 'Laptop.local, 127.1.1.1' });
  const { port } = new URL(url);
  expect(url).toBe(`http://localhost:${port}/graphql`);
  expect(output).toContain('It listens on 0.0.0.0.');
  expect(output).toContain('under these names alone: localhost, laptop.local, 127.1.1.1.');

  const peopleFor = async (host: string) => {
    const sent = request(`http://127.0.0.2:${port}/desk/people`, { headers: { host } }).end();
    const [answer] = await once(sent, 'response');
    answer.resume();
    return answer.statusCode;
  };
  expect(await peopleFor(`laptop.local:${port}`)).toBe(200);
  expect(await peopleFor(`other.local:${port}`)).toBe(403);
  expect(await ask(`http://127.0.0.2:${port}/graphql`, 'contoso', '{ viewer { tenant } }')).toEqual(
    {
      viewer: { tenant: 'contoso' },
    },
  );
});

test('a start on one address says so in what it prints', async () => {
  const { url, output } = await start({ HOST: '127.0.0.3' });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.3:\d+\/graphql$/);
  expect(output).toContain('It listens on 127.0.0.3.');
  expect((await fetch(new URL('/desk/people', url))).status).toBe(200);
});

describe('a start that cannot be', () => {
  test('says in one line that the port is taken', async () => {
    const server = createServer();
    const port = String(await listen(server, 0));
    expect(await fail({ PORT: port })).toEqual({
      out: '',
      err: [`port ${port} is taken: choose another, as in PORT=7072 npm start`],
      code: 1,
    });
    server.close();
  });

  test('says in one line that the database cannot be reached', async () => {
    const gone = await startCosmosDb({ database: 'orderdesk', containers });
    await gone.close();
    const { host } = new URL(gone.endpoint);
    expect(await fail({ COSMOS_ENDPOINT: gone.endpoint })).toEqual({
      out: '',
      err: [`the Cosmos DB at http://${host}/ cannot be reached: connect ECONNREFUSED ${host}`],
      code: 1,
    });
  });

  test('says in one line that the port is none', async () => {
    const { err, code } = await fail({ PORT: 'seventy' });
    expect([err, code]).toEqual([['PORT is seventy: set it to a number from 0 to 65535'], 1]);
  });

  test.each(['192.0.2.1', 'no-host.invalid'])(
    'says in one line that %s is no address of this machine',
    async (address) => {
      expect(await fail({ HOST: address })).toEqual({
        out: '',
        err: [
          `HOST is ${address}, which is no address of this machine: HOST=0.0.0.0 npm start takes all that it has`,
        ],
        code: 1,
      });
    },
  );

  test.each(['http://laptop.local', 'laptop.local:7071', '*', 'laptop.local/desk'])(
    'says in one line that PAGE_HOSTS takes names, not %s',
    async (name) => {
      const { err, code } = await fail({ PAGE_HOSTS: `localhost, ${name}` });
      expect([err, code]).toEqual([
        [
          `PAGE_HOSTS names ${name}: give names or addresses alone, as in PAGE_HOSTS=laptop.local,192.168.1.20`,
        ],
        1,
      ]);
    },
  );

  test('lists every wrong setting at once', async () => {
    const { out, err, code } = await fail({
      REQUEST_DEADLINE_MS: 'soon',
      CORS_ORIGINS: 'nowhere',
    });
    expect([out, code]).toEqual(['', 1]);
    expect(err.join('\n')).toContain('REQUEST_DEADLINE_MS');
    expect(err.join('\n')).toContain('CORS_ORIGINS');
  });
});

test('a start that trusts keys of its own writes nothing, has no token for anybody, and takes none of ours', async () => {
  const { output, url } = await start({ JWT_JWKS_URI: 'https://127.0.0.1:9/keys' }, 'your tokens');
  expect(output).not.toMatch(/eyJ|curl|desk/);
  const token = await mintToken({ subject: 'ann', tenant: 'contoso' }, new Date());
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{ viewer { subject } }"}',
  });
  expect(status).toBe(503);

  const get = async (path: string) => {
    const answer = await fetch(new URL(path, url), { headers: { accept: 'text/html' } });
    return [answer.status, await answer.text()];
  };
  for (const path of ['/', '/desk']) {
    // oxlint-disable-next-line no-await-in-loop -- two small pages
    expect(await get(path)).toEqual([404, expect.stringContaining('without\nJWT_JWKS')]);
  }
  expect(await get('/desk/token?person=bob')).toEqual([404, expect.not.stringContaining('eyJ')]);
  expect(await get('/graphql')).toEqual([200, expect.not.stringMatching(/Bearer eyJ/)]);
});
