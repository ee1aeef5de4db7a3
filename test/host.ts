/** `npm run test:host`: the end-to-end tests against the bundle on the real Functions host, the `func` in PATH. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { containers } from '../src/cosmos/containers.ts';
import { startAzurite } from '../src/local/azurite.ts';
import { buildBundle } from '../src/local/build.ts';
import { startCosmosDb } from '../src/local/cosmosdb.ts';
import { developmentSettings } from '../src/local/keys.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const database = 'orderdesk';

class HostError extends Error {}

function assertFunc(): void {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, 'func')))) return;
  throw new HostError('there is no func in PATH: install Azure Functions Core Tools 4');
}

function readPort(): number {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new HostError(`--port ${values.port} is no port`);
}

/** Fails where something listens already: it would be tested instead. */
async function claimPort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new HostError(`port ${wanted} is taken`, { cause });
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : wanted;
}

function startFunc(port: number, settings: Readonly<Record<string, string>>) {
  const log: string[] = [];
  const child = spawn('func', ['start', '--port', String(port)], {
    cwd: root,
    env: {
      ...process.env,
      ...settings,
      // The worker runs under the first node in PATH.
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      FUNCTIONS_WORKER_RUNTIME: 'node',
      FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT: '1',
    },
    // A group of its own: the host starts workers, which must not outlive it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.once('error', (error) => log.push(String(error)));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  }
  return { child, log };
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid === undefined || exitCode !== null || signalCode !== null;

async function waitUntilHealthy(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new HostError('func ended before it answered');
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok === true) return;
    // oxlint-disable-next-line no-await-in-loop -- a host that starts has nothing else to wait for
    await pause(250);
  }
  throw new HostError('func did not answer /graphql/health within two minutes');
}

async function stop(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (!hasEnded(child)) {
    const ended = once(child, 'exit');
    signalGroup(pid, 'SIGINT');
    const cutOff = setTimeout(() => signalGroup(pid, 'SIGKILL'), 10_000);
    await ended;
    clearTimeout(cutOff);
  }
  // What the host may have left behind.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

async function runTests(url: string): Promise<number> {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const tests = spawn(process.execPath, [vitest, 'run', 'test/e2e'], {
    cwd: root,
    env: { ...process.env, ORDERDESK_URL: url },
    stdio: 'inherit',
  });
  const [code] = await once(tests, 'exit');
  return code === 0 ? 0 : 1;
}

async function main(running: AsyncDisposableStack): Promise<number> {
  assertFunc();
  const wanted = readPort();
  await buildBundle(join(root, 'dist'));
  const cosmosDb = running.use(await startCosmosDb({ database, containers }));
  const azurite = running.use(await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } }));
  const port = await claimPort(wanted);
  const { child, log } = startFunc(port, {
    ...(await developmentSettings()),
    AzureWebJobsStorage: azurite.connectionString,
    COSMOS_ENDPOINT: cosmosDb.endpoint,
    COSMOS_KEY: cosmosDb.key,
    COSMOS_DATABASE: database,
    GRAPHQL_INTROSPECTION: 'true',
  });
  running.defer(() => stop(child));
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await waitUntilHealthy(child, url);
    console.log(`func answers at ${url}`);
    const code = await runTests(url);
    if (code !== 0) console.error(log.join(''));
    return code;
  } catch (error) {
    console.error(log.join(''));
    throw error;
  }
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
  console.error(error instanceof HostError ? error.message : error);
  process.exitCode = 1;
} finally {
  await running.disposeAsync();
}
