import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { mintToken } from '../../../src/local/tokens.ts';
import { type Answer, newTenant, openApi, type Send, signIn } from '../../support/api.ts';
import { type Action, delayForever, reply } from '../../support/cosmos/actions.ts';
import { accountQuery, documentOf } from '../../support/declared/documents.ts';
import { codesOf, expectComplete, openProxied, toAnswer } from '../../support/wire.ts';

const json = 'application/json';
const response = 'application/graphql-response+json';
const mediaTypes = [json, response];

const send = await openApi();

const brokenClock = () => {
  throw new Error('the clock is gone');
};

/** What Alice is answered, in one media type. */
async function ask(to: Send, accept: string, query: string, variables: object = {}, more = {}) {
  const alice = await signIn(to, { tenant: newTenant() });
  const answer = await alice(query, variables, { headers: { accept, ...more } });
  expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
  expectComplete(answer);
  return answer;
}

describe.each(mediaTypes)('in %s', (accept) => {
  test('no token is 401 with a bare challenge', async () => {
    for (const authorization of [undefined, 'Basic YTpi']) {
      const reply = await send({
        headers: { accept, 'content-type': json, ...(authorization && { authorization }) },
        body: JSON.stringify({ query: '{ viewer { subject } }' }),
      });
      const answer = toAnswer(reply);
      expectComplete(answer);
      expect([answer.status, codesOf(answer), answer.data]).toEqual([
        401,
        ['UNAUTHENTICATED'],
        undefined,
      ]);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('a bad token is 401 with what is wrong about it', async () => {
    const now = new Date();
    const tenant = newTenant();
    const expired = await mintToken({ subject: 'a', tenant, issuedAt: -900, expiresIn: -60 }, now);
    const foreign = await mintToken({ subject: 'a', tenant, audience: 'another' }, now);
    for (const [token, reason] of [
      [expired, 'the token has expired'],
      [foreign, 'the token is for the wrong audience'],
      ['a.b.c', 'the token is not a well-formed JWT'],
      ['nonsense', 'the Authorization header must be Bearer and exactly one JWT'],
      [
        `${foreign}, Bearer ${foreign}`,
        'the Authorization header must be Bearer and exactly one JWT',
      ],
    ] as const) {
      const reply = await send({
        headers: { accept, 'content-type': json, authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: documentOf('openAccount') }),
      });
      const answer = toAnswer(reply);
      expectComplete(answer);
      expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
      expect(reply.headers.get('www-authenticate')).toBe(
        `Bearer error="invalid_token", error_description="${reason}"`,
      );
      expect(reply.text).not.toContain(token);
    }
  });

  test('a missing permission is FORBIDDEN, and 200', async () => {
    const reader = await signIn(send, { tenant: newTenant(), permissions: ['accounts.read'] });
    const answer = await reader('{ orders { edges { cursor } } }', {}, { headers: { accept } });
    expectComplete(answer);
    expect([answer.status, codesOf(answer), answer.data]).toEqual([
      200,
      ['FORBIDDEN'],
      { orders: null },
    ]);
    expect(answer.errors[0].path).toEqual(['orders']);
  });

  test('what does not parse or validate is 400 in the newer media type alone', async () => {
    const status = accept === json ? 200 : 400;
    const parsed = await ask(send, accept, '{ viewer');
    expect([parsed.status, codesOf(parsed)]).toEqual([status, ['GRAPHQL_PARSE_FAILED']]);
    expect(parsed.data).toBeUndefined();
    const validated = await ask(
      send,
      accept,
      '{ viewer { age } accounts(first: "x") { edges { cursor } } }',
    );
    expect([validated.status, codesOf(validated)]).toEqual([
      status,
      ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
    ]);
    expect(validated.data).toBeUndefined();
  });

  test.each([
    ['no variable at all', {}],
    ['null', { input: null }],
    ['a missing field', { input: { currency: 'EUR' } }],
    ['a field that there is not', { input: { owner: 'a', currency: 'EUR', age: 1 } }],
    ['a number for a string', { input: { owner: 1, currency: 'EUR' } }],
    ['no currency code', { input: { owner: 'a', currency: 'eur' } }],
    ['no requestId', { input: { owner: 'a', currency: 'EUR', requestId: undefined } }],
    ['null for one', { input: { owner: 'a', currency: 'EUR', requestId: null } }],
    ['no KSUID', { input: { owner: 'a', currency: 'EUR', requestId: 'x'.repeat(27) } }],
  ])('variables that do not coerce are 400: %s', async (_what, variables) => {
    const answer = await ask(send, accept, documentOf('openAccount'), variables);
    expect([answer.status, codesOf(answer), answer.data]).toEqual([
      400,
      ['BAD_REQUEST'],
      undefined,
    ]);
  });

  test.each([
    '1e5',
    '1.',
    '.5',
    '+1',
    '01',
    '1.00001',
    ' 1',
    '１',
    '12345678901234567',
    1,
    1.5,
    true,
  ])('an amount that is no decimal is 400: %s', async (amount) => {
    const input = { id: 'x', ifMatch: 'x', amount: { amount, currency: 'EUR' } };
    const answer = await ask(send, accept, documentOf('deposit'), { input });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
    expect(answer.errors[0].extensions.path).toEqual(['input', 'amount', 'amount']);
  });

  test('each value that does not coerce is told with its place, as a list', async () => {
    const line = { sku: 's', description: 'd', quantity: 1.5, unitPrice: { amount: 1 } };
    const query = `query ($id: ID!, $first: Int, $other: Int) { accounts(first: $first) { edges { cursor } }
      account(id: $id) { history(first: $other) { edges { cursor } } } }`;
    const read = await ask(send, accept, query, { first: 'x', id: null });
    expect(read.errors.map((error: Answer['errors']) => error.extensions.path)).toEqual([
      ['id'],
      ['first'],
    ]);
    const made = await ask(send, accept, documentOf('createOrder'), {
      input: { customer: 'a', currency: 'EUR', lines: [line], extra: 1 },
    });
    expect(made.errors.map((error: Answer['errors']) => error.extensions.path)).toEqual([
      ['input', 'lines', '0', 'quantity'],
      ['input', 'lines', '0', 'unitPrice', 'amount'],
      ['input', 'lines', '0', 'unitPrice'],
      ['input'],
    ]);
  });

  test.each([
    'accounts(first: -1)',
    'accounts(first: 101)',
    'orders(first: 2147483647)',
    'orders(after: "nonsense")',
    'accounts(after: "")',
    `accounts(after: "${Buffer.from(`ord_${newRequestId()}`).toString('base64url')}")`,
  ])('a page that there cannot be is 400 before anything is read: %s', async (field) => {
    const answer = await ask(send, accept, `{ ${field} { edges { cursor } } }`);
    expect([answer.status, codesOf(answer), answer.data]).toEqual([
      400,
      ['BAD_REQUEST'],
      undefined,
    ]);
  });

  test('more than 100 nodes are 400', async () => {
    const ids = Array.from({ length: 101 }, () => 'x');
    const answer = await ask(send, accept, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids,
    });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('too many requests for the database are 429, with when to come back', async () => {
    const { proxy, send: throttled } = await openProxied();
    await using _ = proxy;
    proxy.every({}, reply(429, { headers: { 'x-ms-retry-after-ms': '2500' } }));
    const answer = await ask(throttled, accept, accountQuery, { id: `acc_${newRequestId()}` });
    expect([answer.status, codesOf(answer)]).toEqual([429, ['THROTTLED']]);
    expect(answer.errors[0].extensions.retryAfterMs).toBe(2500);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(answer.data).toEqual({ result: null });
  });

  test.each<readonly [string, Action]>([
    ['says that it is', reply(503)],
    ['breaks all connections', ({ cut }) => cut()],
    [
      'answers nonsense',
      ({ answer }) => answer({ status: 200, headers: {}, body: Buffer.from('<') }),
    ],
    ['has no replica that has what this session saw', reply(404, { substatus: 1002 })],
    ['is moving to another region', reply(403, { substatus: 3 })],
  ])('a database that is not available is 503: it %s', async (_what, action) => {
    const { proxy, send: broken } = await openProxied();
    await using _ = proxy;
    proxy.every({}, action);
    const answer = await ask(broken, accept, '{ accounts { edges { cursor } } }');
    expect([answer.status, codesOf(answer), answer.data]).toEqual([
      503,
      ['UNAVAILABLE'],
      { accounts: null },
    ]);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  test('a database that does not answer at all is 504, after the deadline', async () => {
    const { proxy, send: slow } = await openProxied({
      environment: { REQUEST_DEADLINE_MS: '100' },
    });
    await using _ = proxy;
    proxy.every({}, delayForever);
    const answer = await ask(slow, accept, '{ accounts { edges { cursor } } }');
    expect([answer.status, codesOf(answer), answer.data]).toEqual([
      504,
      ['DEADLINE'],
      { accounts: null },
    ]);
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('what is ours is an INTERNAL_SERVER_ERROR: 200 where a field met it, 500 before', async () => {
    const { proxy, send: broken } = await openProxied();
    await using _ = proxy;
    proxy.every({}, reply(400));
    const answer = await ask(broken, accept, '{ accounts { edges { cursor } } }');
    expect([answer.status, codesOf(answer), answer.data]).toEqual([
      200,
      ['INTERNAL_SERVER_ERROR'],
      { accounts: null },
    ]);
    const early = await ask(
      await openApi({ system: { now: brokenClock } }),
      accept,
      '{ viewer { subject } }',
    );
    expect([early.status, codesOf(early), early.data]).toEqual([
      500,
      ['INTERNAL_SERVER_ERROR'],
      undefined,
    ]);
  });

  test('an answer in parts is 200, whatever its errors are', async () => {
    const { proxy, send: throttled } = await openProxied();
    await using _ = proxy;
    proxy.every({ path: /colls\/accounts/ }, reply(429));
    proxy.every({ path: /colls\/orders/ }, reply(503));
    const answer = await ask(
      throttled,
      accept,
      `{ viewer { subject } account(id: "acc_${newRequestId()}") { id } order(id: "ord_${newRequestId()}") { id } }`,
    );
    expect([answer.status, answer.data]).toEqual([
      200,
      { viewer: { subject: 'alice' }, account: null, order: null },
    ]);
    expect(new Set(codesOf(answer))).toEqual(new Set(['THROTTLED', 'UNAVAILABLE']));
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('a field that is null without an error is an answer, too', async () => {
    const { proxy, send: throttled } = await openProxied();
    await using _ = proxy;
    proxy.every({ path: /colls\/orders/ }, reply(429));
    const answer = await ask(
      throttled,
      accept,
      `{ account(id: "acc_${newRequestId()}") { id } order(id: "ord_${newRequestId()}") { id } }`,
    );
    expect([answer.status, answer.data]).toEqual([200, { account: null, order: null }]);
  });
});

test('a database that nobody listens for is UNAVAILABLE', async () => {
  const { proxy, send: broken } = await openProxied();
  await proxy.close();
  const answer = await ask(broken, json, '{ accounts { edges { cursor } } }');
  expect([answer.status, codesOf(answer)]).toEqual([503, ['UNAVAILABLE']]);
});
