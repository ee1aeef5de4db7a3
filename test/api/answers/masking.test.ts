import { buildSchema, graphqlSync } from 'graphql';
import { describe, expect, inject, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { toClientError } from '../../../src/server/errors/clientError.ts';
import { newTenant } from '../../support/api.ts';
import { type Action, reply } from '../../support/cosmos/actions.ts';
import { startCosmosProxy } from '../../support/cosmos/proxy.ts';
import { codesOf, expectComplete, headersOf, openObserved, toAnswer } from '../../support/wire.ts';

describe('the trace', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

  test('of an error is that of the request', async () => {
    const headers = { ...(await headersOf({ tenant: newTenant() })), traceparent };
    const { send: observed } = await openObserved();
    for (const body of ['', JSON.stringify({ query: '{' })]) {
      const answer = toAnswer(await observed({ headers, body }));
      expect(answer.errors[0].extensions.traceId).toBe(traceId);
    }
    const refused = toAnswer(await observed({ headers: { traceparent }, body: '' }));
    expect(refused.errors[0].extensions.traceId).toBe(traceId);
  });

  test('of an error of ours is in the log line, too, with the field', async () => {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    proxy.every({}, reply(400));
    const { send: observed, log } = await openObserved({ cosmosEndpoint: proxy.endpoint });
    const headers = { ...(await headersOf({ tenant: newTenant() })), traceparent };
    const body = JSON.stringify({ query: '{ accounts { edges { cursor } } }' });
    const answer = toAnswer(await observed({ headers, body }));
    expect(answer.errors[0].extensions.traceId).toBe(traceId);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^error unexpected error /);
    expect(log[0]).toContain(traceId);
    expect(log[0]).toContain('at Query.accounts: ');
  });

  test('of many errors of ours is in ten log lines', async () => {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    proxy.every({}, reply(400));
    const { send: observed, log } = await openObserved({ cosmosEndpoint: proxy.endpoint });
    const headers = await headersOf({ tenant: newTenant() });
    const ids = Array.from({ length: 12 }, () => `acc_${newRequestId()}`);
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const answer = await observed({ headers, body: JSON.stringify({ query, variables: { ids } }) });
    expect(codesOf(toAnswer(answer))).toHaveLength(12);
    expect(log).toHaveLength(10);
  });

  test('is a new one for each request that has none', async () => {
    const { send: observed } = await openObserved();
    const trace = async () => toAnswer(await observed({ body: '' })).errors[0].extensions.traceId;
    expect(await trace()).not.toBe(await trace());
  });
});

describe('what is ours', () => {
  const secret = 'the secret plan';

  test.each<readonly [string, unknown]>([
    ['an error', new Error(secret)],
    ['an abort that nobody asked for', new DOMException(secret, 'AbortError')],
    ['a text', secret],
  ])(
    'thrown as %s before GraphQL runs is told as unexpected, and logged',
    async (_what, thrown) => {
      const { send: observed, log } = await openObserved({
        system: {
          now: () => {
            throw thrown;
          },
        },
      });
      const headers = await headersOf({ tenant: newTenant() });
      const reply = await observed({ headers, body: '{}' });
      expect([reply.status, codesOf(toAnswer(reply))]).toEqual([500, ['INTERNAL_SERVER_ERROR']]);
      expect(reply.text).not.toContain(secret);
      expect(log).toHaveLength(1);
      expect(log[0]).not.toContain(secret);
    },
  );
  const query = '{ accounts { edges { node { id } } } }';

  async function askBroken(action: Action, tenant = newTenant()) {
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    proxy.every({}, action);
    const { send: observed, log } = await openObserved({ cosmosEndpoint: proxy.endpoint });
    const headers = await headersOf({ tenant });
    const reply = await observed({ headers, body: JSON.stringify({ query }) });
    const token = headers['authorization']?.split(' ')[1] ?? 'no token';
    return { reply, answer: toAnswer(reply), log, token };
  }

  const id = `acc_${newRequestId()}`;
  const at = '2026-03-01T10:00:00.000Z';
  const account = {
    id,
    entityId: id,
    tenantId: 'other',
    kind: 'account',
    state: { owner: secret, status: 'OPEN', balance: { minor: 0, currency: 'EUR' } },
    version: 1,
    createdAt: at,
    createdBy: secret,
    changes: [],
    newestPaged: null,
    _etag: '"1"',
  };

  test.each<readonly [string, Action]>([
    ['a refusal that we did not expect', reply(400, { body: { message: secret } })],
    ['a wrong key', reply(401, { body: { message: secret } })],
    ["another tenant's document", reply(200, { body: { Documents: [account], _count: 1 } })],
    ['a document that is none', reply(200, { body: { Documents: [{ note: secret }], _count: 1 } })],
    ['a document that is no object', reply(200, { body: { Documents: [null], _count: 1 } })],
  ])('stays ours: %s', async (_what, action) => {
    const {
      reply: { text },
      answer,
      log,
      token,
    } = await askBroken(action);
    expectComplete(answer);
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.errors[0].message).toBe('Unexpected error.');
    expect(text).not.toMatch(/secret|other|node_modules|\.ts|at /);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain(answer.errors[0].extensions.traceId);
    expect(log[0]).toMatch(/Error.*\n? +at .*:\d+/);
    expect(log[0]).not.toContain(token);
  });

  /** The account that lies in the database, but for this. */
  const storedAs = (more: object, state: object = {}) => {
    const change = { requestId: id.slice(4), fingerprint: '', version: 1, at, by: secret };
    const opened = { ...change, baseEtag: null, kind: 'OPENED', balance: account.state.balance };
    const document = { ...account, changes: [opened], state: { ...account.state, ...state } };
    return { ...document, ...more };
  };

  test.each<readonly [string, ReturnType<typeof storedAs>]>([
    ['a status that the schema lacks', storedAs({}, { status: `${secret} FROZEN` })],
    ['nothing where something has to be', storedAs({}, { owner: null })],
    ['a thing for a text', storedAs({}, { owner: { secret } })],
    ['a number that is too large', storedAs({ version: 4711471147114711 })],
    [
      'a change of a kind that the schema lacks',
      storedAs({ changes: [{ kind: secret, by: '', version: 1 }] }),
    ],
  ])('stays ours where a value cannot be made of what is stored: %s', async (_what, stored) => {
    const tenant = newTenant();
    const found = { Documents: [{ ...stored, tenantId: tenant }], _count: 1 };
    const { endpoint, key } = inject('cosmos');
    await using proxy = await startCosmosProxy(endpoint, { key });
    proxy.every({ kind: 'query' }, reply(200, { body: found }));
    const { send: observed, log } = await openObserved({ cosmosEndpoint: proxy.endpoint });
    const fields = 'id owner status version history { edges { node { kind by summary } } }';
    const body = JSON.stringify({ query: `{ accounts { edges { node { ${fields} } } } }` });
    const answered = await observed({ headers: await headersOf({ tenant }), body });
    const answer = toAnswer(answered);
    expectComplete(answer);
    expect(new Set(codesOf(answer))).toEqual(new Set(['INTERNAL_SERVER_ERROR']));
    // What could be read stays, and may hold what is the tenant's own.
    expect(JSON.stringify(answer.errors)).not.toMatch(/secret|FROZEN|4711/);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain(answer.errors[0].extensions.traceId);
    expect(log[0]).not.toMatch(/secret|4711/);
  });

  // The executor of today makes plain errors of most of these: what is a client's mistake is not for it to decide.
  test.each([
    ['{ status }', { status: secret }],
    ['{ count }', { count: secret }],
    ['{ names }', { names: 5 }],
    ['{ needed }', { needed: null }],
    ['{ thing { id } }', { thing: { id: secret } }],
  ])('stays ours whatever graphql-js says of a value: %s', (source, rootValue) => {
    const schema = buildSchema(`
      enum Status { OPEN } interface Thing { id: ID } type Book implements Thing { id: ID }
      type Query { status: Status count: Int names: [String] needed: String! thing: Thing }`);
    const { errors = [] } = graphqlSync({ schema, source, rootValue });
    expect(errors).toHaveLength(1);
    for (const thrown of errors) {
      const { error, hidden } = toClientError(thrown, '', undefined);
      expect(error.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
      expect(error.message).toBe('Unexpected error.');
      expect(hidden).toBeDefined();
    }
  });

  test("what is a client's is told, and not logged", async () => {
    const { send: observed, log } = await openObserved();
    const headers = await headersOf({ tenant: newTenant() });
    for (const text of ['{', '{ x }', '{ accounts(first: 101) { edges { cursor } } }']) {
      await observed({ headers, body: JSON.stringify({ query: text }) });
    }
    await observed({ headers, body: '' });
    await observed({ body: '' });
    expect(log).toEqual([]);
  });

  // A variable that may be left out, and is null where its field or directive needs a value.
  test.each([
    'query ($id: ID = "x") { account(id: $id) { id } }',
    'query ($id: ID = "x") { viewer { subject } node(id: $id) { id } }',
    'query ($id: Boolean = true) { viewer { subject @include(if: $id) } }',
    'mutation ($id: ID = "x") { deposit(input: { requestId: "3MbUqrToucWbMrzcuglFkYGtj6N", id: $id, ifMatch: "1", amount: { amount: "1", currency: "JPY" } }) { __typename } }',
  ])(
    'an argument that does not coerce at its field is a mistake of the client: %s',
    async (query) => {
      const { send: observed, log } = await openObserved();
      const headers = await headersOf({ tenant: newTenant() });
      const body = JSON.stringify({ query, variables: { id: null } });
      const answer = toAnswer(await observed({ headers, body }));
      expectComplete(answer);
      expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
      expect(log).toEqual([]);
    },
  );
});

describe('names of the schema that are nearly right', () => {
  const mistakes: readonly (readonly [string, object])[] = [
    ['{ viewr { subject } }', {}],
    ['{ orders(filter: { statu: OPEN }) { edges { cursor } } }', {}],
    [
      'query ($filter: OrderFilter) { orders(filter: $filter) { edges { cursor } } }',
      { filter: { statu: 'OPEN' } },
    ],
    [
      'query ($filter: OrderFilter) { orders(filter: $filter) { edges { cursor } } }',
      { filter: { status: 'OPN' } },
    ],
  ];

  test.each([
    ['told where the schema is open to questions', 'true', true],
    ['not told where it is closed', 'false', false],
  ])('are %s', async (_how, open, isTold) => {
    const { send: observed } = await openObserved({ environment: { GRAPHQL_INTROSPECTION: open } });
    const headers = await headersOf({ tenant: newTenant() });
    for (const [query, variables] of mistakes) {
      const { text } = await observed({ headers, body: JSON.stringify({ query, variables }) });
      expect([query, text.includes('Did you mean')]).toEqual([query, isTold]);
    }
  });
});
