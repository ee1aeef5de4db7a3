/** Every attack is turned away with a reason of ours, calls nobody, and leaves no trace of its token. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { base64url, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { algorithms } from '../../src/settings/keySet.ts';
import { openApi, type Send } from '../support/api.ts';
import { type CosmosProxy, startCosmosProxy } from '../support/cosmos/proxy.ts';
import { codesOf, expectComplete, toAnswer } from '../support/wire.ts';
import { type Attack, requestOf } from './attacks/attack.ts';
import { claims, forge, goodClaims, keySet, now, seconds, settings } from './attacks/forge.ts';
import { attacks } from './attacks.ts';

const query = '{ accounts { edges { cursor } } viewer { subject tenant permissions } }';

const askingForOne = 'a bearer token is needed, in the header Authorization: Bearer <token>';

/** Whoever opens a connection for a request: other tests leave some behind them in this process. */
let connections = 0;
const asking = new AsyncLocalStorage<true>();
const count = () => {
  if (asking.getStore()) connections += 1;
};

let proxy: CosmosProxy;
let local: Send;
let remote: Send;
let fetches = 0;
const log: string[] = [];
const issuer = createServer((_request, answer) => {
  fetches += 1;
  answer.end(keySet);
});

beforeAll(async () => {
  const { endpoint, key } = inject('cosmos');
  proxy = await startCosmosProxy(endpoint, { key });
  const port = await listen(issuer, 0);
  const open = (environment: Readonly<Record<string, string>>) =>
    openApi({
      cosmosEndpoint: proxy.endpoint,
      environment: { ...settings, ...environment },
      system: { now: () => now },
      log: (line) => log.push(line),
    });
  local = await open({});
  remote = await open({ JWT_JWKS: '', JWT_JWKS_URI: `http://127.0.0.1:${port}/keys` });
  subscribe('net.client.socket', count);
});

afterAll(async () => {
  unsubscribe('net.client.socket', count);
  issuer.closeAllConnections();
  await new Promise((resolve) => void issuer.close(resolve));
  await proxy.close();
});

function ask(send: Send, attack: Omit<Attack, 'name' | 'reason'>) {
  log.splice(0);
  proxy.clear();
  connections = 0;
  fetches = 0;
  return asking.run(true, () => send(requestOf(attack, query)));
}

async function expectTurnedAway(send: Send, attack: Attack) {
  const reply = await ask(send, attack);
  const answer = toAnswer(reply);
  const { reason } = attack;
  expectComplete(answer);
  expect([answer.status, codesOf(answer), answer.data]).toEqual([
    401,
    ['UNAUTHENTICATED'],
    undefined,
  ]);
  expect(answer.errors[0].message).toBe(reason ?? askingForOne);
  expect(answer.headers.get('www-authenticate')).toBe(
    reason === undefined ? 'Bearer' : `Bearer error="invalid_token", error_description="${reason}"`,
  );
  expect(proxy.requests).toEqual([]);
  expect(log).toEqual([]);
  const told = `${reply.text} ${JSON.stringify([...reply.headers])}`;
  const parts = JSON.stringify(attack).match(/[\w-]{20,}/g) ?? [];
  expect(parts.filter((part) => told.includes(part))).toEqual([]);
}

/** Three parts in base64url, of which two are JSON objects, and an algorithm that the API takes. */
function isOfKnownAlgorithm({ headers: { authorization = '' } }: Attack): boolean {
  const token = authorization.replace(/^Bearer /, '');
  try {
    base64url.decode(token.split('.')[2] ?? '');
    decodeJwt(token);
    const { alg } = decodeProtectedHeader(token);
    return algorithms.some((algorithm) => algorithm === alg);
  } catch {
    return false;
  }
}

/** What a good token may look like, and the viewer that it makes where that is not Mallory of Contoso. */
const legal: Readonly<Record<string, readonly [token: string, viewer?: object]>> = {
  'a good token': [forge()],
  'our key, and addresses of others': [
    forge({ header: { jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/', jwk: {} } }),
  ],
  'a crit of b64 that changes nothing': [forge({ header: { crit: ['b64'], b64: true } })],
  'JSON with white space and escapes': [
    forge({ payload: claims.replace('"sub":', '\n\t"\\u0073ub" : ') }),
  ],
  'two members of one name, of which the last counts': [
    forge({ payload: claims.replace('"tid":', '"tid":"fabrikam","tid":') }),
  ],
  'times with fractions': [
    forge({ payload: { iat: seconds - 0.5, nbf: seconds - 0.5, exp: seconds + 0.5 } }),
  ],
  '14 kB of claims': [forge({ payload: { more: 'x'.repeat(10_000) } })],
  'a tenant with a name that JavaScript knows': [
    forge({ payload: claims.replace('contoso', '__proto__') }),
    { tenant: '__proto__' },
  ],
  'a person with a name that JavaScript knows': [
    forge({ payload: { sub: 'constructor' } }),
    { subject: 'constructor' },
  ],
  'scopes with names that JavaScript knows, which leave nothing': [
    forge({ payload: { scp: '__proto__ constructor hasOwnProperty' } }),
    { permissions: [] },
  ],
};

test('a connection that is opened for a request is counted', async () => {
  await ask(remote, { headers: { authorization: `Bearer ${forge()}` } });
  expect(fetches).toBe(1);
  expect(connections).toBeGreaterThan(0);
});

describe('no attack, and let in', () => {
  test.each(Object.entries(legal))('%s', async (_name, [token, viewer]) => {
    const answer = toAnswer(await ask(local, { headers: { authorization: `Bearer ${token}` } }));
    expect(answer.status).toBe(200);
    expect(answer.data.viewer).toMatchObject({
      subject: goodClaims.sub,
      tenant: goodClaims.tid,
      ...viewer,
    });
    expect(proxy.requests.some(({ kind }) => kind === 'query')).toBe(
      answer.data.viewer.permissions.length > 0,
    );
  });
});

test('there are enough attacks, and each has a name of its own', () => {
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  expect(attacks.length).toBeGreaterThanOrEqual(60);
});

describe('turned away, without a call and without a trace:', () => {
  test.each(attacks)('$name', async (attack) => {
    await expectTurnedAway(local, attack);
    expect(connections).toBe(0);
  });
});

describe('what is no token with an algorithm that is known asks nobody for keys:', () => {
  test.each(attacks)('$name', async (attack) => {
    await expectTurnedAway(remote, attack);
    expect(fetches).toBeLessThanOrEqual(isOfKnownAlgorithm(attack) ? 1 : 0);
  });
});
