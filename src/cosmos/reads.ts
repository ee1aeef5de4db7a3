/**
 * The reads of one request, each of which sees at least what the session asks for. A replica that has not got that yet
 * gets a while to catch up: once for all reads of the request together. After that each asks its primary, which has every
 * write that anybody was told of: a session token of a client that asks for more is of another life of the database, or
 * made up, and goes no further.
 */
import pLimit from 'p-limit';
import type { Etag } from '../versioned/change.ts';
import type { Calls, Located } from './calls.ts';
import { LoggableError } from '../loggableError.ts';
import { Failure, unreachable } from './outcome.ts';
import { type Pause, repeat, shortPauses } from './repeat.ts';
import type { SessionTokens } from './sessionToken.ts';

/** Of the form that Cosmos DB gives, and of no version: a replace under it writes nothing, and the primary answers it. */
export const impossibleEtag = '"00000000-0000-0000-0000-000000000000"' as Etag;

/** So that a token which no replica can serve comes to light before all have sent it. */
const mostAtOnce = 32;

/** A page of one may have 4 MB: what is too much comes to light before all have sent theirs. */
const mostListsAtOnce = 4;

/** One read, pinned by a session token. */
type Send<Answer> = (sessionToken: string | undefined) => Promise<Answer | Failure>;

export class Reads {
  readonly #calls: Calls;
  readonly #tokens: SessionTokens;
  readonly #signal: AbortSignal;
  readonly #pause: Pause;
  readonly #inTurn = pLimit(mostAtOnce);
  readonly #listsInTurn = pLimit(mostListsAtOnce);
  readonly #pauses = shortPauses.values();
  #pausing: Promise<void> | undefined;
  /** Containers with a replica that stayed behind its primary for all that while. */
  readonly #lagging = new Set<string>();

  constructor(calls: Calls, tokens: SessionTokens, signal: AbortSignal, pause: Pause) {
    this.#calls = calls;
    this.#tokens = tokens;
    this.#signal = signal;
    this.#pause = pause;
  }

  /** What lies in the logical partition of `at`, whose primary can be asked. `undefined`: it is not there. */
  one<Answer extends object>(
    container: string,
    at: Located,
    send: Send<Answer>,
  ): Promise<Answer | undefined> {
    return this.#inTurn(async () => {
      const answer = await this.#caughtUp(container, send);
      const caughtUp = isBehind(answer)
        ? await this.#byPrimary(container, at, send, answer)
        : answer;
      return found(container, caughtUp);
    });
  }

  /** What may lie in any partition: there is no primary to ask. The client repeats it without what it asked for. */
  many<Answer extends object>(container: string, send: Send<Answer>): Promise<Answer> {
    return this.#listsInTurn(async () => {
      const answer = await this.#caughtUp(container, send);
      if (isBehind(answer)) {
        this.#tokens.takeBack(container);
        throw unreachable(answer.cause);
      }
      return found(container, answer) ?? unexpected(container, 'Absent');
    });
  }

  /** Writes nothing. What it learns replaces what the client brought of the same partitions. */
  async askPrimary(container: string, at: Located): Promise<'Present' | 'Absent'> {
    const answer = await this.#repeat(() => this.#calls.replace(container, at, impossibleEtag));
    if (!(answer instanceof Failure)) unexpected(container, 'a replace under no etag was done');
    if (answer.type === 'Lost') return 'Present';
    if (answer.type === 'Absent') return 'Absent';
    throw unreachable(answer.cause);
  }

  #repeat<Answer extends object>(send: () => Promise<Answer | Failure>) {
    return repeat(send, this.#signal, this.#pause);
  }

  async #caughtUp<Answer extends object>(container: string, send: Send<Answer>) {
    for (;;) {
      const answer = await this.#repeat(() => send(this.#tokens.of(container)));
      if (!isBehind(answer) || !(await this.#wait())) return answer;
    }
  }

  /** Together with all reads that wait; false once the time for it is over. */
  async #wait(): Promise<boolean> {
    if (!this.#pausing) {
      const next = this.#pauses.next();
      if (next.done) return false;
      this.#pausing = this.#pause(next.value, this.#signal).finally(() => {
        this.#pausing = undefined;
      });
    }
    await this.#pausing;
    return true;
  }

  async #byPrimary<Answer extends object>(
    container: string,
    at: Located,
    send: Send<Answer>,
    { cause }: Failure,
  ): Promise<Answer | Failure> {
    if (this.#lagging.has(container)) throw unreachable(cause);
    await this.askPrimary(container, at);
    const token = this.#tokens.of(container);
    const answer = await this.#repeat(() => send(token));
    if (!isBehind(answer)) return answer;
    // What is left of the client's token is of other partitions, or it is what no replica can serve.
    const primaries = this.#tokens.learned(container);
    if (primaries !== undefined && primaries !== token) {
      const alone = await this.#repeat(() => send(primaries));
      if (!isBehind(alone)) {
        this.#tokens.forget(container);
        return alone;
      }
    }
    this.#lagging.add(container);
    throw unreachable(answer.cause);
  }
}

function isBehind(answer: object): answer is Failure {
  return answer instanceof Failure && answer.type === 'Behind';
}

function found<Answer extends object>(
  container: string,
  answer: Answer | Failure,
): Answer | undefined {
  if (!(answer instanceof Failure)) return answer;
  return answer.type === 'Absent' ? undefined : unexpected(container, answer.type);
}

function unexpected(container: string, what: string): never {
  throw new LoggableError(`the container "${container}" answered what cannot be: ${what}`);
}
