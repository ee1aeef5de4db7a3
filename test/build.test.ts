import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBundle } from '../src/local/build.ts';

let root: string;
let directory: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-'));
  directory = join(root, 'dist');
  await buildBundle(directory);
});

afterAll(() => rm(root, { recursive: true }));

async function readAll(from: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(from);
  const read = async (name: string) => [name, await readFile(join(from, name), 'utf8')] as const;
  return new Map(await Promise.all(names.map(read)));
}

/** Loads the bundle as the worker does, in a process with no settings, and sends it one request. */
const script = `
const { loadFunctions } = await import(process.argv[1]);
const served = await loadFunctions(new URL(process.argv[2]));
const { name, route, methods, authLevel, invoke } = served[0];
const logged = [];
const request = { method: 'POST', url: 'http://localhost/graphql', headers: {}, query: {}, params: {} };
const { statusCode, headers, body } = await invoke(request, '', (level, message) => logged.push([level, message]));
const text = Buffer.from(body.bytes).toString();
console.log(JSON.stringify({ count: served.length, name, route, methods, authLevel, statusCode, headers, text, logged }));
`;

async function runBundle() {
  const core = new URL('../src/local/functionsCore.ts', import.meta.url).href;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script, core, pathToFileURL(join(directory, 'graphql.mjs')).href],
    { cwd: root, env: {} },
  );
  return { result: JSON.parse(stdout), stderr };
}

test('the bundle registers the one function, and without settings says what is missing in the log alone', async () => {
  const { result, stderr } = await runBundle();
  expect(result).toMatchObject({
    count: 1,
    name: 'graphql',
    route: 'graphql/{*rest}',
    methods: ['GET', 'POST', 'OPTIONS'],
    authLevel: 'anonymous',
    statusCode: '503',
    headers: { 'content-type': 'application/json', 'retry-after': '30' },
  });
  expect(JSON.parse(result.text)).toEqual({
    errors: [
      {
        message: 'The service is not configured.',
        extensions: { code: 'UNAVAILABLE', retryable: true, traceId: expect.any(String) },
      },
    ],
  });
  expect(stderr).toContain('COSMOS_ENDPOINT');
  expect(stderr).toContain('JWT_ISSUER');
  expect(result.logged).toEqual([['error', expect.stringContaining('COSMOS_ENDPOINT')]]);
});

test('package.json names the bundle as main', async () => {
  const { main } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  expect(main).toBe('dist/graphql.mjs');
});

test('the managed identity is in a file that is loaded on demand', async () => {
  const files = await readAll(directory);
  const holding = [...files].filter(([, text]) => text.includes('IDENTITY_ENDPOINT'));
  expect(holding).toHaveLength(1);
  const [name = ''] = holding[0] ?? [];
  expect(files.get('graphql.mjs')).toContain(`import("./${name}")`);
});

test('what runs on a developer machine alone is not in the bundle', async () => {
  const all = [...(await readAll(directory)).values()].join('\n');
  expect(all).not.toContain('development-key');
  expect(all).not.toContain('YogaGraphiQL.renderYogaGraphiQL(window.document.querySelector');
});

test('the same source makes the same bytes, and nothing is left of the build before', async () => {
  const again = join(root, 'again');
  await buildBundle(again);
  await buildBundle(again);
  expect(await readAll(again)).toEqual(await readAll(directory));
});
