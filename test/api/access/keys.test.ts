import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { listen } from '../../../src/local/listen.ts';
import { newTenant, openApi, type Reply } from '../../support/api.ts';
import { codesOf, expectComplete, headersOf, toAnswer } from '../../support/wire.ts';

async function serve(status: number, text: string) {
  const server = createServer((_request, answer) => answer.writeHead(status).end(text));
  const port = await listen(server, 0);
  return {
    uri: `http://127.0.0.1:${port}/keys`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** What an error of the keys comes to. */
function outcome(reply: Reply) {
  const answer = toAnswer(reply);
  expectComplete(answer);
  return {
    status: answer.status,
    codes: codesOf(answer),
    data: answer.data,
    retryAfter: answer.headers.get('retry-after'),
    challenge: answer.headers.get('www-authenticate'),
  };
}

const unavailable = {
  status: 503,
  codes: ['UNAVAILABLE'],
  data: undefined,
  retryAfter: '1',
  challenge: null,
};

describe('the keys of the issuer', () => {
  const body = JSON.stringify({ query: '{ viewer { subject } }' });

  const askWithKeysAt = async (uri: string) => {
    const remote = await openApi({ environment: { JWT_JWKS: '', JWT_JWKS_URI: uri } });
    return remote({ headers: await headersOf({ tenant: newTenant() }), body });
  };

  test('that cannot be reached are 503, not 401', async () => {
    const gone = await serve(200, '');
    await gone[Symbol.asyncDispose]();
    expect(outcome(await askWithKeysAt(gone.uri))).toEqual(unavailable);
  });

  test.each([
    [500, ''],
    [404, '{"keys":[]}'],
    [200, 'no JSON'],
    [200, '{"keys":[]}'],
  ])('that come as %s %s are 503, not 401', async (status, text) => {
    await using keys = await serve(status, text);
    expect(outcome(await askWithKeysAt(keys.uri))).toEqual(unavailable);
  });

  test('are not asked for where there is no token', async () => {
    const remote = await openApi({
      environment: { JWT_JWKS: '', JWT_JWKS_URI: 'http://127.0.0.1:1/keys' },
    });
    expect((await remote({ headers: { 'content-type': 'application/json' }, body })).status).toBe(
      401,
    );
  });
});
