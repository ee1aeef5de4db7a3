/** A running contender, as the questions ask it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Requests } from '../data/operations.ts';
import type { Done, Work } from './child.ts';
import { type Bundles, type ContenderName, contenders } from './contenders.ts';

export type Instance = ReturnType<typeof startInstance>;

export function startInstance(
  name: ContenderName,
  { entries, child: script }: Bundles,
  settings: Readonly<Record<string, string>>,
) {
  const { bundle, ask, settings: own } = contenders[name];
  // Nothing of this machine's own environment decides what is measured.
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production', ...settings, ...own };
  const child = fork(script, [entries[bundle], bundle], { execArgv: [], env });
  const waiting = new Map<number, (done: Done) => void>();
  let asked = 0;
  child.on('message', ({ id, ...done }: Done & { readonly id: number }) => {
    waiting.get(id)?.(done);
    waiting.delete(id);
  });
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`${name} ended with ${code}`);
  });
  return {
    /** So many requests, some of them at a time. */
    ask: (requests: Requests, count = 1, atATime = 1) => {
      const { document, variables, authorization, expected } = requests;
      const bodies = variables.map((each) => JSON.stringify({ ...ask(document), variables: each }));
      const work: Work = { bodies, count, atATime, authorization, expected };
      asked += 1;
      child.send({ id: asked, ...work });
      return new Promise<Done>((resolve) => waiting.set(asked, resolve));
    },
    [Symbol.asyncDispose]: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
