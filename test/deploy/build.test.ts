import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { buildBundle } from '../../src/deploy/bundle/build.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import { headersOf } from '../support/wire.ts';

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
import { format } from 'node:util';
const [worker, host, entry] = process.argv.slice(1);
const { loadEntry } = await import(worker);
const { invoke } = await import(host);
const { functions } = await loadEntry(new URL(entry));
const [[name, { route, methods, authLevel, handler }]] = Object.entries(functions);
const logged = [];
const sent = Buffer.from('{"query":"{ accounts { edges { cursor } } }"}');
const request = { method: 'POST', url: 'http://localhost/graphql', headers: JSON.parse(process.env.HEADERS ?? '{}'), body: { bytes: sent } };
const { TRACEPARENT: traceParent = '' } = process.env;
const answer = await invoke(handler, request, {
  traceContext: { traceParent },
  logHandler: (level, ...line) => logged.push([level, format(...line)]),
});
const { status, headers } = answer;
console.log(JSON.stringify({ count: Object.keys(functions).length, name, route, methods, authLevel, status, headers: Object.fromEntries(headers), text: await answer.text(), logged }));
`;

async function runBundle(env: Readonly<Record<string, string>> = {}) {
  const worker = new URL('../support/processes/worker.ts', import.meta.url).href;
  const host = new URL('../../src/local/host/invoke.ts', import.meta.url).href;
  const entry = pathToFileURL(join(directory, 'graphql.mjs')).href;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script, worker, host, entry],
    { cwd: root, env },
  );
  return { result: JSON.parse(stdout), stderr };
}

test('the bundle registers the one function, and without settings says what is missing in the log alone', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const { result, stderr } = await runBundle({ TRACEPARENT: `00-${traceId}-b7ad6b7169203331-01` });
  expect(result).toMatchObject({
    count: 1,
    name: 'graphql',
    route: 'graphql/{*rest}',
    methods: ['GET', 'POST', 'OPTIONS'],
    authLevel: 'anonymous',
    status: 503,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(result.text)),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'retry-after': '30',
    },
  });
  expect(JSON.parse(result.text)).toEqual({
    errors: [
      {
        message: 'The service is not configured.',
        extensions: { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 30_000, traceId },
      },
    ],
  });
  expect(stderr).toContain('COSMOS_ENDPOINT');
  expect(stderr).toContain('JWT_ISSUER');
  const line = new RegExp(`COSMOS_ENDPOINT[^]*${traceId}`);
  expect(result.logged).toEqual([['error', expect.stringMatching(line)]]);
});

test('package.json names the bundle as main', async () => {
  const { main } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  expect(main).toBe('dist/graphql.mjs');
});

test('the managed identity is in a file that is loaded on demand', async () => {
  const files = await readAll(directory);
  const holding = [...files].filter(([, text]) => text.includes('IDENTITY_ENDPOINT'));
  expect(holding).toHaveLength(1);
  const [name = ''] = holding[0] ?? [];
  expect(files.get('graphql.mjs')).toContain(`import("./${name}")`);
});

test('without a key, the bundle gets the token for its database from the managed identity', async () => {
  const clientId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
  const asked: string[] = [];
  const identity = createServer((request, response) => {
    asked.push(`${String(request.headers['x-identity-header'])} ${request.url}`);
    const token = { access_token: 'e30.e30.e30', expires_on: '4102444800', token_type: 'Bearer' };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(token));
  });
  const port = await listen(identity, 0);
  try {
    const { result } = await runBundle({
      ...(await developmentSettings()),
      // Nobody listens there: the token is asked for before that comes to light.
      COSMOS_ENDPOINT: 'https://127.0.0.1:1/',
      AZURE_CLIENT_ID: clientId,
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`,
      IDENTITY_HEADER: 'secret of the platform',
      HEADERS: JSON.stringify(await headersOf({ tenant: 'identity' })),
    });
    expect(JSON.parse(result.text)).toMatchObject({
      errors: [{ extensions: { code: 'UNAVAILABLE' } }],
    });
  } finally {
    identity.close();
  }
  const [header, url = ''] = asked[0]?.split(' /') ?? [];
  const { searchParams } = new URL(url, 'http://identity/');
  expect(header).toBe('secret of the platform');
  expect(Object.fromEntries(searchParams)).toMatchObject({
    client_id: clientId,
    resource: 'https://127.0.0.1:1',
  });
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

/** A folder as an older build may have left it, which a host may be running. */
async function makeOld(name: string) {
  const old = join(root, name, 'dist');
  await mkdir(join(old, 'folder'), { recursive: true });
  const before = new Map([
    ['graphql.mjs', '// the entry of the build before'],
    ['chunk-OLD.mjs', '// a file that no build makes any more'],
  ]);
  for (const [file, text] of before) await writeFile(join(old, file), text);
  return { old, before };
}

test('whoever reads the bundle while a build replaces it finds the old one or the new one, whole', async () => {
  const { old, before } = await makeOld('running');
  const building = Promise.withResolvers<void>();
  const state = { isBuilding: true };
  void buildBundle(old)
    .finally(() => (state.isBuilding = false))
    .then(() => building.resolve(), building.reject);
  const seen = new Set<string>();
  while (state.isBuilding) {
    // oxlint-disable-next-line no-await-in-loop -- one reader, as often as it can
    seen.add(await readFile(join(old, 'graphql.mjs'), 'utf8'));
  }
  await building.promise;
  const built = await readAll(directory);
  expect([before.get('graphql.mjs'), built.get('graphql.mjs')]).toEqual(
    expect.arrayContaining([...seen]),
  );
  expect(await readAll(old)).toEqual(built);
  expect(await readdir(join(root, 'running'))).toEqual(['dist']);
});

test('a build that fails leaves the bundle as it was, and nothing beside it', async () => {
  const { old } = await makeOld('failing');
  const before = await readdir(old);
  const manifest = join(root, 'failing', 'manifest.json');
  await writeFile(manifest, '{ "sha256:abc": "{ nobody }" }');
  const failed = buildBundle(old, { manifests: [pathToFileURL(manifest)] });
  const told = { message: expect.stringContaining('Cannot query field "nobody"') };
  await expect(failed).rejects.toMatchObject({ cause: told });
  expect(await readdir(old)).toEqual(before);
  expect((await readdir(join(root, 'failing'))).toSorted()).toEqual(['dist', 'manifest.json']);
});

test('the build says how many operations it took of each manifest', async () => {
  const manifest = join(root, 'persisted-documents.json');
  await writeFile(manifest, '{ "sha256:a": "{ viewer { subject } }", "b": "{ __typename }" }');
  const said: string[] = [];
  await buildBundle(join(root, 'counted'), {
    manifests: [pathToFileURL(manifest)],
    say: (line) => said.push(line),
  });
  const ours = ['desk', 'smoke'].map(async (name) => {
    const file = new URL(`../../operations/${name}.json`, import.meta.url);
    const count = Object.keys(JSON.parse(await readFile(file, 'utf8'))).length;
    return `trusted operations of operations/${name}.json: ${count}`;
  });
  expect(said).toEqual([
    ...(await Promise.all(ours)),
    `trusted operations of ${basename(root)}/persisted-documents.json: 2`,
  ]);
});
