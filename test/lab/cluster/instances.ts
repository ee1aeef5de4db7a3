/** The instances: processes that may be killed at any moment, and come back on another port. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { emulatorKey } from '../../../src/local/cosmosdb/server.ts';

export interface InstanceOptions {
  readonly number: number;
  readonly seed: number;
  /** Of its proxy. */
  readonly cosmosEndpoint: string;
  readonly database: string;
  readonly deadlineMs: number;
  /** How far its clock is ahead. */
  readonly clockMs: number;
  /** Where a process leaves its compiled code for the next one. */
  readonly compileCache: string;
}

export interface Instance extends AsyncDisposable {
  readonly number: number;
  /** Connections to the process as it is now; undefined while it is down. */
  readonly pool: () => Pool | undefined;
  /** `kill -9`, and a new process after a while. */
  readonly kill: (downMs: number) => Promise<void>;
  /** Resolves when it is not down, or coming back. */
  readonly up: () => Promise<void>;
  /** How often it ended without having been killed. */
  readonly crashes: () => number;
  /** The last that it wrote to stderr. */
  readonly errors: () => readonly string[];
  readonly close: () => Promise<void>;
}

interface Process {
  readonly child: ChildProcess;
  readonly pool: Pool;
}

const mostErrors = 200;

export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const errors: string[] = [];
  let incarnation = 0;
  let crashes = 0;
  let running: Process | undefined;
  let restarting: Promise<void> = Promise.resolve();
  let closed = false;

  async function start(): Promise<void> {
    incarnation += 1;
    const child = fork(new URL('./instance.ts', import.meta.url), [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: environmentOf(options, incarnation),
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors.push(...text.split('\n').filter((line) => line !== ''));
      errors.splice(0, errors.length - mostErrors);
    });
    const [url] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error(`instance ${options.number} did not start:\n${errors.join('\n')}`);
      }),
    ]);
    const started = { child, pool: new Pool(String(url)) };
    child.once('exit', () => {
      if (running !== started) return;
      crashes += 1;
      running = undefined;
      restarting = start();
    });
    running = started;
  }

  async function end(): Promise<void> {
    const ended = running;
    running = undefined;
    if (!ended) return;
    ended.child.kill('SIGKILL');
    await Promise.all([once(ended.child, 'exit'), ended.pool.destroy()]);
  }

  async function restart(downMs: number): Promise<void> {
    await end();
    await setTimeout(downMs);
    if (!closed) await start();
  }

  async function close(): Promise<void> {
    closed = true;
    await restarting;
    await end();
  }

  await start();
  return {
    number: options.number,
    pool: () => running?.pool,
    kill: (downMs) => {
      if (running && !closed) restarting = restart(downMs);
      return restarting;
    },
    up: () => restarting,
    crashes: () => crashes,
    errors: () => errors,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function environmentOf(options: InstanceOptions, incarnation: number): NodeJS.ProcessEnv {
  const { number, seed, cosmosEndpoint, database, deadlineMs, clockMs, compileCache } = options;
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: compileCache,
    COSMOS_ENDPOINT: cosmosEndpoint,
    COSMOS_KEY: emulatorKey,
    COSMOS_DATABASE: database,
    REQUEST_DEADLINE_MS: String(deadlineMs),
    LAB_SEED: String(seed),
    // A restarted instance must not draw the numbers of its first life again.
    LAB_NAME: `instance ${number}, life ${incarnation}`,
    LAB_CLOCK_MS: String(clockMs),
  };
}
