/** Each fault alone: what a client sees of it, how soon, and that trying again is all that it has to do. */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { containers } from '../../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../../src/local/cosmosdb/server.ts';
import { type Answer, newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import { type Action, before, pass, reply } from '../../support/cosmos/actions.ts';
import { type CosmosProxy, startCosmosProxy } from '../../support/cosmos/proxy.ts';
import { accountHistoryQuery, accountQuery, documentOf } from '../../support/declared/documents.ts';
import { newRequestId } from '../../../src/local/requestId.ts';
import { usd } from '../../support/team.ts';
import { befalling } from './databaseFaults.ts';
import { type DatabaseFault, databaseFaults } from './faults.ts';
import { startInstance } from '../cluster/instances.ts';
import { createPerson } from '../people/person.ts';
import { randomOf } from '../random.ts';
import { createReplicas } from '../cluster/replicas.ts';
import { createSender } from '../people/sender.ts';

const deadlineMs = 2000;
const latestMs = deadlineMs + 500;

/** What a read, a deposit and an opening come to, while the fault befalls all that it can befall. */
const sees: Readonly<Record<DatabaseFault, readonly [string, string, string]>> = {
  'cut-before': ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  'cut-after': ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  truncate: ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  delay: ['DEADLINE', 'DEADLINE', 'DEADLINE'],
  '429': ['THROTTLED', 'THROTTLED', 'THROTTLED'],
  '449': ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  '503': ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  '408': ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  '410': ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
  '412': ['answered', 'UNAVAILABLE', 'answered'],
  '1002': ['UNAVAILABLE', 'UNAVAILABLE', 'answered'],
};

/** After these a write may have been done. */
const uncertain = new Set(['cut-before', 'cut-after', 'truncate', 'delay', '503', '408', '410']);

const statuses: Readonly<Record<string, number>> = {
  answered: 200,
  THROTTLED: 429,
  UNAVAILABLE: 503,
  DEADLINE: 504,
};

interface Teller extends AsyncDisposable {
  readonly proxy: CosmosProxy;
  readonly tenant: string;
  readonly query: Query;
  readonly account: { readonly id: string; readonly etag: string };
}

async function openTeller(endpoint = inject('cosmos').endpoint): Promise<Teller> {
  const proxy = await startCosmosProxy(endpoint, { key: inject('cosmos').key });
  const tenant = newTenant();
  const query = await signInAt(proxy, tenant);
  const { data } = await query(documentOf('openAccount'), opening());
  const { account } = data.result;
  return { proxy, tenant, query, account, [Symbol.asyncDispose]: () => proxy.close() };
}

/** Another instance, whose clock is so far ahead. */
async function signInAt({ endpoint }: CosmosProxy, tenant: string, clockMs = 0): Promise<Query> {
  const send = await openApi({
    cosmosEndpoint: endpoint,
    environment: { REQUEST_DEADLINE_MS: String(deadlineMs) },
    system: { now: () => new Date(Date.now() + clockMs) },
  });
  return signIn(send, { tenant, issuedAt: -600 });
}

function opening() {
  return { input: { requestId: newRequestId(), owner: 'carol', currency: 'USD' } };
}

function depositing({ id, etag }: Teller['account']) {
  const requestId = newRequestId();
  return { input: { requestId, id, ifMatch: etag, amount: usd('1.00') } };
}

/** Where a fault has a better and a worse kind, this is the worse. */
const worst: Readonly<Partial<Record<DatabaseFault, Action>>> = {
  delay: before(() => setTimeout(latestMs)),
  '412': reply(412),
};

/** The fault at every request that it can befall. */
function always(fault: DatabaseFault): Action {
  const random = randomOf(1, fault);
  const { befalls, act } = befalling[fault];
  return (exchange) => {
    if (!befalls(exchange.request)) return pass(exchange);
    return (worst[fault] ?? act(random, exchange.request, '0:-1#1'))(exchange);
  };
}

/** The fault at this one of the requests that it can befall. */
function nth(fault: DatabaseFault, number: number): Action {
  const { befalls, act } = befalling[fault];
  const random = randomOf(number, fault);
  let left = number;
  return (exchange) => {
    if (befalls(exchange.request)) left -= 1;
    const meets = befalls(exchange.request) && left === 0;
    return (meets ? act(random, exchange.request, '0:-1#1') : pass)(exchange);
  };
}

const messages: Readonly<Record<string, RegExp>> = {
  THROTTLED: /^The database is asked for more than it may serve: slow down\.$/,
  UNAVAILABLE:
    /^(The database cannot be reached|Too many others are changing this entity) right now\.$/,
  DEADLINE: /^The request took too long\.$/,
};

async function timed(answer: Promise<Answer>) {
  const began = performance.now();
  const { status, data, errors } = await answer;
  const took = performance.now() - began;
  if (!errors) return { outcome: 'answered', status, data, took };
  const [{ message, extensions }] = errors;
  expect(message).toMatch(messages[extensions.code] ?? 'an error with a designed code');
  return { outcome: String(extensions.code), status, data, took };
}

async function untilAnswered(send: () => Promise<Answer>): Promise<Answer['data']> {
  for (;;) {
    const { outcome, status, data } = await timed(send());
    expect(status).toBe(statuses[outcome]);
    if (outcome === 'answered') return data.result;
  }
}

async function changesOf(query: Query, id: string): Promise<readonly string[]> {
  const { data } = await query(accountHistoryQuery, { id, first: 100 });
  const edges: { node: { requestId: string } }[] = data.result.history.edges;
  return edges.map(({ node }) => node.requestId);
}

describe.each(databaseFaults)('under %s', (fault) => {
  test('all the time, every answer has a designed code, in time', async () => {
    await using teller = await openTeller();
    const { proxy, query, account } = teller;
    proxy.every({}, always(fault));
    const answers = [
      await timed(query(accountQuery, { id: account.id })),
      await timed(query(documentOf('deposit'), depositing(account))),
      await timed(query(documentOf('openAccount'), opening())),
    ];
    expect(answers.map(({ outcome }) => outcome)).toEqual(sees[fault]);
    expect(answers.map(({ status }) => status)).toEqual(
      sees[fault].map((outcome) => statuses[outcome]),
    );
    expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(latestMs);
  });

  test('at every write, the error names the request where it may have been done', async () => {
    await using teller = await openTeller();
    const { proxy, query, account } = teller;
    proxy.every({ kind: 'replace' }, always(fault));
    const variables = depositing(account);
    const { errors } = await query(documentOf('deposit'), variables);
    expect(errors?.[0].extensions.mutationRequestId).toBe(
      uncertain.has(fault) ? variables.input.requestId : undefined,
    );
  });

  test('once, at any step, the same request again makes the change once', async () => {
    await using teller = await openTeller();
    const { proxy, query, account } = teller;
    const sent: string[] = [];
    for (const step of [1, 2, 3, 4]) {
      const end = proxy.every({}, nth(fault, step));
      const variables = depositing(account);
      const { change } = await untilAnswered(() => query(documentOf('deposit'), variables));
      end();
      expect(change.requestId).toBe(variables.input.requestId);
      sent.unshift(variables.input.requestId);
    }
    expect((await changesOf(query, account.id)).slice(0, -1)).toEqual(sent);
  });
});

test('connections that were closed while they idled are not noticed', async () => {
  await using teller = await openTeller();
  const { proxy, query, account } = teller;
  for (const variables of [depositing(account), depositing(account), depositing(account)]) {
    proxy.closeIdleConnections();
    expect((await query(documentOf('deposit'), variables)).data.result.replayed).toBe(false);
  }
});

test('a replica that lags is not noticed by a client with a session token', async () => {
  await using cosmos = await startCosmosDb({ database: 'orderdesk-test', containers });
  await using teller = await openTeller(cosmos.endpoint);
  const { proxy, query } = teller;
  const random = randomOf(1, 'replicas');
  const replicas = createReplicas(containers, 'orderdesk-test', random, () => 0);
  proxy.every({}, async ({ request, forward, answer }) => {
    const old = replicas.answer(request);
    const result = old ?? (await forward());
    if (!old) replicas.learn(request, result);
    answer(result);
  });
  const opened = await query(documentOf('openAccount'), opening());
  const { id } = opened.data.result.account;
  const sessionToken = opened.headers.get('x-session-token') ?? undefined;
  const read = async (token?: string) =>
    (await query(accountQuery, { id }, { sessionToken: token })).data.result?.id;
  const sixteen = Array.from({ length: 16 });
  const withToken = await Promise.all(sixteen.map(() => read(sessionToken)));
  expect(new Set(withToken)).toEqual(new Set([id]));
  expect(new Set(await Promise.all(sixteen.map(() => read())))).toContain(undefined);
});

test('clocks that are two minutes apart are not noticed, and time never goes back', async () => {
  await using teller = await openTeller();
  const { proxy, tenant, account } = teller;
  const ahead = await signInAt(proxy, tenant, 60_000);
  const behind = await signInAt(proxy, tenant, -60_000);
  const times: string[] = [];
  for (const query of [behind, ahead, behind, ahead]) {
    const { data } = await query(documentOf('deposit'), depositing(account));
    times.push(data.result.change.at);
  }
  expect(times).toEqual(times.toSorted());
});

test('of the same request to two instances at once, one is made and one is told so', async () => {
  await using teller = await openTeller();
  const { proxy, tenant, query, account } = teller;
  const other = await signInAt(proxy, tenant);
  const variables = depositing(account);
  const both = await Promise.all(
    [query, other].map((each) => untilAnswered(() => each(documentOf('deposit'), variables))),
  );
  expect(both.filter(({ replayed }) => replayed)).toHaveLength(1);
  expect((await changesOf(query, account.id)).slice(0, -1)).toEqual([variables.input.requestId]);
});

test('a request that its own retry overtook changes nothing when it arrives', async () => {
  await using teller = await openTeller();
  const { query, account } = teller;
  const variables = depositing(account);
  await query(documentOf('deposit'), variables);
  await query(documentOf('deposit'), depositing(account));
  const late = await query(documentOf('deposit'), variables);
  expect(late.data.result.replayed).toBe(true);
});

test('an instance that is killed in the middle of a request leaves no answer, and its change once', async () => {
  await using teller = await openTeller();
  const { proxy, query, account, tenant } = teller;
  await using instance = await startInstance({
    number: 0,
    seed: 1,
    cosmosEndpoint: proxy.endpoint,
    database: inject('cosmos').database,
    deadlineMs,
    clockMs: 0,
    compileCache: '',
  });
  proxy.next({ kind: 'replace' }, async ({ forward, cut }) => {
    await forward();
    void instance.kill(0);
    cut();
  });
  const alice = await createPerson({
    name: 'alice',
    tenant,
    random: randomOf(1, 'alice'),
    session: undefined,
    clockMs: 0,
    instances: [instance],
    sender: createSender(
      latestMs,
      () => performance.now(),
      () => {},
    ),
  });
  const variables = depositing(account);
  const request = { type: 'mutation', mutation: 'deposit', input: variables.input } as const;
  expect((await alice.send(request)).outcome.type).toBe('NoAnswer');
  await instance.up();
  expect((await alice.send(request)).outcome).toMatchObject({ result: { replayed: true } });
  expect((await changesOf(query, account.id)).slice(0, -1)).toEqual([variables.input.requestId]);
});
