/** What an operator finds in the log, where a client is told no more than that it is not their fault. */
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import type { System } from '../../src/system.ts';
import { openApi, newTenant, type ApiOptions, type Query, signIn } from '../support/api.ts';
import { type Action, delayForever, reply } from '../support/cosmos/actions.ts';
import { startCosmosProxy } from '../support/cosmos/proxy.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  ordersQuery,
} from '../support/declared/documents.ts';
import { createOrder, depositTimes, newRequestId, openAccount, usd } from '../support/mutations.ts';
import { codesOf, expectComplete } from '../support/wire.ts';

const owner = 'Wilhelmina Featherstonehaugh';

const opening = () => ({ input: { owner, currency: 'USD', requestId: newRequestId() } });

const depositing = (id: string, etag = '"1"') => ({
  input: { id, ifMatch: etag, amount: usd('4711.99'), requestId: newRequestId() },
});

/** Alice, and the lines that her requests leave. */
async function openLogged(options: ApiOptions = {}) {
  const log: string[] = [];
  const system = { pause: () => Promise.resolve() };
  const send = await openApi({ system, ...options, log: (line) => log.push(line) });
  const alice = await signIn(send, { tenant: newTenant() });
  return { alice, log };
}

/** An answer that failed, and its one line: whose request it was, and nothing that is somebody's. */
async function expectLine(
  { alice, log }: { readonly alice: Query; readonly log: string[] },
  code: string,
  document: string,
  variables: object = {},
  options = {},
): Promise<string> {
  log.splice(0);
  const answer = await alice(document, variables, options);
  expectComplete(answer);
  expect(new Set(codesOf(answer))).toEqual(new Set([code]));
  expect(log).toHaveLength(1);
  const [line = ''] = log;
  expect(line).toContain(answer.errors[0].extensions.traceId);
  // The id of a trace is random, and may have any digits.
  const rest = line.replaceAll(answer.errors[0].extensions.traceId, '');
  expect(rest).not.toMatch(/Bearer|eyJ|Wilhelmina|4711|diagnostics|activityId/);
  expect(JSON.stringify(answer.errors)).not.toMatch(/127\.0\.0\.1|container|ECONN|ENOTFOUND/);
  return line;
}

const somebody = `acc_${newRequestId()}`;

const everything: readonly (readonly [what: string, document: string, variables: object])[] = [
  ['a read', accountQuery, { id: somebody }],
  ['a list', accountsQuery, {}],
  ['a change', documentOf('deposit'), depositing(somebody)],
  ['a create', documentOf('openAccount'), opening()],
];

describe.each(everything)('%s', (_what, document, variables) => {
  test('of a database that refuses the connection names its host', async () => {
    const logged = await openLogged({ cosmosEndpoint: 'http://127.0.0.1:1/' });
    expect(await expectLine(logged, 'UNAVAILABLE', document, variables)).toMatch(
      /the database at 127\.0\.0\.1:1 failed: connect ECONNREFUSED 127\.0\.0\.1:1/,
    );
  });

  test('of a host name that does not resolve names it', async () => {
    const logged = await openLogged({ cosmosEndpoint: 'http://nowhere.invalid/' });
    expect(await expectLine(logged, 'UNAVAILABLE', document, variables)).toMatch(
      /getaddrinfo E\w+ nowhere\.invalid/,
    );
  });

  test('of a database that does not exist is UNAVAILABLE, and names it', async () => {
    const name = `no-such-${randomUUID()}`;
    const logged = await openLogged({ environment: { COSMOS_DATABASE: name } });
    const line = await expectLine(logged, 'UNAVAILABLE', document, variables);
    expect(line).toContain(`no container "accounts" in the database "${name}"`);
  });

  test('of a database that breaks off names its host', async () => {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
    proxy.every({}, ({ cut }) => cut());
    const line = await expectLine(logged, 'UNAVAILABLE', document, variables);
    expect(line).toContain(`the database at ${new URL(proxy.endpoint).host} failed`);
  });

  test('of a database that does not answer says for what the time went', async () => {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    const environment = { REQUEST_DEADLINE_MS: '200' };
    const logged = await openLogged({ cosmosEndpoint: proxy.endpoint, environment });
    proxy.every({}, delayForever);
    const line = await expectLine(logged, 'DEADLINE', document, variables);
    expect(line).toMatch(/a \w+ in the container "accounts" had no answer when time was up/);
  });
});

test('a container that does not exist is UNAVAILABLE for replaces, too, and nothing may have happened', async () => {
  const { endpoint, key } = inject('cosmos');
  await using proxy = await startCosmosProxy(endpoint, { key });
  const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
  const account = await openAccount(logged.alice);
  proxy.next({ kind: 'replace' }, reply(404, { substatus: 1003 }));
  const variables = depositing(account.id, account.etag);
  expect(await expectLine(logged, 'UNAVAILABLE', documentOf('deposit'), variables)).toContain(
    'no container "accounts"',
  );
});

test('a create that finds nothing lacks its container', async () => {
  const { endpoint, key } = inject('cosmos');
  await using proxy = await startCosmosProxy(endpoint, { key });
  const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
  proxy.next({ kind: 'create' }, reply(404));
  expect(await expectLine(logged, 'UNAVAILABLE', documentOf('openAccount'), opening())).toContain(
    'no container "accounts"',
  );
});

describe('an answer of the database', () => {
  const secret = { message: `${owner} has 4711.99`, diagnostics: 'diagnostics' };

  test.each<readonly [string, string, Action, RegExp]>([
    ['UNAVAILABLE', 'that it is too busy', reply(503), /"accounts" was answered 503/],
    ['UNAVAILABLE', 'that is none', reply(500, { body: secret }), /"accounts" was answered 500/],
    [
      'UNAVAILABLE',
      'that is a page for people',
      ({ answer }) => answer({ status: 200, headers: {}, body: Buffer.from(`<${owner}>`) }),
      /"accounts" had an answer that cannot be read/,
    ],
    ...['<html>', '503', 'null'].map((body): [string, string, Action, RegExp] => [
      'UNAVAILABLE',
      `that it is too busy, in the words of a gateway: ${body}`,
      ({ answer }) => answer({ status: 503, headers: {}, body: Buffer.from(body) }),
      /"accounts" was answered 503/,
    ]),
    [
      'UNAVAILABLE',
      'that a replica is behind',
      reply(404, { substatus: 1002 }),
      /"accounts" asks for more than the replica has/,
    ],
    [
      'INTERNAL_SERVER_ERROR',
      'that we asked for nonsense',
      reply(400, { body: secret }),
      /LoggableError: a \w+ (?:of acc_\w+ )?in the container "accounts" was answered 400\n +at /,
    ],
    [
      'INTERNAL_SERVER_ERROR',
      'that our key is wrong',
      reply(401, { body: secret }),
      /"accounts" was answered 401/,
    ],
  ])('%s: %s', async (code, _what, action, cause) => {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
    proxy.every({}, action);
    expect(await expectLine(logged, code, accountQuery, { id: somebody })).toMatch(cause);
    expect(await expectLine(logged, code, accountsQuery)).toMatch(cause);
  });
});

test('an answer that no read can have is named', async () => {
  const { endpoint, key } = inject('cosmos');
  await using proxy = await startCosmosProxy(endpoint, { key });
  const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
  proxy.every({}, reply(412));
  const line = await expectLine(logged, 'INTERNAL_SERVER_ERROR', accountQuery, { id: somebody });
  expect(line).toContain('the container "accounts" answered what cannot be: Lost');
});

test('keys that cannot be fetched are named by where they were looked for', async () => {
  const closed = await startCosmosProxy('http://127.0.0.1:1');
  await closed.close();
  const keys = `${closed.endpoint}keys`;
  const environment = { JWT_JWKS: '', JWT_JWKS_URI: `${keys}?secret=1` };
  const logged = await openLogged({ environment });
  const line = await expectLine(logged, 'UNAVAILABLE', '{ viewer { subject } }');
  expect(line).toContain(
    `the keys at ${keys} cannot be fetched (connect ECONNREFUSED ${new URL(keys).host})`,
  );
  expect(line).not.toContain('secret');
});

describe('an identity', () => {
  // One for all: Microsoft's library keeps the first address that it read.
  let answer: RequestListener;
  const identity = createServer((request, response) => answer(request, response));

  beforeAll(async () => {
    const port = await listen(identity, 0);
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'secret of the platform');
  });

  afterEach(() => identity.closeAllConnections());

  afterAll(() => {
    vi.unstubAllEnvs();
    identity.close();
  });

  /** The log line of a read. */
  async function readWith(answerLike: RequestListener, code: string, system: Partial<System> = {}) {
    answer = answerLike;
    const logged = await openLogged({
      cosmosEndpoint: 'https://127.0.0.1:1/',
      environment: { COSMOS_KEY: '' },
      system,
    });
    return expectLine(logged, code, accountQuery, { id: somebody });
  }

  const noToken = 'the identity of this function got no token for the database: ';

  test('that gets no token says why', async () => {
    const body = { error: 'invalid_request', error_description: 'no such identity\nhere' };
    const line = await readWith((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...body, correlation_id: '1' }));
    }, 'UNAVAILABLE');
    expect(line).toMatch(new RegExp(`${noToken}.*identity.*here`));
    expect(line).not.toContain('secret of the platform');
  });

  test('that is not answered is given up long before the deadline', async () => {
    expect(await readWith(() => undefined, 'UNAVAILABLE')).toContain(noToken);
  });

  test('that is not answered holds no request beyond its deadline', async () => {
    let reachDeadline = () => {};
    const timer = (_milliseconds: number, run: () => void) => {
      reachDeadline = run;
      return () => {};
    };
    const line = await readWith(() => reachDeadline(), 'DEADLINE', { timer });
    expect(line).toContain('a read in the container "accounts" had no answer when time was up');
    // Less than the identity is given by itself.
  }, 2500);
});

describe('several fields', () => {
  test('that fail for one reason leave one line', async () => {
    const logged = await openLogged({ cosmosEndpoint: 'http://127.0.0.1:1/' });
    const ids = Array.from({ length: 20 }, () => `acc_${newRequestId()}`);
    const fields = ids.map((id, index) => `f${index}: account(id: "${id}") { id }`);
    expect(await expectLine(logged, 'UNAVAILABLE', `{ ${fields.join(' ')} }`)).toContain('REFUSED');
  });

  test.each([401, 403])(
    'that the database refuses all alike, with %i, leave one',
    async (status) => {
      const { endpoint, key } = inject('cosmos');
      await using proxy = await startCosmosProxy(endpoint, { key });
      const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
      proxy.every({ kind: 'read' }, reply(status));
      const ids = Array.from({ length: 5 }, () => `acc_${newRequestId()}`);
      const fields = ids.map((id, index) => `f${index}: account(id: "${id}") { id }`);
      const line = await expectLine(logged, 'INTERNAL_SERVER_ERROR', `{ ${fields.join(' ')} }`);
      expect(line).toContain(`was answered ${status}`);
    },
  );

  test('that fail for two leave two', async () => {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    const { alice, log } = await openLogged({ cosmosEndpoint: proxy.endpoint });
    proxy.every({ path: /colls\/accounts/ }, reply(404, { substatus: 1003 }));
    proxy.every({ path: /colls\/orders/ }, reply(503));
    const document = `{ account(id: "${somebody}") { id } order(id: "ord_${newRequestId()}") { id } }`;
    await alice(document);
    expect(log).toHaveLength(2);
    expect(log.join('\n')).toMatch(/no container "accounts"/);
    expect(log.join('\n')).toMatch(/"orders" was answered 503/);
  });
});

test('a page of history that is not there is named', async () => {
  const { endpoint, key } = inject('cosmos');
  await using proxy = await startCosmosProxy(endpoint, { key });
  const logged = await openLogged({ cosmosEndpoint: proxy.endpoint });
  const { id } = await depositTimes(logged.alice, await openAccount(logged.alice), 40);
  proxy.every({ kind: 'read', id: /~0$/ }, reply(404));
  const variables = { id, first: 100 };
  expect(await expectLine(logged, 'UNAVAILABLE', accountHistoryQuery, variables)).toContain(
    `the page ${id}~0, which must exist, is not in the container "accounts"`,
  );
});

test('a change that runs out of time between two tries names the last of them', async () => {
  const { endpoint, key } = inject('cosmos');
  await using proxy = await startCosmosProxy(endpoint, { key });
  const environment = { REQUEST_DEADLINE_MS: '500' };
  const system = {
    // Nobody waits, but for the deadline.
    pause: (_milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
      }),
  };
  const logged = await openLogged({ cosmosEndpoint: proxy.endpoint, environment, system });
  const order = await createOrder(logged.alice);
  proxy.every({ kind: 'replace' }, reply(449));
  const input = { id: order.id, ifMatch: order.etag, requestId: newRequestId() };
  expect(await expectLine(logged, 'DEADLINE', documentOf('placeOrder'), { input })).toContain(
    'a replace in the container "orders" was answered 449',
  );
  expect((await logged.alice(ordersQuery)).errors).toBeUndefined();
});
