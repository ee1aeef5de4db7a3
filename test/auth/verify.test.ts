import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTHeaderParameters } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createVerifier } from '../../src/auth/verify.ts';
import type { Authentication, Verifier } from '../../src/auth/verify.ts';
import { parseKeySet } from '../../src/settings/keySet.ts';
import type { JwtSettings } from '../../src/settings/jwt.ts';

const now = new Date('2026-11-23T12:00:00Z');
const seconds = now.getTime() / 1000;
const challenge = (reason: string): string =>
  `Bearer error="invalid_token", error_description="${reason}"`;

const goodClaims = {
  iss: 'https://issuer.example/',
  aud: 'order-desk',
  sub: 'bob',
  tid: 'contoso',
  iat: seconds - 60,
  exp: seconds + 600,
  roles: ['Sales'],
};

const pairs = {
  es: await generateKeyPair('ES256'),
  otherEs: await generateKeyPair('ES256'),
  rsa: await generateKeyPair('RS256', { extractable: true }),
  pss: await generateKeyPair('PS256'),
  ed: await generateKeyPair('EdDSA'),
  stranger: await generateKeyPair('ES256'),
};

async function publicJwk(name: keyof typeof pairs, more: JWK = { kty: 'EC' }): Promise<JWK> {
  return { ...more, ...(await exportJWK(pairs[name].publicKey)), kid: name };
}

function settingsWith(keys: readonly JWK[], more: Partial<JwtSettings> = {}): JwtSettings {
  return {
    issuer: goodClaims.iss,
    audience: goodClaims.aud,
    tenantClaim: 'tid',
    maxTokenAgeSeconds: 5400,
    keys: { type: 'Local', jwks: { keys: [...keys] } },
    ...more,
  };
}

let verify: (authorization: string | null) => Promise<Authentication>;

function withoutSignal(verifier: Verifier): typeof verify {
  return (authorization) => verifier(authorization, new AbortController().signal);
}

beforeAll(async () => {
  const keys = await Promise.all([
    publicJwk('es'),
    publicJwk('otherEs'),
    publicJwk('rsa'),
    publicJwk('pss'),
    publicJwk('ed'),
  ]);
  const foreign: readonly JWK[] = [
    { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA', kid: 'foreign' },
    { kty: 'spooky', kid: 'es' },
  ];
  verify = withoutSignal(createVerifier(settingsWith([...foreign, ...keys]), () => now));
});

function sign(
  claims: Record<string, unknown>,
  header: JWTHeaderParameters = { alg: 'ES256', kid: 'es' },
  key: CryptoKey | Uint8Array = pairs.es.privateKey,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

/** What the claims become in JSON: an undefined one is absent. */
async function refusalOf(
  claims: Record<string, unknown>,
  header?: JWTHeaderParameters,
  key?: CryptoKey | Uint8Array,
): Promise<Authentication> {
  return verify(`Bearer ${await sign({ ...goodClaims, ...claims }, header, key)}`);
}

function refused(reason: string): Authentication {
  return { type: 'Unauthenticated', challenge: challenge(reason), message: reason };
}

describe('a good token', () => {
  test('becomes the viewer that it names', async () => {
    expect(await verify(`Bearer ${await sign(goodClaims)}`)).toEqual({
      type: 'Authenticated',
      viewer: {
        subject: 'bob',
        tenant: 'contoso',
        permissions: new Set(['orders.read', 'orders.write', 'orders.place']),
        tokenExpiresAt: new Date('2026-11-23T12:10:00Z'),
      },
    });
  });

  test.each([
    ['RS256', 'rsa'],
    ['PS256', 'rsa'],
    ['PS256', 'pss'],
    ['ES256', 'es'],
    ['EdDSA', 'ed'],
  ] as const)('may be signed with %s, key %s', async (alg, kid) => {
    const key =
      alg === 'PS256' && kid === 'rsa'
        ? await crypto.subtle.importKey(
            'pkcs8',
            await crypto.subtle.exportKey('pkcs8', pairs.rsa.privateKey),
            { name: 'RSA-PSS', hash: 'SHA-256' },
            false,
            ['sign'],
          )
        : pairs[kid].privateKey;
    expect(await refusalOf({}, { alg, kid }, key)).toMatchObject({ type: 'Authenticated' });
  });

  test.each(['es', 'otherEs'] as const)('may go without a kid: key %s is found', async (name) => {
    const result = await refusalOf({}, { alg: 'ES256' }, pairs[name].privateKey);
    expect(result).toMatchObject({ type: 'Authenticated' });
  });

  test('may name several audiences, ours among them', async () => {
    const result = await refusalOf({ aud: ['other', 'order-desk'] });
    expect(result).toMatchObject({ type: 'Authenticated' });
  });

  test.each(['bearer', 'BEARER', 'bEaReR'])('may come under the scheme %s', async (scheme) => {
    const result = await verify(`${scheme}  ${await sign(goodClaims)} `);
    expect(result).toMatchObject({ type: 'Authenticated' });
  });
});

describe('the type', () => {
  test.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/AT+jwt'])(
    '%s is that of an access token',
    async (typ) => {
      const result = await refusalOf({}, { alg: 'ES256', kid: 'es', typ });
      expect(result).toMatchObject({ type: 'Authenticated' });
    },
  );

  test.each<unknown>([
    '',
    'id+jwt',
    'dpop+jwt',
    'JWS',
    'application/jwt',
    'text/at+jwt',
    'at+jwt; q=1',
    ' JWT',
    null,
    7,
    ['JWT'],
  ])('%j is not, with a kid or without', async (typ) => {
    for (const kid of ['es', undefined]) {
      // What an issuer can write is more than the types of a library allow.
      const header = { alg: 'ES256', kid, typ } as JWTHeaderParameters;
      expect(await refusalOf({}, header)).toEqual(
        refused('the token has a typ that is neither JWT nor at+jwt'),
      );
    }
  });
});

describe('an ID token', () => {
  test.each([
    { nonce: 'a', scp: 'orders.read' },
    { nonce: 'a', scope: 'openid profile' },
    { nonce: 'a', scp: [] },
  ])('is not what has a nonce and scopes: %j', async (claims) => {
    expect(await refusalOf(claims)).toMatchObject({ type: 'Authenticated' });
  });
});

describe('the claims', () => {
  test('a token counts until 30 s after exp', async () => {
    expect(await refusalOf({ exp: seconds - 29 })).toMatchObject({ type: 'Authenticated' });
    expect(await refusalOf({ exp: seconds - 30 })).toEqual(refused('the token has expired'));
  });

  test('a token without a kid is refused for what is wrong with it, not for its key', async () => {
    expect(await refusalOf({ exp: seconds - 30 }, { alg: 'ES256' })).toEqual(
      refused('the token has expired'),
    );
  });

  test('a token counts until 30 s after the greatest age, however late its exp', async () => {
    expect(await refusalOf({ iat: seconds - 5430 })).toMatchObject({ type: 'Authenticated' });
    expect(await refusalOf({ iat: seconds - 5431, exp: seconds + 86_400 })).toEqual(
      refused('the token is too old: it counts for 5400 s from its iat'),
    );
  });

  test('a token counts from 30 s before iat and nbf', async () => {
    expect(await refusalOf({ iat: seconds + 30 })).toMatchObject({ type: 'Authenticated' });
    expect(await refusalOf({ iat: seconds + 31 })).toEqual(
      refused('the token is issued in the future'),
    );
    expect(await refusalOf({ nbf: seconds + 30 })).toMatchObject({ type: 'Authenticated' });
    expect(await refusalOf({ nbf: seconds + 31 })).toEqual(refused('the token is not valid yet'));
  });

  test('an exp that no date can hold is refused', async () => {
    expect(await refusalOf({ exp: 253_402_300_799 })).toMatchObject({ type: 'Authenticated' });
    expect(await refusalOf({ exp: 253_402_300_800 })).toEqual(
      refused('the claim exp must be seconds since 1970, up to year 9999'),
    );
  });

  test.each([
    ['sub', 500],
    ['tid', 100],
  ])('%s must be text of at most %i characters', async (claim, limit) => {
    const rule = `the claim ${claim} must be text of 1 to ${limit} characters without control characters`;
    const longest = '\u{1f600}'.repeat(limit);
    expect(await refusalOf({ [claim]: longest })).toMatchObject({ type: 'Authenticated' });
    expect(await refusalOf({ [claim]: `${longest}x` })).toEqual(refused(rule));
  });

  test.each(['roles', 'scp', 'scope'])(
    '%s must be a string or an array of strings',
    async (claim) => {
      for (const value of ['', 'orders.read', [], ['orders.read', '']]) {
        expect(await refusalOf({ [claim]: value })).toMatchObject({ type: 'Authenticated' });
      }
      const rule = `the claim ${claim} must be a string or an array of strings`;
      const other = claim === 'scp' ? { scope: 'orders.read' } : { scp: 'orders.read' };
      for (const value of [null, 7, true, {}, { 0: 'a' }, [null], ['orders.read', 7], [['a']]]) {
        expect(await refusalOf({ [claim]: value })).toEqual(refused(rule));
        expect(await refusalOf({ ...other, [claim]: value })).toEqual(refused(rule));
      }
    },
  );

  test('the tenant is the claim that the settings name, and no other', async () => {
    const tenantClaim = 'https://example.com/tenant';
    const settings = settingsWith([await publicJwk('es')], { tenantClaim });
    const other = withoutSignal(createVerifier(settings, () => now));
    const token = await sign({ ...goodClaims, [tenantClaim]: 'fabrikam' });
    expect(await other(`Bearer ${token}`)).toMatchObject({ viewer: { tenant: 'fabrikam' } });
    expect(await other(`Bearer ${await sign(goodClaims)}`)).toEqual(
      refused(`the token lacks the claim ${tenantClaim}`),
    );
    const nobodys = await sign({ ...goodClaims, [tenantClaim]: null });
    expect(await other(`Bearer ${nobodys}`)).toMatchObject({ type: 'Unauthenticated' });
  });

  test('no part of a claim or header gets into the answer', async () => {
    const secret = 'sécret"\\\u2028';
    const answers = await Promise.all([
      refusalOf({ iss: secret }),
      refusalOf({ aud: secret }),
      refusalOf({ sub: `${secret}\n` }),
      refusalOf({ tid: `${secret}\n` }),
      refusalOf({ exp: secret }),
      refusalOf({ roles: { [secret]: secret } }),
      refusalOf({ scp: [secret, 1] }),
      refusalOf({ nonce: secret }),
      refusalOf({}, { alg: 'ES256', kid: secret }),
      refusalOf({}, { alg: 'ES256', kid: 'es', typ: secret }),
      verify(`Bearer ${secret}`),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ type: 'Unauthenticated' });
      expect(JSON.stringify(answer)).not.toContain('cret');
      if (answer.type !== 'Unauthenticated') continue;
      expect(answer.challenge).toMatch(
        /^Bearer error="invalid_token", error_description="[\x20\x21\x23-\x5b\x5d-\x7e]+"$/,
      );
    }
  });
});

describe('a key set', () => {
  test.each([
    undefined,
    null,
    [],
    {},
    { keys: {} },
    { keys: [] },
    ...[1, null, {}, { kty: 1 }].map((key) => ({ keys: [key] })),
  ])('is not %j', (value) => {
    expect(parseKeySet(value)).toEqual({
      type: 'NotAKeySet',
      reason: 'is not a JSON Web Key Set, {"keys":[...]}, with at least one key',
    });
  });

  test('keeps the keys that are for us and leaves out the others', async () => {
    const es = await publicJwk('es');
    const result = parseKeySet({
      keys: [
        { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' },
        { kty: 'AKP', pub: 'AA' },
        { kty: 'OKP', crv: 'X25519', x: 'AA' },
        { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' },
        { ...(await publicJwk('rsa')), use: 'enc' },
        { ...(await publicJwk('rsa')), alg: 'RS512' },
        { ...(await publicJwk('rsa')), key_ops: ['encrypt'] },
        { ...es, key_ops: ['verify', 'sign'], ext: true },
      ],
    });
    expect(result).toEqual({ type: 'KeySet', jwks: { keys: [es] }, malformed: [] });
  });

  test('names the keys that are for us and cannot be used', async () => {
    const { publicKey } = await crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        modulusLength: 1024,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      true,
      ['sign', 'verify'],
    );
    const [es, rsa] = [await publicJwk('es'), await publicJwk('rsa')];
    const broken = [{ ...es, x: 'AAAA' }, { kty: 'RSA' }];
    const readable = ['AA', 'AQ'].map((e) => ({ ...rsa, e }));
    const result = parseKeySet({ keys: [es, await exportJWK(publicKey), ...broken, ...readable] });
    expect(result).toEqual({
      type: 'KeySet',
      jwks: { keys: [es] },
      malformed: [
        'key 2 is an RSA key of 1024 bits: at least 2048 are needed',
        'key 3 is not a valid public key',
        'key 4 is not a valid public key',
        'key 5 is an RSA key with exponent 0',
        'key 6 is an RSA key with exponent 1',
      ],
    });
  });

  test('with a private or symmetric key in it is refused as a whole', async () => {
    const es = await publicJwk('es');
    const rsa = await publicJwk('rsa');
    const members = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
    const partly = members.map((member) => ({ ...rsa, [member]: 'AA' }));
    const privateJwk = await exportJWK(pairs.rsa.privateKey);
    for (const secret of [{ kty: 'oct' }, privateJwk, ...partly]) {
      expect(parseKeySet({ keys: [es, secret] })).toEqual({
        type: 'NotAKeySet',
        reason: 'holds a private or symmetric key, key 2: only public keys belong',
      });
    }
  });
});
