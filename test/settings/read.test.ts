import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/settings/read.ts';
import type { Settings } from '../../src/settings/schema.ts';

const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'a' }] };
const secretKey = Buffer.from('the secret account key').toString('base64');

const least = {
  COSMOS_ENDPOINT: 'https://desk.documents.azure.com:443/',
  JWT_ISSUER: 'https://login.example/v2.0',
  JWT_AUDIENCE: 'order-desk',
  JWT_JWKS: JSON.stringify(jwks),
};

function settingsOf(env: Record<string, string | undefined>): Settings {
  const result = readSettings({ ...least, ...env });
  if (result.type === 'SettingsProblems') throw new Error(result.message);
  return result.settings;
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  const result = readSettings({ ...least, ...env });
  return result.type === 'SettingsProblems' ? result.problems : [];
}

describe('all settings', () => {
  test('what is not set has its default', () => {
    expect(settingsOf({})).toEqual({
      cosmos: { endpoint: 'https://desk.documents.azure.com/', database: 'orderdesk' },
      jwt: {
        issuer: 'https://login.example/v2.0',
        audience: 'order-desk',
        tenantClaim: 'tid',
        maxTokenAgeSeconds: 6000,
        keys: { type: 'Local', jwks },
      },
      corsOrigins: [],
      requestDeadlineMs: 10_000,
      introspection: false,
      trustedOnly: false,
      serverTiming: false,
      telemetry: {},
    });
  });

  test('what is set counts, without the blanks around it', () => {
    const settings = settingsOf({
      COSMOS_ENDPOINT: ' http://127.0.0.1:8081\n',
      COSMOS_KEY: `${secretKey}\n`,
      COSMOS_DATABASE: 'desk',
      AZURE_CLIENT_ID: '12345678-90ab-cdef-1234-567890abcdef',
      JWT_JWKS: '',
      JWT_JWKS_URI: 'https://login.example/keys',
      JWT_TENANT_CLAIM: 'https://example.com/tenant',
      JWT_MAX_TOKEN_AGE: '1h',
      CORS_ORIGINS: 'https://app.example.com, http://localhost:3000',
      REQUEST_DEADLINE_MS: '2500',
      GRAPHQL_INTROSPECTION: 'true',
      GRAPHQL_TRUSTED_ONLY: 'true',
      SERVER_TIMING: 'true',
      APPLICATIONINSIGHTS_CONNECTION_STRING:
        'InstrumentationKey=12345678-90ab-cdef-1234-567890abcdef;IngestionEndpoint=https://in.example.com/;LiveEndpoint=https://live.example.com/',
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING:
        'ClientId=12345678-90ab-cdef-1234-567890abcdef;Authorization=AAD',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/',
    });
    expect(settings).toEqual({
      cosmos: {
        endpoint: 'http://127.0.0.1:8081/',
        database: 'desk',
        key: secretKey,
        managedIdentityClientId: '12345678-90ab-cdef-1234-567890abcdef',
      },
      jwt: {
        issuer: 'https://login.example/v2.0',
        audience: 'order-desk',
        tenantClaim: 'https://example.com/tenant',
        maxTokenAgeSeconds: 3600,
        keys: { type: 'Remote', uri: new URL('https://login.example/keys') },
      },
      corsOrigins: ['https://app.example.com', 'http://localhost:3000'],
      requestDeadlineMs: 2500,
      introspection: true,
      trustedOnly: true,
      serverTiming: true,
      telemetry: {
        applicationInsights: {
          connectionString:
            'InstrumentationKey=12345678-90ab-cdef-1234-567890abcdef;IngestionEndpoint=https://in.example.com/;LiveEndpoint=https://live.example.com/',
          identity: { clientId: '12345678-90ab-cdef-1234-567890abcdef' },
        },
        otlpEndpoint: 'http://localhost:4318',
      },
    });
  });

  test('an empty or blank text counts as not set', () => {
    const names = ['COSMOS_KEY', 'COSMOS_DATABASE', 'AZURE_CLIENT_ID', 'JWT_JWKS_URI'];
    names.push('JWT_MAX_TOKEN_AGE', 'JWT_TENANT_CLAIM', 'CORS_ORIGINS', 'REQUEST_DEADLINE_MS');
    names.push('GRAPHQL_INTROSPECTION', 'GRAPHQL_TRUSTED_ONLY', 'SERVER_TIMING');
    names.push('APPLICATIONINSIGHTS_CONNECTION_STRING', 'OTEL_EXPORTER_OTLP_ENDPOINT');
    names.push('APPLICATIONINSIGHTS_AUTHENTICATION_STRING');
    for (const blank of ['', '  ']) {
      const env = Object.fromEntries(names.map((name) => [name, blank]));
      expect(settingsOf(env)).toEqual(settingsOf({}));
    }
  });

  test('every problem is told at once, in one message', () => {
    const result = readSettings({ JWT_ISSUER: '', REQUEST_DEADLINE_MS: 'soon' });
    expect(result).toEqual({
      type: 'SettingsProblems',
      problems: [
        'COSMOS_ENDPOINT is not set: set it to the URL of the Cosmos DB account',
        'JWT_ISSUER is not set: set it to the exact iss claim of the tokens',
        'JWT_AUDIENCE is not set: set it to the aud claim that names this API',
        'JWT_JWKS is not set: set it to the JSON Web Key Set of the issuer (or JWT_JWKS_URI)',
        'REQUEST_DEADLINE_MS is not a whole number of milliseconds from 100 to 200000',
      ],
      message: [
        '5 settings are wrong or missing:',
        '- COSMOS_ENDPOINT is not set: set it to the URL of the Cosmos DB account',
        '- JWT_ISSUER is not set: set it to the exact iss claim of the tokens',
        '- JWT_AUDIENCE is not set: set it to the aud claim that names this API',
        '- JWT_JWKS is not set: set it to the JSON Web Key Set of the issuer (or JWT_JWKS_URI)',
        '- REQUEST_DEADLINE_MS is not a whole number of milliseconds from 100 to 200000',
      ].join('\n'),
    });
  });

  test('no problem shows what may be secret', async () => {
    const privateJwk = JSON.stringify({ keys: [await exportJWK(privateKey)] });
    const result = readSettings({
      COSMOS_ENDPOINT: 'AccountEndpoint=https://x/;AccountKey=c2VjcmV0Cg==;',
      COSMOS_KEY: 'hidden!key',
      JWT_JWKS: privateJwk,
      CORS_ORIGINS: 'hidden',
      JWT_MAX_TOKEN_AGE: 'hidden',
    });
    expect(result).toMatchObject({ type: 'SettingsProblems' });
    expect(JSON.stringify(result)).not.toMatch(/c2VjcmV0Cg|hidden/);
    expect(JSON.stringify(result)).not.toContain((await exportJWK(privateKey)).d);
    expect(JSON.stringify(problemsOf({ JWT_JWKS: privateJwk.slice(0, -2) }))).not.toContain(
      (await exportJWK(privateKey)).d?.slice(0, 8),
    );
  });
});

describe('COSMOS_ENDPOINT', () => {
  test.each([
    'desk.documents.azure.com',
    'ftp://desk.documents.azure.com/',
    'https://user@desk.documents.azure.com/',
    'https://:secret@desk.documents.azure.com/',
    'https://desk.documents.azure.com/dbs/orderdesk',
    'https://desk.documents.azure.com/?key=secret',
    'https://desk.documents.azure.com/#key',
  ])('%s is no endpoint', (endpoint) => {
    expect(problemsOf({ COSMOS_ENDPOINT: endpoint })).toEqual([
      'COSMOS_ENDPOINT is not an http(s) URL like https://<account>.documents.azure.com:443/',
    ]);
  });

  test('a connection string is told apart', () => {
    const endpoint = 'AccountEndpoint=https://desk.documents.azure.com/;AccountKey=c2VjcmV0;';
    expect(problemsOf({ COSMOS_ENDPOINT: endpoint })).toEqual([
      'COSMOS_ENDPOINT is a connection string: put its AccountEndpoint here, its key in COSMOS_KEY',
    ]);
  });

  test.each(['http://localhost:8081', 'http://127.0.0.1:8081', 'http://[::1]:8081'])(
    'may be %s, on loopback',
    (endpoint) => {
      expect(problemsOf({ COSMOS_ENDPOINT: endpoint })).toEqual([]);
    },
  );

  test('may be http elsewhere with a key only: a bearer token would be shown', () => {
    const endpoint = 'http://cosmos:8081/';
    expect(problemsOf({ COSMOS_ENDPOINT: endpoint, COSMOS_KEY: secretKey })).toEqual([]);
    expect(problemsOf({ COSMOS_ENDPOINT: endpoint })).toEqual([
      'COSMOS_ENDPOINT is http on another host, which would show a managed identity token to the ' +
        'network: use https, or set COSMOS_KEY if this is an emulator',
    ]);
    expect(problemsOf({ COSMOS_ENDPOINT: 'http://127.0.0.1.example.com' })).toHaveLength(1);
  });
});

describe('JWT_JWKS', () => {
  test.each([
    ['no JSON', '{keys:[]}'],
    ['one key', JSON.stringify(jwks.keys[0])],
    ['an empty set', '{"keys":[]}'],
  ])('%s is no key set', (_case, value) => {
    expect(problemsOf({ JWT_JWKS: value })).toEqual([
      'JWT_JWKS is not a JSON Web Key Set, {"keys":[...]}, with at least one key: ' +
        'set it to the public keys of the issuer',
    ]);
  });

  test('a symmetric or private key among public ones is a problem', async () => {
    for (const secret of [{ kty: 'oct', k: 'c2VjcmV0' }, await exportJWK(privateKey)]) {
      expect(problemsOf({ JWT_JWKS: JSON.stringify({ keys: [...jwks.keys, secret] }) })).toEqual([
        'JWT_JWKS holds a private or symmetric key, key 2: only public keys belong: ' +
          'set it to the public keys of the issuer',
      ]);
    }
  });

  test('a broken key is a problem, though others are good', () => {
    const broken = { ...jwks.keys[0], x: 'AAAA' };
    expect(problemsOf({ JWT_JWKS: JSON.stringify({ keys: [...jwks.keys, broken] }) })).toEqual([
      'JWT_JWKS has malformed keys (key 2 is not a valid public key): ' +
        'set it to the public keys of the issuer',
    ]);
  });

  test('a set without any key for our algorithms is a problem', () => {
    const value = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-521', x: 'AA', y: 'AA' }] });
    expect(problemsOf({ JWT_JWKS: value })).toEqual([
      'JWT_JWKS holds no signature key for any of RS256, PS256, ES256, EdDSA: ' +
        'set it to the public keys of the issuer',
    ]);
  });

  test('wins over JWT_JWKS_URI', () => {
    const settings = settingsOf({ JWT_JWKS_URI: 'https://login.example/keys' });
    expect(settings.jwt.keys).toEqual({ type: 'Local', jwks });
  });
});

describe('JWT_JWKS_URI', () => {
  test('must be https, or http on loopback', () => {
    for (const uri of ['https://login.example/keys?v=2', 'http://127.0.0.1:4000/keys']) {
      expect(settingsOf({ JWT_JWKS: '', JWT_JWKS_URI: uri }).jwt.keys).toEqual({
        type: 'Remote',
        uri: new URL(uri),
      });
    }
    for (const uri of [
      'http://login.example/keys',
      'http://mylocalhost/keys',
      'http://localhost.example/keys',
      'http://127.0.0.1.example/keys',
      'file:///keys',
      'keys',
      'https://a@c/',
      'https://:b@c/',
    ]) {
      expect(problemsOf({ JWT_JWKS: '', JWT_JWKS_URI: uri })).toEqual([
        "JWT_JWKS_URI is not an https URL: set it to the issuer's jwks_uri (http on loopback only)",
      ]);
    }
  });
});

describe('JWT_MAX_TOKEN_AGE', () => {
  test.each([
    ['5400', 5400],
    ['100 minutes', 6000],
    ['90m', 5400],
    ['1h', 3600],
    ['1.5 Hours', 5400],
    ['2 days', 172_800],
    ['1 y', 31_557_600],
  ])('%s is %i s', (text, seconds) => {
    expect(settingsOf({ JWT_MAX_TOKEN_AGE: text }).jwt.maxTokenAgeSeconds).toBe(seconds);
  });

  test.each([
    '0',
    '-5',
    '0 minutes',
    '1.5',
    '1 fortnight',
    '1h ago',
    '1h30m',
    '1e3',
    '9'.repeat(20),
  ])('%s is a problem', (text) => {
    expect(problemsOf({ JWT_MAX_TOKEN_AGE: text })).toEqual([
      'JWT_MAX_TOKEN_AGE is not a time: use whole seconds, or a span such as "100 minutes" or "1h"',
    ]);
  });
});

describe('CORS_ORIGINS', () => {
  test.each([
    '*',
    'null',
    'https://app.example.com/',
    'https://app.example.com/app',
    'https://App.example.com',
    'https://app.example.com:443',
    'https://*.example.com/',
    'app.example.com',
    'ftp://app.example.com',
  ])('%s is no exact origin', (origin) => {
    const [problem, ...more] = problemsOf({ CORS_ORIGINS: `https://good.example,${origin}` });
    expect(problem).toMatch(/^CORS_ORIGINS has an entry, number 2, that is not an exact origin:/);
    expect(more).toEqual([]);
  });

  test('one final comma does no harm', () => {
    expect(settingsOf({ CORS_ORIGINS: 'https://good.example,' }).corsOrigins).toEqual([
      'https://good.example',
    ]);
  });
});

describe('the others', () => {
  test.each([
    ['COSMOS_KEY', 'not base64!'],
    ['COSMOS_KEY', 'abc'],
    ['COSMOS_DATABASE', 'a/b'],
    ['COSMOS_DATABASE', 'a\tb'],
    ['COSMOS_DATABASE', 'a'.repeat(256)],
    ['AZURE_CLIENT_ID', 'order-desk-identity'],
    ['JWT_TENANT_CLAIM', 'tenant "id"'],
    ['JWT_TENANT_CLAIM', 'tenant\\id'],
    ['JWT_TENANT_CLAIM', 'mandänt'],
    ['JWT_TENANT_CLAIM', 't'.repeat(201)],
    ['REQUEST_DEADLINE_MS', '099'],
    ['REQUEST_DEADLINE_MS', '200001'],
    ['REQUEST_DEADLINE_MS', '1e3'],
    ['REQUEST_DEADLINE_MS', '10s'],
    ['GRAPHQL_INTROSPECTION', 'yes'],
    ['GRAPHQL_INTROSPECTION', 'True'],
    ['GRAPHQL_TRUSTED_ONLY', '1'],
    ['SERVER_TIMING', 'on'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', '12345678-90ab-cdef-1234-567890abcdef'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=order-desk'],
    [
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'InstrumentationKey=12345678-90ab-cdef-1234-567890abcdef;IngestionEndpoint=http://in.example.com/',
    ],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'AAD'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'NoAuthorization=AAD'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'ClientId=order-desk;Authorization=AAD'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://localhost:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318/?a=b'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318/#a'],
  ])('%s cannot be %s', (name, value) => {
    const [problem, ...more] = problemsOf({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name} is n`));
    expect(more).toEqual([]);
  });
});
