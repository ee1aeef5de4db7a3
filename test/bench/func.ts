/** From `func start` on the package to the first authenticated answer, where a `func` is in PATH. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAzurite } from '../../src/local/azurite.ts';
import { buildPackage } from '../../src/deploy/bundle/package.ts';
import { assertFunc, FuncError, startFunc } from '../support/processes/func.ts';
import { bodyOf, type Call, isAsExpected } from './calls.ts';
import { startSink } from './sink.ts';

export interface FuncOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly authorization: string;
  readonly call: Call;
  readonly rounds: number;
  readonly progress: (line: string) => void;
}

export interface FuncResults {
  readonly milliseconds: readonly number[];
  readonly skipped: readonly string[];
}

export async function measureFunc(options: FuncOptions): Promise<FuncResults> {
  try {
    assertFunc();
  } catch (error) {
    if (!(error instanceof FuncError)) throw error;
    const skipped = ['func start: there is no func in PATH on this machine'];
    options.progress(`cold: without ${skipped[0]}`);
    return { milliseconds: [], skipped };
  }
  await using running = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'bench-func-'));
  running.defer(() => rm(folder, { recursive: true, force: true }));
  await buildPackage(folder);
  const azurite = running.use(await startAzurite({ blob: 0, queue: 0, table: 0 }));
  const settings = { ...options.settings, AzureWebJobsStorage: azurite.connectionString };
  const milliseconds: number[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    milliseconds.push(await startOnce(folder, { ...options, settings }));
    options.progress(`cold: func start ${round} of ${options.rounds}`);
  }
  return { milliseconds, skipped: [] };
}

async function startOnce(folder: string, { settings, authorization, call }: FuncOptions) {
  const port = await freePort();
  const body = bodyOf(call, 'query');
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    return { status: answer.status, text: await answer.text() };
  };
  const began = performance.now();
  const starting = startFunc({ folder, port, settings });
  let ended = false;
  const over = () => {
    ended = true;
  };
  starting.catch(over);
  for (;;) {
    const reply = await ask().catch(() => undefined);
    if (reply && isAsExpected(reply, { text: '"__typename":"Account"', times: 1 })) break;
    if (ended) break;
    await pause(5);
  }
  const wall = performance.now() - began;
  await (await starting)[Symbol.asyncDispose]();
  return wall;
}

async function freePort(): Promise<number> {
  await using sink = await startSink();
  return Number(new URL(sink.endpoint).port);
}
