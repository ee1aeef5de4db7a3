/** The real Functions host: the `func` in PATH, in a folder that has what `func start` needs. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Why the tests cannot run on it: for the person who asked. */
export class FuncError extends Error {}

export interface Func extends AsyncDisposable {
  /** Without a slash at its end: `http://127.0.0.1:7071/graphql`. */
  readonly url: string;
  /** What it has said so far. */
  readonly log: () => string;
}

export interface FuncOptions {
  readonly folder: string;
  /** 0: any free port. */
  readonly port: number;
  /** They win over those of a local.settings.json. */
  readonly settings: Readonly<Record<string, string>>;
}

export function assertFunc(): void {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, 'func')))) return;
  throw new FuncError(
    'there is no func in PATH: install Azure Functions Core Tools 4, ' +
      'for instance with npm install --global azure-functions-core-tools@4',
  );
}

/** Answers when the function does. One that does not is stopped, and the error has what it said. */
export async function startFunc({ folder, port: wanted, settings }: FuncOptions): Promise<Func> {
  const port = await claimPort(wanted);
  const child = spawn('func', ['start', '--port', String(port)], {
    cwd: folder,
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
  const log: string[] = [];
  child.once('error', (error) => log.push(String(error)));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  }
  const orphaned = () => signalGroup(child, 'SIGKILL');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await waitUntilHealthy(child, url);
  } catch (cause) {
    await stop(child);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FuncError(`${log.join('')}\nin ${folder} ${reason}`, { cause });
  }
  return { url, log: () => log.join(''), [Symbol.asyncDispose]: () => stop(child) };
}

/** Fails where something listens already: it would be tested instead. */
async function claimPort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new FuncError(`port ${wanted} is taken`, { cause });
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : wanted;
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid === undefined || exitCode !== null || signalCode !== null;

async function waitUntilHealthy(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new FuncError('func ended before it answered');
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok === true) return;
    // oxlint-disable-next-line no-await-in-loop -- a host that starts has nothing else to wait for
    await pause(250);
  }
  throw new FuncError('func did not answer /graphql/health within two minutes');
}

async function stop(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit');
    signalGroup(child, 'SIGINT');
    const cutOff = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000);
    await ended;
    clearTimeout(cutOff);
  }
  // What the host may have left behind.
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
