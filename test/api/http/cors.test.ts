import { describe, expect, test } from 'vitest';
import { newTenant, openApi } from '../../support/api.ts';
import { headersOf } from '../../support/wire.ts';

const app = 'https://app.example';
const desk = 'https://desk.example:8443';

const open = await openApi({ environment: { CORS_ORIGINS: `${app}, ${desk}` } });
const closed = await openApi();

const body = JSON.stringify({ query: '{ viewer { subject } }' });

function corsOf(headers: Headers): readonly string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

describe('a page of an origin that the settings name', () => {
  test.each([app, desk])('%s reads answers, and what they say in headers', async (origin) => {
    const headers = { ...(await headersOf({ tenant: newTenant() })), origin };
    const reply = await open({ headers, body });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
    expect(reply.headers.get('access-control-expose-headers')).toBe(
      'x-session-token, www-authenticate, retry-after',
    );
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')).toBe('Origin');
  });

  test('reads refusals, too', async () => {
    const reply = await open({ headers: { origin: app }, body });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('access-control-allow-origin')).toBe(app);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('may ask first, without a token, for whatever headers it sends, and need not ask again for two hours', async () => {
    const asked = 'authorization,content-type,x-session-token,traceparent,sentry-trace,baggage';
    const reply = await open({
      method: 'OPTIONS',
      headers: {
        origin: app,
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': asked,
      'access-control-max-age': '7200',
      vary: 'Access-Control-Request-Headers, Origin',
    });
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('a page of another origin', () => {
  const others = ['https://evil.example', 'http://app.example', 'https://app.example.evil', 'null'];

  test.each(others)('%s reads nothing', async (origin) => {
    const headers = { ...(await headersOf({ tenant: newTenant() })), origin };
    const reply = await open({ headers, body });
    expect(corsOf(reply.headers)).toEqual([]);
    expect(reply.headers.get('vary')).toBe('Origin');
  });

  test.each(others)('%s is not let in when it asks first', async (origin) => {
    const headers = { origin, 'access-control-request-method': 'POST' };
    const reply = await open({ method: 'OPTIONS', headers });
    expect(corsOf(reply.headers)).toEqual([]);
  });

  test('is every one where the settings name none', async () => {
    const headers = { ...(await headersOf({ tenant: newTenant() })), origin: app };
    const asked = await closed({ headers, body });
    const first = await closed({ method: 'OPTIONS', headers });
    expect([...corsOf(asked.headers), ...corsOf(first.headers)]).toEqual([]);
    expect(asked.headers.get('vary')).toBeNull();
  });
});

test('what is no page needs no origin', async () => {
  const reply = await open({ headers: await headersOf({ tenant: newTenant() }), body });
  expect(reply.status).toBe(200);
  expect(corsOf(reply.headers)).toEqual([]);
});
