/**
 * `npm run test:host`: the end-to-end tests on the real Functions host, the `func` in PATH: in the project's folder, and
 * on the package alone, unpacked where there is nothing else.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { containers } from '../src/cosmos/containers.ts';
import { startAzurite } from '../src/local/azurite.ts';
import { buildBundle } from '../src/deploy/bundle/build.ts';
import { startCosmosDb } from '../src/local/cosmosdb/server.ts';
import { developmentSettings } from '../src/local/keys.ts';
import { buildPackage } from '../src/deploy/bundle/package.ts';
import { assertFunc, FuncError, type FuncOptions, startFunc } from './support/processes/func.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const database = 'orderdesk';

function readPort(): number {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new FuncError(`--port ${values.port} is no port`);
}

/** Where `func` finds what it runs. */
async function prepareFolders(
  running: AsyncDisposableStack,
): Promise<Readonly<Record<string, string>>> {
  await buildBundle(join(root, 'dist'));
  const alone = await mkdtemp(join(tmpdir(), 'package-alone-'));
  running.defer(() => rm(alone, { recursive: true, force: true }));
  await buildPackage(alone);
  return { "the project's folder": root, 'the package alone': alone };
}

async function startStores(running: AsyncDisposableStack): Promise<Record<string, string>> {
  const cosmosDb = running.use(await startCosmosDb({ database, containers }));
  const azurite = running.use(await startAzurite({ blob: 0, queue: 0, table: 0 }));
  return {
    AzureWebJobsStorage: azurite.connectionString,
    COSMOS_ENDPOINT: cosmosDb.endpoint,
    COSMOS_KEY: cosmosDb.key,
    COSMOS_DATABASE: database,
  };
}

async function runTests(url: string): Promise<boolean> {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const tests = spawn(process.execPath, [vitest, 'run', 'test/e2e'], {
    cwd: root,
    env: { ...process.env, ORDERDESK_URL: url },
    stdio: 'inherit',
  });
  const [code] = await once(tests, 'exit');
  return code === 0;
}

async function runIn(
  name: string,
  options: FuncOptions,
  running: AsyncDisposableStack,
): Promise<boolean> {
  // Of a stack within the other: a signal stops it, too.
  const host = running.use(new AsyncDisposableStack());
  const func = host.use(await startFunc(options));
  console.log(`func in ${name} answers at ${func.url}`);
  const passed = await runTests(func.url);
  if (!passed) console.error(func.log());
  await host.disposeAsync();
  return passed;
}

async function main(running: AsyncDisposableStack): Promise<number> {
  assertFunc();
  const port = readPort();
  const folders = await prepareFolders(running);
  const settings = {
    ...(await developmentSettings()),
    ...(await startStores(running)),
    GRAPHQL_INTROSPECTION: 'true',
  };
  const failed: string[] = [];
  for (const [name, folder] of Object.entries(folders)) {
    // oxlint-disable-next-line no-await-in-loop -- both may be told to use one port
    if (!(await runIn(name, { folder, port, settings }, running))) failed.push(name);
  }
  for (const name of failed) console.error(`tests failed on func in ${name}`);
  return failed.length === 0 ? 0 : 1;
}

const running = new AsyncDisposableStack();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void running.disposeAsync().finally(() => process.exit(1));
  });
}
try {
  process.exitCode = await main(running);
} catch (error) {
  console.error(error instanceof FuncError ? error.message : error);
  process.exitCode = 1;
} finally {
  await running.disposeAsync();
}
