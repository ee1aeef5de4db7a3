import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVerifier } from '../../src/auth/verify.ts';
import type { Authentication } from '../../src/auth/verify.ts';
import { developmentKey, developmentSettings } from '../../src/local/keys.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { readSettings } from '../../src/settings/read.ts';
import { type Finished, runScript } from '../support/processes/run.ts';

const run = promisify(execFile);
const cli = new URL('../../src/local/token.ts', import.meta.url);
const keysModule = new URL('../../src/local/keys.ts', import.meta.url).href;
const now = new Date('2026-11-23T12:00:00Z');
const seconds = now.getTime() / 1000;

function token(args: readonly string[], tenantClaim = ''): Promise<Finished> {
  return runScript(cli, args, { env: { ...process.env, JWT_TENANT_CLAIM: tenantClaim } });
}

/** Through the settings and the verifier that the local host itself uses. */
async function authenticate(jwt: string, at: Date, file?: URL): Promise<Authentication> {
  const cosmos = { COSMOS_ENDPOINT: 'http://127.0.0.1:8081' };
  const result = readSettings({ ...cosmos, ...(await developmentSettings(file)) });
  if (result.type === 'SettingsProblems') throw new Error(result.message);
  const verify = createVerifier(result.settings.jwt, () => at);
  return verify(`Bearer ${jwt}`, new AbortController().signal);
}

describe('npm run token', () => {
  test('prints a token that the local host trusts, and nothing else', async () => {
    const { code, stdout, stderr } = await token(['--sub', 'bob', '--tenant', 'contoso']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await authenticate(stdout.trim(), new Date())).toMatchObject({
      type: 'Authenticated',
      viewer: { subject: 'bob', tenant: 'contoso', permissions: new Set() },
    });
    const { iss, aud, iat = 0, exp = 0, ...claims } = decodeJwt(stdout);
    expect(iss).toBe('https://order-desk.local/');
    expect(aud).toBe('order-desk');
    expect(exp - iat).toBe(3600);
    expect(claims).toEqual({ sub: 'bob', tid: 'contoso' });
  });

  test('values follow a blank or an equals sign, negative ones too', async () => {
    const blanks = ['--sub', 'bob', '--tenant', 'contoso', '--roles', 'Sales,Teller'];
    blanks.push('--permissions', 'orders.read,accounts.read', '--audience', 'x', '--issuer', 'y');
    blanks.push('--issued-at', '-600', '--expires-in', '-5');
    const signs = Array.from({ length: blanks.length / 2 }, (_, i) =>
      blanks.slice(2 * i, 2 * i + 2).join('='),
    );
    for (const args of [blanks, signs]) {
      const { stdout } = await token(args);
      const { iat = 0, exp = 0, ...claims } = decodeJwt(stdout);
      expect(exp - iat).toBe(595);
      expect(claims).toEqual({
        iss: 'y',
        aud: 'x',
        sub: 'bob',
        tid: 'contoso',
        roles: ['Sales', 'Teller'],
        scp: 'orders.read accounts.read',
      });
    }
  });

  test('names the tenant by the claim that JWT_TENANT_CLAIM names', async () => {
    const args = ['--sub', 'bob', '--tenant', 'contoso'];
    const { stdout } = await token(args, 'org');
    expect(decodeJwt(stdout)).toMatchObject({ org: 'contoso' });
    expect(decodeJwt(stdout)).not.toHaveProperty('tid');
  });

  test.each([
    ['--sub is needed', []],
    ['--tenant is needed', ['--sub', 'bob']],
    ['--sub is needed', ['--sub=', '--tenant', 'contoso']],
    ['--sub needs a value', ['--sub', '--tenant', 'contoso']],
    ['--tenant needs a value', ['--sub', 'bob', '--tenant']],
    ['--sub is given twice', ['--sub', 'bob', '--tenant', 'contoso', '--sub', 'eve']],
    ["Unknown option '--role'", ['--sub', 'bob', '--tenant', 'contoso', '--role', 'Sales']],
    ["Unexpected argument 'bob'.", ['bob']],
    [
      '--expires-in must be a whole number of seconds',
      ['--sub=b', '--tenant=c', '--expires-in=1h'],
    ],
    ['--issued-at must be a whole number of seconds', ['--sub=b', '--tenant=c', '--issued-at=']],
  ])('%s: one line and the usage on stderr, exit code 2', async (line, args) => {
    const { code, stdout, stderr } = await token(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [first = '', second] = stderr.split('\n');
    expect(first.startsWith(line)).toBe(true);
    expect(second).toMatch(/^usage: npm run --silent token -- --sub <name>/);
  });
});

describe('the development key', () => {
  let folder: string;
  const fileNamed = (name: string): URL => pathToFileURL(join(folder, 'made', name));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'order-desk-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('is one for all processes, however many start at once', async () => {
    const file = fileNamed('shared.json');
    const script = `
      import { developmentKey } from ${JSON.stringify(keysModule)};
      const file = new URL(${JSON.stringify(file.href)});
      const keys = await Promise.all(Array.from({ length: 8 }, () => developmentKey(file)));
      console.log(JSON.stringify(keys.map(({ kid }) => kid)));`;
    const outputs = await Promise.all(
      Array.from({ length: 4 }, () =>
        run(process.execPath, ['--input-type=module', '--eval', script]),
      ),
    );
    const { kid } = await developmentKey(file);
    const expected = `${JSON.stringify(Array.from({ length: 8 }, () => kid))}\n`;
    expect(outputs.map(({ stdout }) => stdout)).toEqual(Array(4).fill(expected));
    expect(await readdir(join(folder, 'made'))).toEqual(['shared.json']);
  });

  test('is readable by its owner alone', async () => {
    const file = fileNamed('private.json');
    await developmentKey(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('publishes its public half only', async () => {
    const file = fileNamed('public.json');
    const { jwks } = await developmentKey(file);
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('d');
    expect(jwks.keys).toHaveLength(1);
    expect(jwks.keys[0]).not.toHaveProperty('d');
    const { JWT_JWKS = '' } = await developmentSettings(file);
    expect(JSON.parse(JWT_JWKS)).toEqual(jwks);
  });

  test('that is broken is told, with what to do', async () => {
    for (const text of ['', '{}', '{"kty":"EC"}', 'junk']) {
      const file = fileNamed('broken.json');
      await writeFile(file, text);
      await expect(developmentKey(file)).rejects.toThrow(
        /broken\.json holds no development key: remove it to get a new one$/,
      );
    }
  });

  test('without its private half is no key', async () => {
    const file = fileNamed('half.json');
    const { jwks } = await developmentKey(fileNamed('public.json'));
    await writeFile(file, JSON.stringify(jwks.keys[0]));
    await expect(developmentKey(file)).rejects.toThrow(/holds no development key/);
  });

  test('signs with times that are relative to now', async () => {
    const file = fileNamed('times.json');
    const key = await developmentKey(file);
    const request = { subject: 'bob', tenant: 'contoso', roles: ['Teller'], permissions: [] };
    const jwt = await mintToken({ ...request, issuedAt: -600, expiresIn: 300 }, now, key);
    expect(decodeJwt(jwt)).toMatchObject({ iat: seconds - 600, exp: seconds + 300, scp: '' });
    expect(await authenticate(jwt, now, file)).toMatchObject({ type: 'Authenticated' });
    expect(await authenticate(jwt, new Date('2026-11-23T12:10:00Z'), file)).toMatchObject({
      message: 'the token has expired',
    });
    expect(await authenticate(jwt, now)).toMatchObject({
      message: 'the token is signed with an unknown key',
    });
  });
});
