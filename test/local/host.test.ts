import functions, { type HttpHandler, type HttpMethod } from '@azure/functions';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Host, startHost } from '../../src/local/host/host.ts';
import type { Front } from '../../src/local/host/serve.ts';

const logged: string[] = [];
const released = Promise.withResolvers<undefined>();
const stuck = Promise.withResolvers<undefined>();
const entered = Promise.withResolvers<undefined>();

const echo: HttpHandler = async (request, context) => ({
  jsonBody: {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    query: Object.fromEntries(request.query),
    params: request.params,
    body: Buffer.from(await request.arrayBuffer()).toString('latin1'),
    context: {
      functionName: context.functionName,
      invocationId: context.invocationId,
      traceParent: context.traceContext?.traceParent,
    },
  },
});

const handlers: Record<string, { methods: HttpMethod[]; route: string; handler: HttpHandler }> = {
  echo: { methods: ['GET', 'POST'], route: 'echo/{*rest}', handler: echo },
  length: {
    methods: ['POST'],
    route: 'length',
    handler: async (request) => ({ body: String((await request.arrayBuffer()).byteLength) }),
  },
  pair: { methods: ['GET'], route: 'pair/{first}/{second}', handler: echo },
  options: { methods: ['HEAD', 'OPTIONS'], route: 'open', handler: () => ({ status: 202 }) },
  nothing: { methods: ['GET'], route: 'nothing', handler: () => JSON.parse('null') },
  text: { methods: ['GET'], route: 'text', handler: () => JSON.parse('"not an answer"') },
  throws: {
    methods: ['GET', 'POST'],
    route: 'throws',
    handler: () => {
      throw new Error('the secret reason');
    },
  },
  known: {
    methods: ['GET'],
    route: 'known',
    handler: () => ({
      status: 401,
      headers: { 'www-authenticate': 'Bearer', etag: '"1"', 'x-session-token': 'abc' },
      body: 'no',
    }),
  },
  appended: {
    methods: ['GET'],
    route: 'appended',
    handler: () => {
      const headers = new Headers({ vary: 'a', 'set-cookie': 'first=1' });
      headers.append('vary', 'b');
      headers.append('set-cookie', 'last=2');
      return new functions.HttpResponse({ headers, body: 'yes' });
    },
  },
  sized: {
    methods: ['GET'],
    route: 'sized',
    handler: () => ({ headers: { 'content-length': '3' }, body: 'yes' }),
  },
  preflight: {
    methods: ['GET'],
    route: 'preflight',
    handler: () => ({ status: 204, headers: { 'content-length': '0', vary: 'origin' } }),
  },
  lying: {
    methods: ['GET'],
    route: 'lying',
    handler: () => ({ headers: { 'content-length': '4' }, body: 'yes' }),
  },
  foreign: {
    methods: ['GET'],
    route: 'foreign',
    handler: () => ({ headers: { 'x-name': 'caf\u00e9' }, body: 'yes' }),
  },
  never: {
    methods: ['GET'],
    route: 'never',
    handler: () => {
      stuck.resolve(undefined);
      return new Promise(() => {});
    },
  },
  slow: {
    methods: ['GET'],
    route: 'slow',
    handler: async () => {
      entered.resolve(undefined);
      await released.promise;
      return { body: 'late' };
    },
  },
};

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body: string;
  readonly context: Readonly<Record<string, string>>;
}

let host: Host;

const options = () => ({
  port: 0,
  functions: handlers,
  log: (level: string, message: string) => logged.push(`${level} ${message}`),
});

beforeAll(async () => {
  host = await startHost(options());
});

afterAll(() => host.close());

const get = (path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${host.port}${path}`, init);

async function getEcho(path: string, init?: RequestInit): Promise<Echo> {
  const echoed: Echo = await (await get(path, init)).json();
  return echoed;
}

/** What fetch would not send, or would tidy up. */
async function raw(request: string, body: string | Uint8Array = ''): Promise<string> {
  const socket = connect(host.port, '127.0.0.1');
  socket.write(request.replaceAll('\n', '\r\n'), 'latin1');
  socket.write(body);
  return text(socket);
}

const readEcho = (answer: string): Echo =>
  JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));

describe('what reaches the function', () => {
  test('header names are in lower case, and repeated headers are joined', async () => {
    const answer = await raw(`GET /echo HTTP/1.1
Host: localhost
X-Name: a
x-name: b
Authorization: Bearer a
Authorization: Bearer b
Connection: close

`);
    expect(readEcho(answer).headers).toMatchObject({
      'x-name': 'a, b',
      authorization: 'Bearer a, Bearer b',
    });
  });

  test('header values are UTF-8', async () => {
    const answer = await raw(
      `GET /echo HTTP/1.1\nHost: localhost\nX-Name: ${Buffer.from('é').toString('latin1')}\nConnection: close\n\n`,
    );
    expect(readEcho(answer).headers['x-name']).toBe('é');
  });

  test('a header that is no UTF-8 is a 400', async () => {
    const answer = await raw(
      'GET /echo HTTP/1.1\nHost: localhost\nX-Name: \xe9\nConnection: close\n\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each([
    'application/json',
    'text/plain',
    'application/octet-stream',
    'multipart/form-data; boundary=x',
  ])('a body of %s arrives as its bytes', async (type) => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const received = await getEcho('/echo', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(Buffer.from(received.body, 'latin1')).toEqual(Buffer.from(body));
  });

  test('a chunked body without a content-length arrives empty', async () => {
    const answer = await raw(`POST /echo HTTP/1.1
Host: localhost
Transfer-Encoding: chunked
Connection: close

5
{"a":
2
1}
0

`);
    expect(readEcho(answer).body).toBe('');
  });

  test('the body of a GET is dropped', async () => {
    const answer = await raw(
      'GET /echo HTTP/1.1\nHost: localhost\nContent-Length: 5\nConnection: close\n\n',
      'hello',
    );
    expect(readEcho(answer)).toMatchObject({ method: 'GET', body: '' });
  });

  test('20 MB pass', async () => {
    const answer = await get('/length', { method: 'POST', body: new Uint8Array(20 * 1024 * 1024) });
    expect(await answer.text()).toBe('20971520');
  });

  test('a body over the limit is an empty 500, on a connection that stays of use', async () => {
    const small = await startHost({ ...options(), bodyLimit: 10 });
    const post = (body: string) =>
      fetch(`http://127.0.0.1:${small.port}/echo`, { method: 'POST', body });
    const refused = await post('12345678901');
    expect([refused.status, await refused.text()]).toEqual([500, '']);
    expect((await post('1234567890')).status).toBe(200);
    await small.close();
  });

  test('the URL is the one that was sent', async () => {
    const { url } = await getEcho('/echo/a%20b%2Fc?q=%7Ba%7D&x=1+2');
    expect(url).toBe(`http://127.0.0.1:${host.port}/echo/a%20b%2Fc?q=%7Ba%7D&x=1+2`);
  });

  test('forwarded headers have no say in the URL', async () => {
    const { url } = await getEcho('/echo', {
      headers: {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'elsewhere.example',
        'disguised-host': 'elsewhere.example',
      },
    });
    expect(url).toBe(`http://127.0.0.1:${host.port}/echo`);
  });

  test('a host header that is none is a 400', async () => {
    const answer = await raw('GET /echo HTTP/1.1\nHost: localhost/graphql?\nConnection: close\n\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('parameters are decoded, but for %2F', async () => {
    const { params } = await getEcho('/pair/a%20b%C3%A9/c%2Fd%2fe');
    expect(params).toEqual({ first: 'a bé', second: 'c%2Fd%2fe' });
  });

  test('a rest parameter holds all that is left, and is absent where nothing is', async () => {
    expect((await getEcho('/echo/health/deep')).params).toEqual({ rest: 'health/deep' });
    expect((await getEcho('/echo')).params).toEqual({});
    expect((await getEcho('/echo/')).params).toEqual({});
  });

  test('a repeated query key is one value, joined by commas', async () => {
    const { query } = await getEcho('/echo?a=1&b=2&a=3');
    expect(query).toEqual({ a: '1,3', b: '2' });
  });

  test('the context names the function, and carries the trace of the request or one of its own', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect((await getEcho('/echo', { headers: { traceparent } })).context).toMatchObject({
      functionName: 'echo',
      traceParent: traceparent,
    });
    const { context: one } = await getEcho('/echo');
    const { context: other } = await getEcho('/echo');
    expect(one['traceParent']).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect(other['traceParent']).not.toBe(one['traceParent']);
    expect(other['invocationId']).not.toBe(one['invocationId']);
  });
});

describe('which function a request reaches', () => {
  test.each(['/echo', '/ECHO', '/echo/', '/pair/a/b/', '/Echo/Health', '/%65cho'])(
    '%s is the route',
    async (path) => {
      expect((await get(path)).status).toBe(200);
    },
  );

  test.each(['//echo', '/echos', '/pair/a', '/pair/a/b/c', '/pair//b', '/graphql'])(
    '%s is an empty 404',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([404, '']);
    },
  );

  test.each(['PUT', 'DELETE', 'PATCH'])(
    '%s where it is not registered is an empty 404',
    async (method) => {
      const answer = await get('/echo', { method });
      expect([answer.status, await answer.text()]).toEqual([404, '']);
    },
  );

  test('HEAD on the route of a GET is a 404', async () => {
    expect((await get('/echo', { method: 'HEAD' })).status).toBe(404);
  });

  test('OPTIONS where it is not registered is a bare 204', async () => {
    const answer = await get('/echo', { method: 'OPTIONS' });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('allow')).toBeNull();
    expect((await get('/unknown', { method: 'OPTIONS' })).status).toBe(404);
  });

  test.each(['OPTIONS', 'HEAD'])(
    '%s where it is registered reaches the handler',
    async (method) => {
      expect((await get('/open', { method })).status).toBe(202);
    },
  );

  test("the root is the host's own page", async () => {
    const answer = await get('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });
});

describe('what leaves the host', () => {
  test('a handler that answers nothing is a 204', async () => {
    expect((await get('/nothing')).status).toBe(204);
  });

  test.each(['/throws', '/text'])(
    '%s is an empty 500, and the reason is in the log alone',
    async (path) => {
      logged.length = 0;
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([500, '']);
      expect(answer.headers.get('content-length')).toBe('0');
      expect(logged).toHaveLength(1);
    },
  );

  test('known headers are in canonical case, others in lower case', async () => {
    const answer = await raw('GET /known HTTP/1.1\nHost: localhost\nConnection: close\n\n');
    expect(answer).toContain('\r\nWWW-Authenticate: Bearer\r\n');
    expect(answer).toContain('\r\nETag: "1"\r\n');
    expect(answer).toContain('\r\nContent-Type: ');
    expect(answer).toContain('\r\nx-session-token: abc\r\n');
  });

  test('an appended vary is joined, and of the cookies only the last leaves', async () => {
    const answer = await raw('GET /appended HTTP/1.1\nHost: localhost\nConnection: close\n\n');
    expect(answer).toContain('\r\nVary: a, b\r\n');
    expect(answer.match(/^Set-Cookie: .*$/gm)).toEqual(['Set-Cookie: last=2']);
  });

  test('an answer is chunked, unless it has a content-length of its own', async () => {
    const chunked = (await get('/known')).headers;
    expect([chunked.get('transfer-encoding'), chunked.get('content-length')]).toEqual([
      'chunked',
      null,
    ]);
    const sized = (await get('/sized')).headers;
    expect([sized.get('transfer-encoding'), sized.get('content-length')]).toEqual([null, '3']);
  });

  test('a 204 has no content-length, not even the 0 that the handler gave', async () => {
    const { status, headers } = await get('/preflight');
    expect([status, headers.get('content-length'), headers.get('vary')]).toEqual([
      204,
      null,
      'origin',
    ]);
  });

  test('a content-length that is not that of the body is an empty 500', async () => {
    const answer = await get('/lying');
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });

  test('a header value that is not ASCII is an empty 500', async () => {
    const answer = await get('/foreign');
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    expect(answer.headers.get('x-name')).toBeNull();
  });
});

test('what stands before the functions answers by itself, calls one, or cuts the connection', async () => {
  const front: Front = async (_request, { pathname }, call) => {
    if (pathname === '/page') return new functions.HttpResponse({ status: 418, body: 'Hello' });
    const answer = await call();
    return pathname === '/echo/cut' ? undefined : answer;
  };
  const fronted = await startHost({ ...options(), front });
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${fronted.port}${path}`);
    return [answer.status, await answer.text()];
  };
  expect(await ask('/page')).toEqual([418, 'Hello']);
  expect(await ask('/echo/on')).toEqual([200, expect.stringContaining('"rest":"on"')]);
  await expect(ask('/echo/cut')).rejects.toThrow('fetch failed');
  await fronted.close();
});

test('a host that closes finishes what is in flight, takes nothing new, and leaves no connection', async () => {
  const closing = await startHost(options());
  const socket = connect(closing.port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const answer = text(socket);
  await entered.promise;
  // Longer than this test may take: the connection has to end by itself.
  const closed = closing.close(60_000);
  await expect(fetch(`http://127.0.0.1:${closing.port}/echo`)).rejects.toThrow('fetch failed');
  released.resolve(undefined);
  expect(await answer).toContain('late');
  await closed;
}, 10_000);

test('a host that closes cuts off what does not end in its time', async () => {
  const closing = await startHost(options());
  const cutOff = fetch(`http://127.0.0.1:${closing.port}/never`);
  await stuck.promise;
  await Promise.all([closing.close(10), expect(cutOff).rejects.toThrow('fetch failed')]);
});

test('a host that closes runs the hooks of its app once, in their order, after what was in flight', async () => {
  const order: string[] = [];
  const isIn = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const handler = async () => {
    isIn.resolve();
    await goOn.promise;
    order.push('answered');
    return { body: 'late' };
  };
  const closing = await startHost({
    ...options(),
    functions: { one: { route: 'one', handler }, other: { route: 'other', handler } },
    terminateHooks: [
      async () => {
        await Promise.resolve();
        order.push('first');
        throw new Error('the first hook failed');
      },
      () => void order.push('second'),
    ],
  });
  const answer = fetch(`http://127.0.0.1:${closing.port}/one`);
  await isIn.promise;
  const closed = closing.close(60_000);
  goOn.resolve();
  expect(await (await answer).text()).toBe('late');
  await closed;
  await closing.close();
  expect(order).toEqual(['answered', 'first', 'second']);
  expect(logged.at(-1)).toMatch(/^error Error: the first hook failed/);
});

test('a host on a taken port says so', async () => {
  await expect(startHost({ ...options(), port: host.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test("the route prefix is host.json's, and api where there is none", async () => {
  const hostJson = pathToFileURL(join(await mkdtemp(join(tmpdir(), 'host-')), 'host.json'));
  await writeFile(hostJson, '{"version":"2.0"}');
  const prefixed = await startHost({ ...options(), hostJson });
  expect((await fetch(`http://127.0.0.1:${prefixed.port}/api/echo`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${prefixed.port}/echo`)).status).toBe(404);
  await prefixed.close();
  await rm(new URL('.', hostJson), { recursive: true });
});
