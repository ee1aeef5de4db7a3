/** What leaves the function beside its answers, as a collector gets it. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newTenant, type Query, signIn } from '../support/api.ts';
import { before, reply } from '../support/cosmos/actions.ts';
import type { CosmosProxy } from '../support/cosmos/proxy.ts';
import { line, newRequestId, usd } from '../support/mutations.ts';
import { openProxied } from '../support/wire.ts';
import { pointsOf, type Receiver, type Span, spansOf, startReceiver } from './receiver.ts';

const instrumentationKey = '12345678-90ab-cdef-1234-567890abcdef';

/** In everything that nobody should find again. */
const mark = 'hush';
const markedAmount = '9876543.21';

let receiver: Receiver;
let proxy: CosmosProxy;
let ask: Query;

interface Asked {
  readonly span: Span;
  // oxlint-disable-next-line typescript/no-explicit-any -- as in an answer
  readonly result: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly errors: any;
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly traceparents: readonly (string | undefined)[];
}

/** Of the one request that is not let in. */
const refusedTraceId = randomBytes(16).toString('hex');
const refusedParentSpanId = randomBytes(8).toString('hex');
const refusedTraceparent = `00-${refusedTraceId}-${refusedParentSpanId}-01`;

/** Everything that was asked, by name: the spans come seconds later, and all at once. */
const asked = new Map<string, Omit<Asked, 'span'>>();

async function send(name: string, document: string, variables: object): Promise<Asked['result']> {
  const traceId = randomBytes(16).toString('hex');
  const parentSpanId = randomBytes(8).toString('hex');
  proxy.clear();
  const headers = { traceparent: `00-${traceId}-${parentSpanId}-01` };
  const { data, errors } = await ask(document, variables, { headers });
  const result = data?.result;
  // The first create of a cold client reads the container: the SDK's own call, with no options of ours.
  const calls = proxy.requests.filter(({ kind }) => kind !== 'meta');
  const traceparents = calls.map(({ headers: sent }) => sent['traceparent']);
  asked.set(name, { result, errors, traceId, parentSpanId, traceparents });
  return result;
}

function mutate(name: string, mutation: string, input: object): Promise<Asked['result']> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const entity = mutation.includes('rder') ? 'Order' : 'Account';
  const document = `mutation Teller($input: ${type}!) { result: ${mutation}(input: $input) {
    __typename ... on ${entity}Changed { ${entity.toLowerCase()} { id etag } } ... on UserError { message }
  } }`;
  return send(name, document, { input });
}

function of(name: string): Asked {
  const found = asked.get(name);
  const span = spansOf(receiver).find(({ traceId }) => traceId === found?.traceId);
  if (!found || !span) throw new Error(`${name} was not asked, or left no span`);
  return { ...found, span };
}

beforeAll(async () => {
  receiver = await startReceiver();
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${receiver.endpoint}/`,
  };
  const opened = await openProxied({ environment });
  ({ proxy } = opened);
  const tenant = newTenant();
  ask = await signIn(opened.send, { tenant, subject: `${mark}-subject` });
  const bob = await signIn(opened.send, { tenant, subject: `${mark}-bob` });

  const open = { owner: `${mark}-owner`, currency: 'USD' };
  const { account } = await mutate('open', 'openAccount', open);
  const { id, etag: stale } = account;
  const requestId = newRequestId();
  const deposit = { id, ifMatch: stale, amount: usd(markedAmount), memo: `${mark}-memo` };
  await mutate('deposit', 'deposit', { ...deposit, requestId });
  await mutate('replay', 'deposit', { ...deposit, requestId });
  const again = await mutate('reapplied', 'deposit', { ...deposit, onConflict: 'REAPPLY' });
  await mutate('conflict', 'withdraw', { id, ifMatch: stale, amount: usd(markedAmount) });
  const { etag } = again.account;

  // Bob's is first, between the read and the write.
  const bobs = `mutation { deposit(input: { requestId: "${newRequestId()}", id: "${id}", ifMatch: ${JSON.stringify(etag)}, amount: { amount: "1.00", currency: "USD" } }) { __typename } }`;
  proxy.next(
    { kind: 'replace', id },
    before(() => bob(bobs)),
  );
  await mutate('race', 'deposit', { ...deposit, ifMatch: etag });

  proxy.next({ kind: 'read', id }, reply(429, { headers: { 'x-ms-retry-after-ms': '7' } }));
  await mutate('throttled', 'deposit', { ...deposit, ifMatch: etag });
  await mutate('order', 'createOrder', {
    customer: `${mark}-customer`,
    currency: 'USD',
    note: `${mark}-note`,
    lines: [line(`${mark}-sku`, markedAmount)],
  });
  await send(
    'list',
    'query ($first: Int) { result: accounts(first: $first) { edges { cursor } } }',
    { first: 3 },
  );
  await send('node', `query Look_${'x'.repeat(200)}($id: ID!) { result: node(id: $id) { id } }`, {
    id,
  });
  await send('refused', `query { ${mark}Field }`, {});
  await opened.send({
    headers: { authorization: `Bearer ${mark}-token`, traceparent: refusedTraceparent },
    body: JSON.stringify({ query: `query ${mark}Query { viewer { subject } }` }),
  });
  await opened.send({ method: 'GET', path: '/graphql/health' });

  const traceIds = [...Array.from(asked.values(), ({ traceId }) => traceId), refusedTraceId];
  await receiver.until(() => {
    const traces = new Set(spansOf(receiver).map(({ traceId }) => traceId));
    return traceIds.every((traceId) => traces.has(traceId));
  });
  await receiver.until(() => total('orderdesk.mutations') >= 9);
  await receiver.until(() => envelopes().some(({ baseType }) => baseType === 'MetricData'));
}, 60_000);

afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await proxy.close();
});

function total(name: string): number {
  return pointsOf(receiver, name).reduce((sum, { value }) => sum + value, 0);
}

interface Envelope {
  readonly baseType: string;
  readonly iKey: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly baseData: {
    readonly id?: string;
    readonly name?: string;
    readonly success?: boolean;
    readonly properties: Readonly<Record<string, string>>;
    readonly metrics?: readonly { readonly name: string; readonly value: number }[];
  };
}

/** What Application Insights got. */
function envelopes(): readonly Envelope[] {
  return receiver.received
    .filter(({ path }) => path === '/v2.1/track')
    .flatMap(({ body }) => JSON.parse(body))
    .map(({ data, iKey, tags }) => ({ ...data, iKey, tags }));
}

describe('one span per operation says', () => {
  test('what ran, under the span of the host, and how long', () => {
    const { span, parentSpanId } = of('deposit');
    expect(span).toMatchObject({ name: 'mutation', kind: 1, parentSpanId, status: { code: 0 } });
    expect(span.attributes).toMatchObject({
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': 'Teller',
      'http.response.status_code': 200,
    });
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThan(BigInt(span.startTimeUnixNano));
  });

  test('once for each', () => {
    const traces = spansOf(receiver).map(({ traceId }) => traceId);
    for (const { traceId } of asked.values()) {
      expect(traces.filter((each) => each === traceId)).toHaveLength(1);
    }
  });

  test.each([
    ['open', 'openAccount', 'NONE', 'AccountChanged', {}],
    ['deposit', 'deposit', 'REAPPLY', 'AccountChanged', {}],
    ['replay', 'deposit', 'REAPPLY', 'AccountChanged', { replayed: [true] }],
    ['reapplied', 'deposit', 'REAPPLY', 'AccountChanged', { reapplied: [true] }],
    ['conflict', 'withdraw', 'REJECT', 'AccountConflictError', {}],
    ['race', 'deposit', 'REAPPLY', 'AccountChanged', { rounds: [2], reapplied: [true] }],
    ['throttled', 'deposit', 'REAPPLY', 'error', {}],
    ['order', 'createOrder', 'NONE', 'OrderChanged', {}],
  ])('how the mutation ended: %s', (name, mutation, policy, result, more) => {
    const expected = {
      name: [mutation],
      policy: [policy],
      result: [result],
      rounds: [1],
      replayed: [false],
      reapplied: [false],
      ...more,
    };
    const { attributes } = of(name).span;
    const found = Object.entries(attributes)
      .filter(([key]) => key.startsWith('orderdesk.mutation.'))
      .map(([key, value]) => [key.slice('orderdesk.mutation.'.length), value]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test.each([
    ['open', 1],
    ['deposit', 2],
    ['replay', 1],
    ['conflict', 3],
    ['race', 4],
    ['list', 1],
    ['refused', 0],
  ])('what it asked of the database: %s', (name, calls) => {
    const { attributes } = of(name).span;
    expect(attributes['orderdesk.database.calls']).toBe(calls);
    // The tests' database charges each with 1.
    expect(attributes['orderdesk.database.request_charge']).toBe(calls);
    expect(Number(attributes['orderdesk.database.duration_ms']) > 0).toBe(calls > 0);
  });

  test('what went wrong, and that it was on this side', () => {
    const { span } = of('throttled');
    expect(span.status).toEqual({ code: 2 });
    expect(span.attributes).toMatchObject({
      'error.type': 'THROTTLED',
      'orderdesk.errors': ['THROTTLED'],
      'orderdesk.database.throttles': 1,
      'http.response.status_code': 429,
    });
  });

  test('what went wrong, and that it was the client', () => {
    const { span } = of('refused');
    expect(span).toMatchObject({ name: 'GraphQL Operation', status: { code: 0 } });
    expect(span.attributes['orderdesk.errors']).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(span.attributes).not.toHaveProperty('error.type');
  });

  test('of a name no more than 100 characters', () => {
    expect(of('node').span.attributes['graphql.operation.name']).toBe(`Look_${'x'.repeat(95)}`);
  });
});

test('who is not let in leaves a span, too, that says so, and is counted nowhere', () => {
  const [span, ...more] = spansOf(receiver).filter(({ traceId }) => traceId === refusedTraceId);
  expect(more).toEqual([]);
  expect(span).toMatchObject({
    name: 'GraphQL Operation',
    parentSpanId: refusedParentSpanId,
    status: { code: 0 },
    attributes: {
      'http.response.status_code': 401,
      'orderdesk.errors': ['UNAUTHENTICATED'],
      'orderdesk.database.calls': 0,
    },
  });
  expect(span?.attributes).not.toHaveProperty('graphql.operation.name');
  // Bob's deposit is the one that was not sent with a name.
  expect(total('orderdesk.operation.duration')).toBe(asked.size + 1);
});

test('whoever only looks whether the function is there leaves none', () => {
  expect(spansOf(receiver)).toHaveLength(asked.size + 2);
});

describe('counted are, with mutation and policy,', () => {
  const mutation = (name: string, policy: string) => ({
    'orderdesk.mutation.name': name,
    'orderdesk.mutation.policy': policy,
  });

  test.each([
    ['orderdesk.conflicts', mutation('withdraw', 'REJECT'), 1],
    ['orderdesk.replays', mutation('deposit', 'REAPPLY'), 1],
    ['orderdesk.reapplied', mutation('deposit', 'REAPPLY'), 2],
    ['orderdesk.throttles', mutation('deposit', 'REAPPLY'), 1],
  ])('%s', (name, attributes, value) => {
    expect(pointsOf(receiver, name)).toEqual([{ attributes, value }]);
  });

  test('mutations, by their result', () => {
    expect(pointsOf(receiver, 'orderdesk.mutations')).toContainEqual({
      attributes: {
        ...mutation('withdraw', 'REJECT'),
        'orderdesk.mutation.result': 'AccountConflictError',
      },
      value: 1,
    });
  });

  test('and nothing that a client names', () => {
    const text = receiver.received.filter(({ path }) => path === '/v1/metrics');
    expect(text.map(({ body }) => body).join('')).not.toMatch(/Teller|Look_/);
  });
});

test('Application Insights gets the same spans, and the same counts', () => {
  const dependencies = envelopes().filter(({ baseType }) => baseType === 'RemoteDependencyData');
  for (const name of asked.keys()) {
    const { span, traceId, parentSpanId } = of(name);
    const [envelope, ...more] = dependencies.filter(({ baseData }) => baseData.id === span.spanId);
    expect(more).toEqual([]);
    expect(envelope?.iKey).toBe(instrumentationKey);
    expect(envelope?.tags).toMatchObject({
      'ai.operation.id': traceId,
      'ai.operation.parentId': parentSpanId,
    });
    expect(envelope?.baseData).toMatchObject({
      name: span.name,
      success: span.status.code !== 2,
      properties: textsOf(span.attributes),
    });
    expect(Object.keys(envelope?.baseData.properties ?? {})).toHaveLength(
      Object.keys(span.attributes).length,
    );
  }
  const [refused] = dependencies.filter(({ tags }) => tags['ai.operation.id'] === refusedTraceId);
  expect(refused?.baseData.properties).toMatchObject({
    'orderdesk.http.response.status_code': '401',
    'orderdesk.errors': '["UNAUTHENTICATED"]',
  });
  const metrics = envelopes().flatMap(({ baseData }) => baseData.metrics ?? []);
  // Nothing that its exporter would tell of itself.
  expect(metrics.filter(({ name }) => !name.startsWith('orderdesk.'))).toEqual([]);
  const conflicts = metrics.filter(({ name }) => name === 'orderdesk.conflicts');
  expect(conflicts).toEqual([
    { name: 'orderdesk.conflicts', kind: 'Aggregation', value: 1, count: 1 },
  ]);
});

/** As its properties: texts, and under names of ours what its exporter leaves out under those of the conventions. */
function textsOf(attributes: Span['attributes']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      ['error.type', 'http.response.status_code'].includes(name) ? `orderdesk.${name}` : name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

describe('the trace of the host', () => {
  test.each(['open', 'deposit', 'list', 'node'])(
    'goes to the database, with our span as the parent: %s',
    (name) => {
      const { traceId, span, traceparents } = of(name);
      expect(traceparents.length).toBeGreaterThan(0);
      expect(new Set(traceparents)).toEqual(new Set([`00-${traceId}-${span.spanId}-01`]));
    },
  );

  test('comes back in errors', () => {
    for (const name of ['throttled', 'refused']) {
      const { errors, traceId } = of(name);
      expect(errors[0].extensions.traceId).toBe(traceId);
    }
  });
});

test('telemetry holds no token, amount or name, and nothing of what was sent', () => {
  const everything = receiver.received.map(({ body }) => body).join('\n');
  expect(everything.length).toBeGreaterThan(10_000);
  expect(everything).not.toContain(mark);
  expect(everything).not.toMatch(/987654321|9876543|eyJ|acc_|ord_|tenant-|fragment|\$input/);
});
