/** For processes that are run with `--expose-gc`. */
import { setImmediate } from 'node:timers/promises';

/** Lets go of all that nothing holds any more. */
export async function collectGarbage(): Promise<void> {
  const { gc } = globalThis;
  if (!gc) throw new Error('run with --expose-gc');
  // What is finalized in one round may let go of what the next one finds.
  for (let round = 0; round < 5; round += 1) {
    await setImmediate();
    gc();
  }
}
