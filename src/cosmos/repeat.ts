/** Sends again what writes nothing: after a broken connection at once, after two writes have met in a while. */
import { outOfTime } from '../faults.ts';
import { Failure, unreachable } from './outcome.ts';

/** Waits, or returns early when the signal aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const mostBrokenAttempts = 3;

/** In milliseconds, 1 s in all: between asking and asking again. */
export const shortPauses: readonly number[] = [10, 20, 40, 80, 150, 300, 400];

/** Ends with an answer, or with a failure that is one: not `Busy`, and not `Unknown`. */
export async function repeat<Answer extends object>(
  send: () => Promise<Answer | Failure>,
  signal: AbortSignal,
  pause: Pause,
): Promise<Answer | Failure> {
  const pauses = shortPauses.values();
  for (let broken = 0; ;) {
    const answer = await send();
    if (!(answer instanceof Failure)) return answer;
    if (answer.type === 'Busy') {
      const next = pauses.next();
      if (next.done) throw unreachable(answer.cause);
      await pause(next.value, signal);
    } else if (answer.type === 'Unknown') {
      if (signal.aborted) throw outOfTime(answer.cause);
      broken += 1;
      if (broken === mostBrokenAttempts) throw unreachable(answer.cause);
    } else {
      return answer;
    }
  }
}
