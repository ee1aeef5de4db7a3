import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { createVerifier } from '../../src/auth/verify.ts';
import type { Verifier } from '../../src/auth/verify.ts';

const now = new Date('2026-11-23T12:00:00Z');
const seconds = now.getTime() / 1000;
const first = await generateKeyPair('ES256');
const second = await generateKeyPair('ES256');
const neverAborted = new AbortController().signal;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function issuer(answer: RequestListener): Promise<URL> {
  const server = createServer(answer);
  const port = await listen(server, 0);
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return new URL(`http://127.0.0.1:${port}/keys`);
}

function verifierOf(uri: URL): Verifier {
  return createVerifier(
    {
      issuer: 'https://issuer.example/',
      audience: 'order-desk',
      tenantClaim: 'tid',
      maxTokenAgeSeconds: 5400,
      keys: { type: 'Remote', uri },
    },
    () => now,
  );
}

async function keySetOf({ publicKey }: typeof first, kid: string): Promise<string> {
  return JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid }] });
}

async function bearer({ privateKey }: typeof first, kid: string, typ = 'JWT'): Promise<string> {
  const token = await new SignJWT({ sub: 'bob', tid: 'contoso' })
    .setProtectedHeader({ alg: 'ES256', kid, typ })
    .setIssuer('https://issuer.example/')
    .setAudience('order-desk')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 600)
    .sign(privateKey);
  return `Bearer ${token}`;
}

/** The client is told what; the log, where as well. */
function unavailable(what: string): unknown {
  const message = `the token cannot be checked now, try again: the keys of its issuer ${what}`;
  const logged = expect.stringMatching(
    new RegExp(`^the keys at http://127.0.0.1:\\d+/keys ${what}`),
  );
  const cause = expect.objectContaining({ message: logged });
  return expect.objectContaining({ code: 'UNAVAILABLE', message, retryAfterMs: 1000, cause });
}

test('the keys are fetched anew for each request, so that a rotation counts at once', async () => {
  const bodies = [await keySetOf(first, 'a'), await keySetOf(second, 'b')];
  const verify = verifierOf(await issuer((_request, response) => response.end(bodies.shift())));
  const ofFirst = await bearer(first, 'a');
  expect(await verify(ofFirst, neverAborted)).toMatchObject({ type: 'Authenticated' });
  expect(await verify(ofFirst, neverAborted)).toMatchObject({
    type: 'Unauthenticated',
    message: 'the token is signed with an unknown key',
  });
  expect(bodies).toEqual([]);
});

test('nothing is fetched for what cannot be a good token', async () => {
  let requests = 0;
  const uri = await issuer((_request, response) => {
    requests += 1;
    response.end();
  });
  const verify = verifierOf(uri);
  for (const authorization of [
    null,
    'Basic abc',
    'Bearer abc',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    await bearer(first, 'a', 'id+jwt'),
  ]) {
    expect(await verify(authorization, neverAborted)).toMatchObject({ type: 'Unauthenticated' });
  }
  expect(requests).toBe(0);
});

test.each<[string, string, RequestListener]>([
  [
    'a status other than 200',
    'came with the status 500',
    (_request, response) => {
      response.writeHead(500).end('{"keys":[]}');
    },
  ],
  ['no JSON', 'are not JSON', (_request, response) => response.end('<html>')],
  ['no key set', 'are not a usable key set', (_request, response) => response.end('{"keys":{}}')],
  [
    'an empty key set',
    'are not a usable key set',
    (_request, response) => {
      response.end('{"keys":[]}');
    },
  ],
  [
    'a symmetric key',
    'are not a usable key set',
    (_request, response) => {
      response.end('{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"a","alg":"HS256"}]}');
    },
  ],
  [
    'broken keys only',
    'are not a usable key set',
    (_request, response) => {
      response.end('{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"a"}]}');
    },
  ],
  ['a cut connection', 'cannot be fetched', (request) => request.socket.destroy()],
])('%s: the keys are unavailable, and the token is not to blame', async (_case, what, answer) => {
  const verify = verifierOf(await issuer(answer));
  const result = verify(await bearer(first, 'a'), neverAborted);
  await expect(result).rejects.toEqual(unavailable(what));
});

test('what the URI has besides its path is not in the log', async () => {
  const uri = new URL('?secret=s3cr3t', await issuer((_request, response) => response.end('')));
  const result = verifierOf(uri)(await bearer(first, 'a'), neverAborted);
  await expect(result).rejects.toEqual(unavailable('are not JSON'));
});

test('a redirect is not followed', async () => {
  const keys = await keySetOf(first, 'a');
  const elsewhere = await issuer((_request, response) => response.end(keys));
  const uri = await issuer((_request, response) => {
    response.writeHead(302, { location: elsewhere.href }).end();
  });
  const result = verifierOf(uri)(await bearer(first, 'a'), neverAborted);
  await expect(result).rejects.toEqual(unavailable('cannot be fetched'));
});

test('an issuer that is not there makes the keys unavailable', async () => {
  const uri = await issuer(() => undefined);
  await Promise.all(closers.splice(0).map((close) => close()));
  const result = verifierOf(uri)(await bearer(first, 'a'), neverAborted);
  await expect(result).rejects.toEqual(unavailable('cannot be fetched'));
});

test("an issuer that hangs holds a request no longer than the request's own deadline", async () => {
  const deadline = new AbortController();
  const uri = await issuer(() => deadline.abort());
  const result = verifierOf(uri)(await bearer(first, 'a'), deadline.signal);
  await expect(result).rejects.toEqual(unavailable('did not arrive in time'));
});

test('a request whose deadline has passed asks for no keys', async () => {
  const keys = await keySetOf(first, 'a');
  const uri = await issuer((_request, response) => response.end(keys));
  const result = verifierOf(uri)(await bearer(first, 'a'), AbortSignal.abort());
  await expect(result).rejects.toEqual(unavailable('did not arrive in time'));
});

test.each<[string, RequestListener]>([
  ['hangs', () => undefined],
  ['hangs in the middle of its answer', (_request, response) => void response.write('{"keys":')],
])('an issuer that %s is given up on', async (_case, answer) => {
  const verify = verifierOf(await issuer(answer));
  const result = verify(await bearer(first, 'a'), neverAborted);
  await expect(result).rejects.toEqual(unavailable('did not arrive in time'));
});
