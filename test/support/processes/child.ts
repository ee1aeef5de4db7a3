/** A process that tells one thing when it is ready, and ends with the channel to it. */
import { fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';

export interface Child extends AsyncDisposable {
  /** What it told. */
  readonly said: string;
}

export async function startChild(
  script: string | URL,
  options: ForkOptions,
  args: readonly string[] = [],
): Promise<Child> {
  const child = fork(script, args, { execArgv: [], ...options });
  const ended = once(child, 'exit');
  const neverReady = ended.then(() => {
    throw new Error(`${String(script)} ended before it was ready`);
  });
  const [said] = await Promise.race([once(child, 'message'), neverReady]);
  return {
    said: String(said),
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
