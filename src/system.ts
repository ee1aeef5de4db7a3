/** What a program takes from the machine it runs on, as arguments: a test has its own. */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface System {
  readonly now: () => Date;
  /** Milliseconds from some moment on, which never go backwards: for durations, as `now` may be set. */
  readonly clock: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  /** From 0 to less than 1, for what nobody gains by guessing. */
  readonly random: () => number;
  /** Runs this once after so many milliseconds, unless the function that it returns is called before. */
  readonly timer: (milliseconds: number, run: () => void) => () => void;
  /** Waits, or returns early when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const machine: System = {
  now: () => new Date(),
  clock: () => performance.now(),
  randomBytes,
  random: () => Math.random(),
  timer: (milliseconds, run) => {
    const timeout = setTimeout(run, milliseconds);
    return () => clearTimeout(timeout);
  },
  pause: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
