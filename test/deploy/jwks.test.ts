import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { createVerifier } from '../../src/auth/verify.ts';
import { printKeySet } from '../../src/deploy/keys/issuerKeys.ts';
import { readSettings } from '../../src/settings/read.ts';
import { runScript } from '../support/processes/run.ts';

// Whole processes, which compete with those of other test files.
vi.setConfig({ testTimeout: 60_000 });

const script = new URL('../../src/deploy/keys/jwks.ts', import.meta.url);
const server = createServer();
let issuer: string;
let folder: string;

/** What the issuer serves, by path. */
let pages: Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  server.on('request', ({ url = '' }, response) => {
    const page = pages[url];
    response.writeHead(page === undefined ? 404 : 200).end(JSON.stringify(page));
  });
  issuer = `http://127.0.0.1:${await listen(server, 0)}/tenant`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  pages = {};
});

interface Key {
  readonly jwk: JWK;
  readonly sign: () => Promise<string>;
}

async function createKey(kid: string, more: object = {}): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'ES256', ...more };
  const sign = () =>
    new SignJWT({ tid: 'contoso' })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('ann')
      .setIssuer(issuer)
      .setAudience('order-desk')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  return { jwk, sign };
}

function publish(keys: readonly object[]): void {
  pages['/tenant/.well-known/openid-configuration'] = { issuer, jwks_uri: `${issuer}/keys` };
  pages['/tenant/keys'] = { keys };
}

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runScript(script, args, { env });
  return { code, out: stdout.trim(), err: stderr.trim() };
}

async function refresh(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run([issuer, ...args]);
  if (code !== 0 || err !== '') throw new Error(err);
  return out;
}

function kidsOf(keySet: string): readonly string[] {
  const { keys }: { readonly keys: readonly { readonly kid: string }[] } = JSON.parse(keySet);
  return keys.map(({ kid }) => kid).sort();
}

/** By the API itself, started with the key set. */
async function isTrusted(keySet: string, { sign }: Key): Promise<boolean> {
  const result = readSettings({
    COSMOS_ENDPOINT: 'https://order-desk.documents.azure.com:443/',
    JWT_ISSUER: issuer,
    JWT_AUDIENCE: 'order-desk',
    JWT_JWKS: keySet,
  });
  if (result.type === 'SettingsProblems') throw new Error(result.message);
  const verify = createVerifier(result.settings.jwt, () => new Date());
  const { type } = await verify(`Bearer ${await sign()}`, new AbortController().signal);
  return type === 'Authenticated';
}

describe('npm run keys', () => {
  test("prints the issuer's keys as the API takes them, on one line", async () => {
    const key = await createKey('a');
    publish([key.jwk]);
    const keySet = await refresh();
    expect(keySet).not.toContain('\n');
    expect(await isTrusted(keySet, key)).toBe(true);
    expect(await isTrusted(keySet, await createKey('a'))).toBe(false);
  });

  test('prints the members that Bicep takes, and no other', async () => {
    const bicep = await readFile(new URL('../../bicep/types.bicep', import.meta.url), 'utf8');
    const [, type = ''] = /type PublicKey = \{([^}]*)\}/.exec(bicep) ?? [];
    const allowed = [...type.matchAll(/^ {2}'?([\w#]+)'?:/gm)].map(([, name]) => name);
    const more = { x5c: ['MII'], x5t: 'AQAB', issuer, cloud_instance_name: 'example' };
    const { jwk } = await createKey('a', more);
    publish([jwk, { ...jwk, kid: 'b', use: undefined, key_ops: ['verify', 'encrypt'] }]);
    const { keys }: { readonly keys: readonly object[] } = JSON.parse(await refresh());
    const { kty, kid, use, alg, crv, x, y } = jwk;
    expect(keys).toEqual([
      { kty, kid, use, alg, crv, x, y },
      { kty, kid: 'b', use, alg, crv, x, y },
    ]);
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(keys[0] ?? {})));
    expect(allowed).toContain('key_ops');
  });

  test('prints the same for the same keys in another order', async () => {
    const [{ jwk: a }, { jwk: b }] = [await createKey('a'), await createKey('b')];
    publish([a, b]);
    const before = await refresh();
    publish([b, { ...a, x5t: 'AQAB' }]);
    expect(await refresh('--keep', before)).toBe(before);
    expect(await refresh('--keep', before, '--if-changed')).toBe('');
  });

  test('keeps a key that the issuer dropped for one run, for the tokens that it signed', async () => {
    const [old, both, fresh] = [await createKey('a'), await createKey('b'), await createKey('c')];
    publish([old.jwk, both.jwk]);
    const first = await refresh();
    publish([both.jwk, fresh.jwk]);
    const second = await refresh('--keep', first, '--if-changed');
    expect(kidsOf(second)).toEqual(['a', 'b', 'c']);
    expect(await isTrusted(second, old)).toBe(true);
    expect(await isTrusted(second, fresh)).toBe(true);
    const third = await refresh('--keep', second, '--if-changed');
    expect(kidsOf(third)).toEqual(['b', 'c']);
    expect(await refresh('--keep', third, '--if-changed')).toBe('');
  });

  test('takes a kept key back in full when the issuer lists it again', async () => {
    const [{ jwk: a }, { jwk: b }] = [await createKey('a'), await createKey('b')];
    publish([a, b]);
    const first = await refresh();
    publish([b]);
    const second = await refresh('--keep', first);
    publish([a, b]);
    expect(await refresh('--keep', second)).toBe(first);
  });

  test('drops at once a key whose name the issuer gave to another', async () => {
    const [old, fresh] = [await createKey('a'), await createKey('a')];
    publish([old.jwk]);
    const first = await refresh();
    publish([fresh.jwk]);
    const second = await refresh('--keep', first);
    expect(await isTrusted(second, old)).toBe(false);
    expect(await isTrusted(second, fresh)).toBe(true);
  });

  test('drops at once what is gone when nothing is to be kept', async () => {
    const [{ jwk: a }, { jwk: b }] = [await createKey('a'), await createKey('b')];
    publish([a]);
    await refresh();
    publish([b]);
    expect(kidsOf(await refresh())).toEqual(['b']);
  });

  test('reads what to keep from a file, which is empty before the first deployment', async () => {
    const [{ jwk: a }, { jwk: b }] = [await createKey('a'), await createKey('b')];
    const file = join(folder, 'current.json');
    await writeFile(file, '\n');
    publish([a]);
    const first = await refresh('--keep', file, '--if-changed');
    expect(kidsOf(first)).toEqual(['a']);
    await writeFile(file, `${first}\n`);
    publish([b]);
    expect(kidsOf(await refresh('--keep', file))).toEqual(['a', 'b']);
  });

  test('takes signature keys of this issuer alone', async () => {
    const { jwk } = await createKey('a');
    publish([
      jwk,
      { ...jwk, kid: 'mine', issuer },
      { ...jwk, kid: 'template', issuer: 'https://login.example.com/{tenantid}/v2.0' },
      { ...jwk, kid: 'other', issuer: 'https://login.example.com/other/v2.0' },
      { ...jwk, kid: 'encryption', use: 'enc' },
      { ...jwk, kid: 'algorithm', alg: 'ES512' },
    ]);
    expect(kidsOf(await refresh())).toEqual(['a', 'mine', 'template']);
  });

  test('leaves out a key that nobody can use, and says so', async () => {
    const { jwk } = await createKey('a');
    publish([jwk, { ...jwk, kid: 'b', x: 'AQAB' }]);
    const { code, out, err } = await run([issuer]);
    expect({ code, kids: kidsOf(out) }).toEqual({ code: 0, kids: ['a'] });
    expect(err).toBe(`${issuer}/keys: key 2 is not a valid public key, so it is left out`);
  });

  test.each<[string, () => void, string]>([
    ['there is no configuration', () => (pages = {}), 'answered 404'],
    ['there are no keys', () => publish([]), 'is not a JSON Web Key Set'],
    [
      'a private key is published',
      () => publish([{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }]),
      'holds a private or symmetric key',
    ],
    ['no key can be used', () => publish([{ kty: 'EC', crv: 'P-256' }]), 'not a valid public key'],
    [
      'the configuration is of another issuer',
      () => {
        publish([]);
        const page = '/tenant/.well-known/openid-configuration';
        pages[page] = { issuer: `${issuer}/`, jwks_uri: `${issuer}/keys` };
      },
      'is of the issuer http',
    ],
    [
      'the keys would come over the network in clear',
      () => {
        const page = '/tenant/.well-known/openid-configuration';
        pages[page] = { issuer, jwks_uri: 'http://login.example.com/keys' };
      },
      'is not an https URL',
    ],
  ])('prints nothing when %s', async (_name, prepare, message) => {
    prepare();
    const { code, out, err } = await run([issuer]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test.each([
    ['not JSON', '{', 'is not JSON'],
    ['no key set', '{}', 'is not a JSON Web Key Set'],
    ['not there', 'nowhere.json', 'cannot be read'],
  ])('prints nothing when what to keep is %s', async (_name, keep, message) => {
    publish([(await createKey('a')).jwk]);
    const { code, out, err } = await run([issuer, '--keep', keep]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test('wants an issuer with an encrypted address', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: '' });
    expect(await run([issuer, issuer])).toMatchObject({ code: 2, out: '' });
    const { code, err } = await run(['http://login.example.com']);
    expect(code).toBe(1);
    expect(err).toContain('is not an https URL');
  });

  test('with --azd sets what Bicep reads in the azd environment, and keeps what was there', async () => {
    const [{ jwk: a }, { jwk: b }] = [await createKey('a'), await createKey('b')];
    publish([b]);
    const azd = join(folder, 'azd');
    await writeFile(azd, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/called'\n`);
    await chmod(azd, 0o755);
    const env = {
      PATH: [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
      JWT_ISSUER: issuer,
      JWT_JWKS: printKeySet([{ ...a, use: 'sig' }]),
    };
    expect(await run(['--azd'], env)).toEqual({ code: 0, out: '', err: '' });
    const [...called] = (await readFile(join(folder, 'called'), 'utf8')).trim().split('\n');
    expect(called.slice(0, 3)).toEqual(['env', 'set', 'JWT_JWKS']);
    expect(kidsOf(called[3] ?? '')).toEqual(['a', 'b']);
  });

  test('with --azd says when there is none', async () => {
    publish([(await createKey('a')).jwk]);
    const env = { PATH: dirname(process.execPath), JWT_ISSUER: issuer };
    expect(await run(['--azd'], env)).toEqual({ code: 1, out: '', err: 'there is no azd in PATH' });
  });
});
