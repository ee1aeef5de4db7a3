import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { contoso } from '../../src/local/sample/people.ts';
import { start, stopAll } from './started.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let api: URL;

beforeAll(async () => {
  const { url } = await start();
  api = new URL(url);
});

afterAll(stopAll);

interface Asked {
  readonly method?: string;
  /** Under which name, without the port. */
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** A request with all the headers that only a browser may set. */
async function ask(path: string, { method = 'GET', host, headers = {}, body }: Asked = {}) {
  const { hostname, port } = api;
  const sent = request(api, {
    path,
    method,
    headers: { host: `${host ?? hostname}:${port}`, ...headers },
  });
  sent.end(body && JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
}

async function tokenOf(person: string, more = ''): Promise<string> {
  const answer = await ask(`/desk/token?person=${person}${more}`);
  return JSON.parse(answer.text).token;
}

/** As Ann, unless another token is given. */
async function send(query: string, { token, ...asked }: Asked & { readonly token?: string } = {}) {
  const authorization = `Bearer ${token ?? (await tokenOf('ann'))}`;
  const answer = await ask('/graphql', {
    ...asked,
    method: 'POST',
    headers: { ...asked.headers, 'content-type': 'application/json', authorization },
    body: { query },
  });
  return { status: answer.status, ...JSON.parse(answer.text) };
}

const html = { accept: 'text/html' };
const pages = ['/', '/desk', '/desk/', '/desk/app.js', '/desk/people', '/desk/token?person=bob'];

describe('under a name that another site may have pointed here', () => {
  test.each([...pages, '/desk/database', '/graphql', '/GraphQL/'])(
    '%s is refused, and the refusal names the host and the setting',
    async (path) => {
      const refused = await ask(path, { host: 'evil.example', headers: html });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain(`evil.example:${api.port}`);
      expect(refused.text).toContain('PAGE_HOSTS=evil.example');
    },
  );

  test('the database is not switched', async () => {
    const asked = { method: 'PUT', host: 'evil.example', body: { state: 'away' } };
    expect((await ask('/desk/database', asked)).status).toBe(403);
    expect((await ask('/desk/database')).text).toBe('{"state":"here"}');
  });

  test('the API answers as always', async () => {
    const { data } = await send('{ viewer { subject } }', { host: 'evil.example' });
    expect(data).toEqual({ viewer: { subject: 'ann' } });
  });
});

test.each(['localhost', 'LOCALHOST', 'desk.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])(
  '%s is a name of this machine',
  async (host) => {
    expect((await ask('/desk/people', { host })).status).toBe(200);
  },
);

test.each(['localhost.example', '127.0.0.1.example', 'notlocalhost', '0.0.0.0', '[::2]'])(
  '%s is no name of this machine alone',
  async (host) => {
    expect((await ask('/desk/people', { host })).status).toBe(403);
  },
);

describe('a page of another origin', () => {
  const foreign = [
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3000' },
    { origin: 'null' },
  ];

  test.each(foreign)('gets no token by %o', async (headers) => {
    expect((await ask('/desk/token?person=bob', { headers })).status).toBe(403);
  });

  test.each(foreign)('does not switch the database by %o', async (headers) => {
    const asked = { method: 'PUT', headers, body: { state: 'away' } };
    expect((await ask('/desk/database', asked)).status).toBe(403);
    expect((await ask('/desk/database')).text).toBe('{"state":"here"}');
  });

  test('may link here', async () => {
    const headers = { ...html, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await ask('/graphql', { headers })).status).toBe(200);
  });

  test.each([...pages, '/graphql'])('neither reads nor frames %s', async (path) => {
    const { headers } = await ask(path, { headers: { ...html, 'sec-fetch-site': 'none' } });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'self'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

test.each([
  { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
  { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
  {},
])('a page of this host, a person and a program get a token: %o', async (headers) => {
  expect((await ask('/desk/token?person=bob', { headers })).status).toBe(200);
});

test('an old browser says by the origin that the page is of this host', async () => {
  const headers = { origin: api.origin };
  expect((await ask('/desk/token?person=bob', { headers })).status).toBe(200);
});

describe('people', () => {
  test('have their role, and a token that the API takes', async () => {
    const people: readonly { subject: string; role: string }[] = JSON.parse(
      (await ask('/desk/people')).text,
    );
    expect(people).toEqual(Object.values(contoso).map(({ subject, role }) => ({ subject, role })));
    for (const { subject } of people) {
      // oxlint-disable-next-line no-await-in-loop -- six small requests
      const { data } = await send('{ viewer { subject tenant } }', {
        token: await tokenOf(subject),
      });
      expect(data).toEqual({ viewer: { subject, tenant: 'contoso' } });
    }
  });

  test('can have a token that ends when it is told to', async () => {
    const { exp, iat } = JSON.parse(
      Buffer.from(
        (await tokenOf('bob', '&expires-in=5')).split('.')[1] ?? '',
        'base64url',
      ).toString(),
    );
    expect(exp - iat).toBe(5);
    const over = await tokenOf('bob', '&expires-in=-60');
    expect((await send('{ viewer { subject } }', { token: over })).status).toBe(401);
  });

  test.each([
    ['?person=nobody', 'person is nobody: name one of ann, ben, pete, bob, olga, carol'],
    ['', 'person is missing: name one of ann, ben, pete, bob, olga, carol'],
    [
      '?person=bob&expires-in=soon',
      'expires-in is soon: give a whole number of seconds, as in 300',
    ],
  ])('get no token for /desk/token%s, and are told why', async (query, message) => {
    const { status, text: told } = await ask(`/desk/token${query}`);
    expect([status, told]).toEqual([400, `${message}\n`]);
  });
});

describe('the database', () => {
  const put = (body: object) => ask('/desk/database', { method: 'PUT', body });
  const list = '{ accounts(first: 1) { edges { node { id } } } }';

  beforeEach(async () => {
    await put({ state: 'here' });
  });

  test('that is away makes the API say UNAVAILABLE', async () => {
    expect((await put({ state: 'away' })).text).toBe('{"state":"away"}');
    const { status, errors } = await send(list);
    expect([status, errors[0].extensions.code]).toEqual([503, 'UNAVAILABLE']);
  });

  test('that is throttled makes the API say THROTTLED, and for how long', async () => {
    await put({ state: 'throttled' });
    const { status, errors } = await send(list);
    expect(status).toBe(429);
    expect(errors[0].extensions).toMatchObject({ code: 'THROTTLED', retryAfterMs: 1000 });
  });

  test('that is back has what it had', async () => {
    const { data } = await send(list);
    await put({ state: 'away' });
    expect((await ask('/desk/database')).text).toBe('{"state":"away"}');
    await put({ state: 'here' });
    expect(await send(list)).toEqual({ status: 200, data });
    expect(data.accounts.edges).toHaveLength(1);
  });

  test.each([{ state: 'gone' }, {}, []])('is not switched by %j', async (body) => {
    const { status, text: told } = await put(body);
    expect([status, told]).toEqual([400, expect.stringContaining('here, throttled, away')]);
  });
});

describe('an answer', () => {
  const deposit = async (headers: Readonly<Record<string, string>> = {}) => {
    const { data } = await send(
      `mutation { deposit(input: ${input}) { ... on AccountChanged { replayed account { version } } } }`,
      { headers },
    );
    return data.deposit;
  };
  let input: string;

  beforeEach(async () => {
    const { data } = await send(`mutation {
      openAccount(input: { requestId: "${await newRequestId()}", owner: "dora", currency: "USD" }) {
        ... on AccountChanged { account { id etag } }
      }
    }`);
    const { id, etag } = data.openAccount.account;
    input = `{ requestId: "${await newRequestId()}", id: "${id}", ifMatch: ${JSON.stringify(etag)},
      amount: { amount: "1.00", currency: "USD" } }`;
  });

  async function newRequestId(): Promise<string> {
    const { data } = await send('{ newRequestId }');
    return data.newRequestId;
  }

  test('is lost where a request asks for it: the change is made, and the same again is a replay', async () => {
    await expect(deposit({ 'x-desk-answer': 'lost' })).rejects.toThrow('socket hang up');
    expect(await deposit()).toEqual({ replayed: true, account: { version: 2 } });
  });

  test('comes as always where nobody asks for anything', async () => {
    expect(await deposit()).toEqual({ replayed: false, account: { version: 2 } });
  });

  test('that is asked for by another word is a 400, and nothing is done', async () => {
    const { status, text: told } = await ask('/graphql', { headers: { 'x-desk-answer': 'late' } });
    expect([status, told]).toEqual([400, 'x-desk-answer is late: say lost or delayed\n']);
  });
});
