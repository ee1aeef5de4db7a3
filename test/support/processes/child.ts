/** A process that tells one thing when it is ready, and ends with the channel to it. */
import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';

export interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
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
  // From now on its end is nobody's surprise.
  neverReady.catch(() => undefined);
  return {
    process: child,
    said: String(said),
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
