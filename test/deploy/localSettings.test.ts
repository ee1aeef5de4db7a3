/** local.settings.json: what the sample says, what a person wrote, and what `npm run settings` makes of it. */

import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createVerifier } from '../../src/auth/verify.ts';
import { emulatorKey } from '../../src/local/cosmosdb/server.ts';
import { problemsIn, readSchema } from '../../src/deploy/settings/jsonSchema.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import { writeLocalSettings } from '../../src/deploy/settings/localSettings.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { readSettings } from '../../src/settings/read.ts';

const sample = new URL('../../local.settings.sample.json', import.meta.url);
const development = await developmentSettings();
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
  file = join(folder, 'local.settings.json');
  await copyFile(sample, join(folder, 'local.settings.sample.json'));
});

beforeEach(() => rm(file, { force: true }));

afterAll(() => rm(folder, { recursive: true }));

const fill = () => writeLocalSettings(pathToFileURL(`${folder}/`), development);
const written = async () => JSON.parse(await readFile(file, 'utf8'));
const write = (settings: unknown) => writeFile(file, JSON.stringify(settings));

async function sampleValues(): Promise<Readonly<Record<string, string>>> {
  const { Values } = JSON.parse(await readFile(sample, 'utf8'));
  return Values;
}

/** Every name that the settings are asked for, whatever else is set. */
function settingsRead(): readonly string[] {
  const names = new Set<string>();
  for (const value of [undefined, '?']) {
    readSettings(
      new Proxy(
        {},
        {
          get: (_env, name) => {
            names.add(String(name));
            return value;
          },
        },
      ),
    );
  }
  return [...names];
}

interface Rule {
  readonly description?: string;
  readonly not?: object;
  readonly examples?: readonly string[];
}

async function valueRules(): Promise<Readonly<Record<string, Rule>>> {
  const { properties } = await readSchema('localSettings');
  return properties.Values.properties;
}

const hostSettings = ['FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage'];

describe('npm run settings', () => {
  test('makes the file from the sample, with the development key in it', async () => {
    expect(await fill()).toEqual({
      done: expect.stringMatching(
        /^local\.settings\.json is made from the sample, and now has the key/,
      ),
      problems: [],
    });
    expect(await written()).toEqual({
      IsEncrypted: false,
      Values: { ...(await sampleValues()), JWT_JWKS: development['JWT_JWKS'] },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('fills in a copy of the sample', async () => {
    await copyFile(sample, file);
    await fill();
    expect((await written()).Values.JWT_JWKS).toBe(development['JWT_JWKS']);
  });

  test('makes what the function starts with, and what trusts the tokens of npm run token', async () => {
    await fill();
    const result = readSettings((await written()).Values);
    if (result.type === 'SettingsProblems') throw new Error(result.message);
    const now = new Date('2026-11-23T12:00:00Z');
    const token = await mintToken({ subject: 'ann', tenant: 'contoso', roles: ['Teller'] }, now);
    const verify = createVerifier(result.settings.jwt, () => now);
    expect(await verify(`Bearer ${token}`, new AbortController().signal)).toMatchObject({
      type: 'Authenticated',
    });
  });

  test("replaces the key of another machine, and leaves all else as it was: values, order, the file's mode", async () => {
    const own = {
      Host: { LocalHttpPort: 7075 },
      IsEncrypted: false,
      Values: { ...(await sampleValues()), JWT_JWKS: '{"keys":[]}', CORS_ORIGINS: 'http://a:1' },
    };
    await writeFile(file, JSON.stringify(own), { mode: 0o640 });
    await fill();
    const expected = { ...own, Values: { ...own.Values, JWT_JWKS: development['JWT_JWKS'] } };
    expect(await readFile(file, 'utf8')).toBe(`${JSON.stringify(expected, null, 2)}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  test('adds the development issuer and audience where there is none', async () => {
    const { JWT_ISSUER: _issuer, ...others } = await sampleValues();
    await write({ IsEncrypted: false, Values: { ...others, JWT_AUDIENCE: '' } });
    await fill();
    expect((await written()).Values).toMatchObject(development);
  });

  test.each([
    ['it has the key', development],
    ["the keys are another issuer's", { JWT_ISSUER: 'https://login.example/', JWT_JWKS: 'theirs' }],
    ['the keys are fetched', { JWT_JWKS: '', JWT_JWKS_URI: 'https://login.example/keys' }],
  ])('does not touch the file where %s', async (_case, values) => {
    const own = { IsEncrypted: false, Values: { ...(await sampleValues()), ...values } };
    await write(own);
    expect((await fill()).done).toMatch(/^local\.settings\.json is as it was: /);
    expect(await readFile(file, 'utf8')).toBe(JSON.stringify(own));
  });

  test('takes a file as editors on Windows write it', async () => {
    await writeFile(file, `\uFEFF${JSON.stringify({ Values: {} })}`);
    expect((await fill()).done).toMatch(/ now has the key /);
  });

  test('tells what the function would not start with', async () => {
    const wrong = { REQUEST_DEADLINE_MS: '999999', CORS_ORIGINS: 'http://a.example/path' };
    await write({ IsEncrypted: false, Values: { ...(await sampleValues()), ...wrong } });
    const told = (name: string) => expect.stringMatching(`^Values\\.${name} `);
    expect((await fill()).problems).toEqual([told('CORS_ORIGINS'), told('REQUEST_DEADLINE_MS')]);
  });

  test('leaves nothing else in the folder', async () => {
    await fill();
    expect((await readdir(folder)).sort()).toEqual([
      'local.settings.json',
      'local.settings.sample.json',
    ]);
  });

  test.each([
    ['', '1:1'],
    ['{\n  "Values": {\n    "COSMOS_KEY": hidden\n  }\n}\n', '3:19'],
    ['{\n  "Values": { "COSMOS_KEY": "hidden", }\n}', '2:37'],
    ['{\n  "Values": { "COSMOS_KEY": "hidden" "B": "" }\n}', '2:38'],
    ['{\n  // hidden\n  "Values": {}\n}', '2:3'],
    ['{ "Values": { "COSMOS_KEY": "hidden" }', '1:39'],
    ['{}\n}', '2:1'],
  ])('says where %j is not JSON, and not what is there', async (text, place) => {
    await writeFile(file, text);
    const error = await fill().catch((reason: unknown) => reason);
    expect(error).toEqual(new Error(`${file}:${place} is not JSON: correct it`));
    expect(error).not.toHaveProperty('cause');
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test.each([
    ['[]', 'has no Values'],
    ['{"Values":[]}', 'has no Values'],
    ['{"IsEncrypted":true,"Values":{"JWT_ISSUER":"AQAA"}}', 'is encrypted'],
  ])('refuses %s', async (text, reason) => {
    await writeFile(file, text);
    await expect(fill()).rejects.toThrow(`${file} ${reason}`);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('says what func or the function would not understand', async () => {
    const values = { ...(await sampleValues()), JWT_ISUER: 'x', REQUEST_DEADLINE_MS: 'soon' };
    await write({ IsEncrypted: false, Values: values });
    expect((await fill()).problems).toEqual([
      'Values.JWT_ISUER is not known',
      expect.stringMatching(/^Values\.REQUEST_DEADLINE_MS must match /),
    ]);
  });
});

describe('the sample', () => {
  test('names the emulators that npm run emulators starts', async () => {
    expect(await sampleValues()).toMatchObject({
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      COSMOS_ENDPOINT: 'http://127.0.0.1:8081/',
      COSMOS_KEY: emulatorKey,
    });
    expect(await sampleValues()).not.toHaveProperty('COSMOS_DATABASE');
  });

  test('has everything but the key', async () => {
    expect(await problemsIn('localSettings', JSON.parse(await readFile(sample, 'utf8')))).toEqual([
      expect.stringMatching(/^Values\.JWT_JWKS must match /),
    ]);
  });
});

describe('the schema of local.settings.json', () => {
  test('allows the settings that the code reads, those of the host, and no other', async () => {
    const allowed = Object.entries(await valueRules()).filter(([, rule]) => rule.not === undefined);
    const expected = [...settingsRead(), ...hostSettings];
    expect(expected).toContain('GRAPHQL_TRUSTED_ONLY');
    expect(allowed.map(([name]) => name).sort()).toEqual(expected.sort());
  });

  test('says of each setting what it is, and with an example that the code accepts', async () => {
    for (const [name, { description, not, examples = [] }] of Object.entries(await valueRules())) {
      expect(description).toMatch(/\.$/);
      if (not !== undefined || hostSettings.includes(name)) continue;
      expect([name, examples]).not.toEqual([name, []]);
      for (const example of examples) {
        const others = name === 'JWT_JWKS_URI' ? { ...development, JWT_JWKS: '' } : development;
        const env = { COSMOS_ENDPOINT: 'http://127.0.0.1:8081/', ...others, [name]: example };
        expect({ name, example, ...readSettings(env) }).toMatchObject({ type: 'Settings' });
      }
    }
  });

  test.each([
    [{ Host: { CORS: '*' } }, /^Host\.CORS must not be there: The API answers CORS itself/],
    [{ ConnectionStrings: {} }, /^ConnectionStrings must not be there: Nothing reads them/],
    [{ IsEncrypted: true }, /^IsEncrypted must be equal to constant: Encrypted values/],
    [{ Extra: 1 }, /^Extra is not known$/],
  ])('refuses %j', async (more, problem) => {
    const values = { ...(await sampleValues()), ...development };
    const settings = { IsEncrypted: false, Values: values, ...more };
    expect(await problemsIn('localSettings', settings)).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    ['PORT', '7072', / must not be there: .* Host\.LocalHttpPort/],
    ['WEBSITE_SITE_NAME', 'a', / must not be there: Azure sets it/],
    ['AzureFunctionsJobHost__logging__logLevel__default', 'Debug', / there: It changes host\.json/],
    ['FUNCTIONS_WORKER_RUNTIME', 'python', / must be equal to constant: For the host/],
    ['GRAPHQL_INTROSPECTION', true, / must be equal to one of the allowed values: /],
    ['COSMOS_DATABASE', 1, / must be string: /],
    ['JWT_JWKS', undefined, / is missing$/],
    ['COSMOS_ENDPOINT', undefined, / is missing$/],
  ])('refuses %s: %j', async (name, value, problem) => {
    const { [name]: _, ...others } = { ...(await sampleValues()), ...development };
    const values = value === undefined ? others : { ...others, [name]: value };
    const problems = await problemsIn('localSettings', { IsEncrypted: false, Values: values });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).toContain(`Values.${name} `);
  });
});
