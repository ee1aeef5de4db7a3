/** What issuers put into their tokens, and what the API makes of it. */
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { developmentAudience, developmentIssuer, developmentKey } from '../../../src/local/keys.ts';
import { newTenant, openApi, type Send } from '../../support/api.ts';
import { codesOf, expectComplete, toAnswer } from '../../support/wire.ts';

const now = new Date('2026-11-23T12:00:00Z');
const seconds = now.getTime() / 1000;
const send = await openApi({ system: { now: () => now } });
const { privateKey, kid } = await developmentKey();

function sign(claims: object, typ = 'JWT'): Promise<string> {
  return new SignJWT({
    iss: developmentIssuer,
    aud: developmentAudience,
    sub: 'bob',
    tid: newTenant(),
    iat: seconds - 300,
    exp: seconds + 3600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid, typ })
    .sign(privateKey);
}

async function ask(authorization: string, to: Send = send) {
  return toAnswer(
    await to({
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { permissions } }' }),
    }),
  );
}

async function permissionsOf(claims: object): Promise<readonly string[]> {
  const { data, errors } = await ask(`Bearer ${await sign(claims)}`);
  expect(errors).toBeUndefined();
  return data.viewer.permissions;
}

async function refusalOf(claims: object, typ?: string): Promise<string> {
  const answer = await ask(`Bearer ${await sign(claims, typ)}`);
  expectComplete(answer);
  expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  const reason = answer.errors[0].message;
  expect(answer.headers.get('www-authenticate')).toBe(
    `Bearer error="invalid_token", error_description="${reason}"`,
  );
  return reason;
}

const sales = ['orders.place', 'orders.read', 'orders.write'];

describe('the permissions of', () => {
  test.each<readonly [string, object, readonly string[]]>([
    ['a person in an app of Entra ID', { roles: ['Sales'], scp: 'access_as_user' }, sales],
    ['a person in App Service', { roles: ['Sales'], scp: 'user_impersonation' }, sales],
    ['a managed identity', { roles: ['Sales'], idtyp: 'app' }, sales],
    ['an app with one role as a string', { roles: 'Sales' }, sales],
    [
      'a person of Okta, whose scp is an array',
      { scp: ['openid', 'offline_access', 'orders.read', 'accounts.read.own'] },
      ['accounts.read.own', 'orders.read'],
    ],
    [
      'a person of Auth0, whose scope is a text',
      { scope: 'openid profile email orders.read' },
      ['orders.read'],
    ],
    [
      'a person of Keycloak who has only signed in',
      { roles: ['Sales'], scope: 'openid profile email', nonce: 'n' },
      sales,
    ],
    [
      'a person with roles whose app has less',
      { roles: ['Manager'], scope: 'orders.read.own orders.place address phone' },
      ['orders.place', 'orders.read.own'],
    ],
    ['a person with less than their app', { roles: ['Auditor'], scp: ['orders.place'] }, []],
    [
      'a person whose roles have names that JavaScript knows',
      { roles: ['__proto__', 'constructor', 'toString', 'orders.read'] },
      ['orders.read'],
    ],
    ['a person without any claim of these', {}, []],
  ])('%s', async (_person, claims, permissions) => {
    expect(await permissionsOf(claims)).toEqual(permissions);
  });
});

test('a token counts for 100 minutes, unless the settings say otherwise', async () => {
  const issued = (minutes: number) => ({ iat: seconds - minutes * 60 });
  expect(await permissionsOf(issued(100))).toEqual([]);
  expect(await refusalOf(issued(101))).toBe(
    'the token is too old: it counts for 6000 s from its iat',
  );
});

test("a managed identity's token counts for its 24 hours where the settings allow it", async () => {
  const token = await sign({ iat: seconds - 24 * 3600, exp: seconds + 300 });
  const patient = await openApi({
    system: { now: () => now },
    environment: { JWT_MAX_TOKEN_AGE: '25 hours' },
  });
  expect((await ask(`Bearer ${token}`, patient)).status).toBe(200);
  expect((await ask(`Bearer ${token}`)).status).toBe(401);
});
