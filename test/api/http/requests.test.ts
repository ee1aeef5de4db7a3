import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, type Request } from '../../support/api.ts';
import { headersOf, toAnswer } from '../../support/wire.ts';

const send = await openApi();

const requestId = newRequestId();
const open = `mutation { openAccount(input: { requestId: "${requestId}", owner: "ann", currency: "USD" }) { __typename } }`;
const viewer = '{ viewer { subject } }';

/** Sends an opening of an account in such a request, and says what became of it. */
async function openBy(request: Request, headers: Readonly<Record<string, string>> = {}) {
  const tenant = newTenant();
  const person = await headersOf({ tenant });
  const reply = await send({
    ...(request.method !== 'GET' && { body: JSON.stringify({ query: open }) }),
    ...request,
    headers: { ...person, ...headers },
  });
  const listed = await send({
    headers: person,
    body: JSON.stringify({ query: '{ accounts { edges { cursor } } }' }),
  });
  return { reply, written: toAnswer(listed).data.accounts.edges.length };
}

async function post(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) {
  return send({ headers: { ...(await headersOf({ tenant: newTenant() })), ...headers }, body });
}

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const { authorization = '' } = await headersOf({ tenant: newTenant() });
  return send({ method: 'GET', path, headers: { authorization, ...headers } });
}

function codesOf(reply: Parameters<typeof toAnswer>[0]): readonly string[] {
  return toAnswer(reply).errors.map(
    (error: { readonly extensions: { readonly code: string } }) => error.extensions.code,
  );
}

const padded = (bytes: number) => {
  const body = JSON.stringify({ query: open, operationName: null });
  return body.replace('null', 'null'.padStart(4 + bytes - body.length));
};

const naming = (operationName: string | null) =>
  JSON.stringify({
    query: `query A { viewer { subject } } ${open.replace('mutation', 'mutation B')}`,
    operationName,
  });

describe('methods', () => {
  test('a POST of a mutation is done', async () => {
    const { reply, written } = await openBy({});
    expect([reply.status, written]).toEqual([200, 1]);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is refused with what is allowed', async (method) => {
    const { reply, written } = await openBy({ method });
    expect([reply.status, codesOf(reply), written]).toEqual([405, ['BAD_REQUEST'], 0]);
    expect(reply.headers.get('allow')).toBe('GET, POST');
  });

  test('GET asks', async () => {
    const variables = JSON.stringify({ first: 0 });
    const query = 'query ($first: Int) { accounts(first: $first) { edges { cursor } } }';
    const reply = await get(`/graphql?${new URLSearchParams({ query, variables }).toString()}`);
    expect(reply.status).toBe(200);
    expect(toAnswer(reply).data).toEqual({ accounts: { edges: [] } });
  });

  test('GET changes nothing', async () => {
    const { reply, written } = await openBy({
      method: 'GET',
      path: `/graphql?${new URLSearchParams({ query: open }).toString()}`,
    });
    expect([reply.status, codesOf(reply), written]).toEqual([405, ['BAD_REQUEST'], 0]);
    expect(reply.headers.get('allow')).toBe('POST');
  });

  test.each(['variables={"first":', 'extensions=x', 'variables=[1]', 'variables=1'])(
    'GET with %s is a bad request',
    async (parameter) => {
      const reply = await get(`/graphql?query=${encodeURIComponent(viewer)}&${parameter}`);
      expect([reply.status, codesOf(reply)]).toEqual([400, ['BAD_REQUEST']]);
    },
  );

  test('GET without a query is a bad request', async () => {
    const reply = await get('/graphql', { accept: 'application/json' });
    expect([reply.status, codesOf(reply)]).toEqual([400, ['BAD_REQUEST']]);
  });
});

describe('media types of the answer', () => {
  test.each([
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['APPLICATION/GraphQL-Response+JSON; charset=UTF-8', 'application/graphql-response+json'],
    ['text/html, application/json;q=0.5', 'application/json'],
    [
      'application/graphql-response+json, application/json;q=0.9',
      'application/graphql-response+json',
    ],
    [
      'application/json;q=0.5, application/graphql-response+json',
      'application/graphql-response+json',
    ],
    ['text/event-stream, multipart/mixed, application/json', 'application/json'],
  ])('"%s" is served', async (accept, type) => {
    const reply = await post(JSON.stringify({ query: viewer }), accept === '' ? {} : { accept });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(toAnswer(reply).data).toEqual({ viewer: { subject: 'alice' } });
  });

  test.each([
    'text/html',
    'image/png, text/*',
    'application/xml',
    'application/json; charset=utf-16',
    'application/json;q=0',
    'text/event-stream',
    'multipart/mixed',
  ])('"%s" is 406, and nothing is done', async (accept) => {
    const { reply, written } = await openBy({}, { accept });
    expect([reply.status, codesOf(reply), written]).toEqual([406, ['BAD_REQUEST'], 0]);
  });
});

test('what no answer can be is said before it is asked who wants it', async () => {
  const reply = await send({ headers: { accept: 'text/html' }, body: '{}' });
  expect([reply.status, codesOf(reply)]).toEqual([406, ['BAD_REQUEST']]);
});

describe('bodies', () => {
  test.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON;charset=UTF-8'],
    ['application/json; charset="UTF-8"'],
    ['application/json; charset=utf8'],
    ['application/json; charset="Utf8"; profile=x'],
  ])('%s is read', async (type) => {
    const reply = await post(JSON.stringify({ query: viewer }), { 'content-type': type });
    expect(reply.status).toBe(200);
  });

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/graphql+json',
    'application/jsonp',
    'text/plain',
    '',
  ])('"%s" is 415, and nothing is done', async (type) => {
    const body = type.includes('x-www') ? `query=${encodeURIComponent(open)}` : open;
    const { reply, written } = await openBy({ body }, { 'content-type': type });
    expect([reply.status, codesOf(reply), written]).toEqual([415, ['BAD_REQUEST'], 0]);
  });

  test.each(['utf-16', '"UTF-16LE"', 'iso-8859-1', 'us-ascii', 'utf-8859-1', 'utf--8', '""'])(
    'in the charset %s it is 415 that says so, and nothing is done',
    async (charset) => {
      const type = { 'content-type': `application/json; charset=${charset}` };
      const { reply, written } = await openBy({}, type);
      expect([reply.status, codesOf(reply), written]).toEqual([415, ['BAD_REQUEST'], 0]);
      expect(toAnswer(reply).errors[0].message).toContain(
        `UTF-8, not ${charset.replaceAll('"', '')}:`,
      );
    },
  );

  test.each(['gzip', 'br', 'deflate', 'x-gzip', 'zstd', 'gzip, br', 'identity, gzip', 'GZIP'])(
    'packed by %s it is 415 that names that, before the body is looked at',
    async (encoding) => {
      const json = JSON.stringify({ query: open });
      for (const body of [gzipSync(json), json, '', 'x'.repeat(1024 * 1024 + 1)]) {
        // oxlint-disable-next-line no-await-in-loop -- a few requests that do nothing
        const { reply, written } = await openBy({ body }, { 'content-encoding': encoding });
        expect([reply.status, codesOf(reply), written]).toEqual([415, ['BAD_REQUEST'], 0]);
        expect(toAnswer(reply).errors[0].message).toContain(`not as ${encoding}:`);
        expect(reply.headers.get('accept-encoding')).toBe('identity');
      }
    },
  );

  test.each(['identity', 'Identity', ''])(
    'packed by nothing it is read: "%s"',
    async (encoding) => {
      const body = JSON.stringify({ query: viewer });
      expect((await post(body, { 'content-encoding': encoding })).status).toBe(200);
    },
  );

  test('without a content type it is 415, too', async () => {
    const { authorization = '' } = await headersOf({ tenant: newTenant() });
    const reply = await send({ headers: { authorization }, body: JSON.stringify({ query: open }) });
    expect([reply.status, codesOf(reply)]).toEqual([415, ['BAD_REQUEST']]);
  });

  const badBodies: readonly (readonly [string, string | Uint8Array])[] = [
    ['nothing', ''],
    ['no JSON', '{ "query": "{'],
    ['no UTF-8', Buffer.from(JSON.stringify({ query: open.replace('ann', '\u00ff') }), 'latin1')],
    ['a list of operations', JSON.stringify([{ query: open }, { query: open }])],
    ['an empty list', '[]'],
    ['null', 'null'],
    ['a number', '1'],
    ['a string', JSON.stringify(open)],
    ['no query', '{}'],
    ['a query that is null', '{"query":null}'],
    ['a query that is a number', '{"query":1}'],
    ['a query that is a list', JSON.stringify({ query: [open] })],
    ['variables that are a list', JSON.stringify({ query: open, variables: [] })],
    ['variables that are a string', JSON.stringify({ query: open, variables: '{}' })],
    ['extensions that are a list', JSON.stringify({ query: open, extensions: [] })],
  ];

  describe.each(['application/json', 'application/graphql-response+json'])('%s', (accept) => {
    test.each(badBodies)('%s is 400, and nothing is done', async (_what, body) => {
      const { reply, written } = await openBy({ body }, { accept });
      expect([reply.status, codesOf(reply), written]).toEqual([400, ['BAD_REQUEST'], 0]);
    });
  });

  test.each(['id', 'doc_id', 'onError', 'metadata', 'cacheKey', 'qeury'])(
    'a parameter that GraphQL over HTTP does not know is ignored: %s',
    async (name) => {
      const reply = await post(JSON.stringify({ [name]: 'f3b1c7a2', query: viewer }));
      expect([reply.status, toAnswer(reply).data]).toEqual([200, { viewer: { subject: 'alice' } }]);
    },
  );

  test('what is wrong with a body is said without a word of the engine or of the body', async () => {
    const reply = await post('{ "query": secret');
    expect(toAnswer(reply).errors[0].message).toBe('The body is not JSON in UTF-8.');
  });

  test('an empty body says what a chunked request has to send', async () => {
    const reply = await post('');
    expect(toAnswer(reply).errors[0].message).toMatch(/content-length/);
  });

  test('1 MiB is read, one byte more is 413, and nothing is done', async () => {
    const whole = await openBy({ body: padded(1024 * 1024) });
    const longer = await openBy({ body: padded(1024 * 1024 + 1) });
    expect([whole.reply.status, whole.written]).toEqual([200, 1]);
    expect([longer.reply.status, codesOf(longer.reply), longer.written]).toEqual([
      413,
      ['OPERATION_TOO_LARGE'],
      0,
    ]);
  });
});

describe('operations', () => {
  test('the one that is named runs', async () => {
    expect(toAnswer(await post(naming('A'))).data).toEqual({ viewer: { subject: 'alice' } });
  });

  test.each(['C', 'a', null])('where none is named so: %s', async (name) => {
    const { reply, written } = await openBy({ body: naming(name) });
    expect([reply.status, codesOf(reply), written]).toEqual([400, ['BAD_REQUEST'], 0]);
  });

  test('subscriptions are not served', async () => {
    const reply = await post(JSON.stringify({ query: 'subscription { viewer { subject } }' }));
    expect(reply.status).toBeLessThan(500);
    expect(codesOf(reply)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

describe('paths', () => {
  test.each(['/graphql', '/graphql/', '/GraphQL', '/GRAPHQL/'])('%s is the API', async (path) => {
    const headers = await headersOf({ tenant: newTenant() });
    const reply = await send({ path, headers, body: JSON.stringify({ query: viewer }) });
    expect([reply.status, toAnswer(reply).data]).toEqual([200, { viewer: { subject: 'alice' } }]);
  });

  test.each(['/graphql/health', '/graphql/health/', '/GraphQL/Health'])(
    '%s needs no token and tells nothing',
    async (path) => {
      const reply = await send({ method: 'GET', path });
      expect([reply.status, reply.text]).toEqual([200, '']);
    },
  );

  test.each(['/graphql/other', '/graphql/health/deep'])('%s is not there', async (path) => {
    const headers = await headersOf({ tenant: newTenant() });
    const reply = await send({ path, headers, body: JSON.stringify({ query: open }) });
    expect([reply.status, reply.text]).toEqual([404, '']);
  });

  test.each([
    ['/graphql', 406],
    ['/graphql/other', 404],
  ])('%s has no page for a browser that goes there', async (path, status) => {
    const reply = await send({ method: 'GET', path, headers: { accept: 'text/html' } });
    expect(reply.status).toBe(status);
    expect(reply.text).not.toContain('<');
  });
});

describe('every answer', () => {
  test.each<readonly [string, Request]>([
    ['of a query', { body: JSON.stringify({ query: viewer }) }],
    ['of a mutation', { body: JSON.stringify({ query: open }) }],
    ['to a parse error', { body: JSON.stringify({ query: '{' }) }],
    ['to a bad body', { body: '' }],
    ['to a bad method', { method: 'PUT' }],
    ['to a bad token', { headers: { authorization: 'Bearer x' } }],
    ['of the health check', { method: 'GET', path: '/graphql/health' }],
    ['of another path', { method: 'GET', path: '/graphql/other' }],
    ['to OPTIONS', { method: 'OPTIONS', headers: { origin: 'https://app.example' } }],
  ])(
    '%s is not kept by caches, is what it says it is, and tells its length',
    async (_what, request) => {
      const headers = { ...(await headersOf({ tenant: newTenant() })), ...request.headers };
      const reply = await send({ ...request, headers });
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('content-length')).toBe(String(Buffer.byteLength(reply.text)));
    },
  );
});

describe('introspection', () => {
  test('is closed where the setting says so, and __typename stays', async () => {
    const closed = await openApi({ environment: { GRAPHQL_INTROSPECTION: 'false' } });
    const headers = await headersOf({ tenant: newTenant() });
    const ask = (query: string) => closed({ headers, body: JSON.stringify({ query }) });
    expect(codesOf(await ask('{ __schema { __typename } }'))).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(codesOf(await ask('{ __type(name: "Account") { name } }'))).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(toAnswer(await ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('a session token', () => {
  const malformed = [
    'nonsense',
    'e30=',
    'W10',
    Buffer.from('{"users":"0:1"}').toString('base64url'),
  ];

  test.each(malformed)(
    '"%s" that this API did not make is 400, and nothing is done',
    async (token) => {
      const { reply, written } = await openBy({}, { 'x-session-token': token });
      expect([reply.status, codesOf(reply), written]).toEqual([400, ['BAD_REQUEST'], 0]);
    },
  );

  test('is in the answer only where a container was touched or the request had one', async () => {
    const id = newRequestId();
    const headers = await headersOf({ tenant: newTenant() });
    const ask = (query: string, more = {}) =>
      send({ headers: { ...headers, ...more }, body: JSON.stringify({ query }) });
    expect((await ask(viewer)).headers.get('x-session-token')).toBeNull();
    const token = (await ask(`{ account(id: "acc_${id}") { id } }`)).headers.get('x-session-token');
    expect(token).toMatch(/^[\w-]+$/);
    const again = await ask(viewer, { 'x-session-token': `${token}, ${token}` });
    expect(again.headers.get('x-session-token')).toBe(token);
  });
});
