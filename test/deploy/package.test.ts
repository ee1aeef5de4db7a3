/** What `npm run package` makes, as it lies on Azure: alone. */

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuiltFile } from '../../src/deploy/bundle/build.ts';
import { emulatorKey } from '../../src/local/cosmosdb/server.ts';
import { developmentIssuer } from '../../src/local/keys.ts';
import { buildPackage, largestPackage, sizeOf } from '../../src/deploy/bundle/package.ts';
import { runSmoke } from '../../src/deploy/smoke/steps.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { serve } from '../support/processes/served.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
let temporary: string;
let directory: string;
let files: readonly BuiltFile[];

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'package-'));
  directory = join(temporary, 'dist');
  files = await buildPackage(directory);
});

afterAll(() => rm(temporary, { recursive: true }));

async function readAll(from: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(from, { recursive: true });
  const read = async (name: string) => [name, await readFile(join(from, name), 'utf8')] as const;
  return new Map(await Promise.all(names.sort().map(read)));
}

async function readProject(name: string): Promise<string> {
  return readFile(join(project, name), 'utf8');
}

test('the package is the bundle, host.json, package.json, licences and what not to publish', async () => {
  const names = [...(await readAll(directory)).keys()];
  expect(files.map(({ name }) => name)).toEqual(names);
  expect(names.filter((name) => !name.endsWith('.mjs'))).toEqual([
    '.funcignore',
    'THIRD-PARTY-NOTICES.txt',
    'host.json',
    'package.json',
  ]);
  expect(names).toContain('graphql.mjs');
});

test('package.json names the bundle as main, and nothing to install', async () => {
  const { version } = JSON.parse(await readProject('package.json'));
  expect(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'))).toEqual({
    name: 'order-desk',
    version,
    private: true,
    type: 'module',
    main: 'graphql.mjs',
  });
});

test('host.json is the one that the project runs with', async () => {
  expect((await readAll(directory)).get('host.json')).toBe(await readProject('host.json'));
});

test('azd publishes the folder as it is, with nothing to build on Azure', async () => {
  expect(await readFile(join(directory, '.funcignore'), 'utf8')).toBe('package-lock.json\n');
});

test('the same source makes the same bytes, wherever', async () => {
  const again = join(temporary, 'again');
  await buildPackage(again);
  expect(await readAll(again)).toEqual(await readAll(directory));
});

test('the package is small enough, by the sizes that it is listed with', async () => {
  const all = [...(await readAll(directory)).values()];
  expect(sizeOf(files)).toBe(all.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  expect(sizeOf(files)).toBeLessThan(largestPackage);
});

test('it is made of the function, the schema, src, and the packages that they import', () => {
  const sources = files.flatMap((file) => file.sources);
  expect(sources).toContain('functions/graphql.ts');
  const expected = /^(?:functions|schema|src|node_modules)\//;
  const local = /^src\/local\/|vercel|azurite|vitest|fast-check|render-graphiql/;
  expect(sources.filter((source) => !expected.test(source) || local.test(source))).toEqual([]);
});

test("of the frontend it has the operations' documents alone", async () => {
  const ids = Object.keys(JSON.parse(await readProject('operations/desk.json')));
  expect(ids.length).toBeGreaterThan(0);
  const bundle = await readFile(join(directory, 'graphql.mjs'), 'utf8');
  expect(ids.filter((id) => !bundle.includes(id.replace('sha256:', '')))).toEqual([]);
  expect(files.flatMap(({ sources }) => sources).join(' ')).not.toContain('examples/');
});

test.each([
  ['a development key', 'development-key'],
  ['the development issuer', developmentIssuer],
  ["the emulators' key", emulatorKey],
  ['an emulator', 'cosmosdb-server'],
  ['another emulator', 'azurite'],
  ['a test', 'vitest'],
  ['a page for developers', 'YogaGraphiQL'],
  ['a script from elsewhere', 'unpkg.com'],
  ['what a frontend runs on', 'react-dom'],
  ['a source map', 'sourceMappingURL'],
  ['a path of the machine that built it', project],
])('there is no trace in it of %s', async (_what, trace) => {
  const found = [...(await readAll(directory))].filter(([, text]) => text.includes(trace));
  expect(found.map(([name]) => name)).toEqual([]);
});

test('it keeps the promises of the API with nothing else beside it', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'unpacked-'));
  try {
    await cp(directory, elsewhere, { recursive: true });
    const { main } = JSON.parse(await readFile(join(elsewhere, 'package.json'), 'utf8'));
    await using served = await serve({
      entry: pathToFileURL(join(elsewhere, main)),
      hostJson: pathToFileURL(join(elsewhere, 'host.json')),
      folder: elsewhere,
    });
    const said: string[] = [];
    await runSmoke({
      endpoint: served.endpoint,
      token: await mintToken({ subject: 'ann', tenant: 'smoke', roles: ['Teller'] }, new Date()),
      say: (line) => said.push(line),
    });
    expect(said.at(-1)).toBe('what was written is read');
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

test('published from the project folder, only what runs goes along', async () => {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard'],
    { cwd: project },
  );
  const ignored = (await readProject('.funcignore')).trim().split('\n');
  const published = stdout
    .trim()
    .split('\n')
    .filter((path) => !ignored.some((each) => path === each || path.startsWith(each)));
  expect(published.sort()).toEqual(['.funcignore', 'host.json', 'package.json']);
});
