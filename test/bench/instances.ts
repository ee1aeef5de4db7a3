/** Processes that do batches for us: one contender each. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type {
  Answer,
  BatchResult,
  BatchWork,
  ContendResult,
  ContendWork,
} from './children/messages.ts';
import type { Style } from './calls.ts';

export interface Contender {
  readonly name: string;
  readonly entry: string;
  readonly style: Style;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Instance extends AsyncDisposable {
  readonly batch: (work: Omit<BatchWork, 'type' | 'style'>) => Promise<BatchResult>;
  readonly contend: (work: Omit<ContendWork, 'type'>) => Promise<ContendResult>;
}

/** Nothing of this machine's own environment decides what is measured. */
export function environmentOf(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], NODE_ENV: 'production', ...settings };
}

export async function startInstance({
  name,
  entry,
  style,
  settings,
}: Contender): Promise<Instance> {
  const child = fork(new URL('./children/instance.ts', import.meta.url), {
    execArgv: [],
    env: { ...environmentOf(settings), BENCH_ENTRY: entry, BENCH_STYLE: style },
  });
  const next = async () => {
    const answer = await nextAnswer(child, name);
    if (answer.type === 'failed') throw new Error(`${name}: ${answer.message}`);
    return answer;
  };
  await next();
  return {
    batch: async (work) => {
      child.send({ type: 'batch', style, ...work });
      const answer = await next();
      return answer.type === 'batch' ? answer : mixedUp(name);
    },
    contend: async (work) => {
      child.send({ type: 'contend', ...work });
      const answer = await next();
      return answer.type === 'contend' ? answer : mixedUp(name);
    },
    [Symbol.asyncDispose]: async () => {
      if (!child.connected) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

async function nextAnswer(child: ChildProcess, name: string): Promise<Answer> {
  const listening = new AbortController();
  const { signal } = listening;
  const message = once(child, 'message', { signal });
  const exit = once(child, 'exit', { signal });
  // One of the two is left when the other has come.
  message.catch(() => undefined);
  exit.catch(() => undefined);
  try {
    const [answer] = await Promise.race([
      message,
      exit.then(([code]) => {
        throw new Error(`${name} ended with the code ${code}`);
      }),
    ]);
    return answer as Answer; // what children/instance.ts sends
  } finally {
    listening.abort();
  }
}

function mixedUp(name: string): never {
  throw new Error(`${name} answered something else than it was asked`);
}
