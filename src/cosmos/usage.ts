/** What the calls of one request come to, and that they read no more than an instance can bear. */
import { Fault, tooLarge } from '../faults.ts';
import type { Usage } from '../versioned/store.ts';

/** 20 orders of 200 lines of 500 characters, of two UTF-16 units each, are 9 million with their changes. */
const mostRead = 10_000_000;

export class UsageMeter {
  readonly #clock: () => number;
  #calls = 0;
  #requestCharge = 0;
  #throttles = 0;
  #read = 0;
  #ms = 0;
  #underWay = 0;
  #busySince = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** One call of the SDK, with what is made of its answer. */
  async call<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    this.#calls += 1;
    if (this.#underWay === 0) this.#busySince = this.#clock();
    this.#underWay += 1;
    try {
      return await send();
    } catch (error) {
      if (error instanceof Fault && error.code === 'THROTTLED') this.#throttles += 1;
      throw error;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#ms += this.#clock() - this.#busySince;
    }
  }

  charge(requestUnits: unknown): void {
    const charge = Number(requestUnits);
    if (charge > 0) this.#requestCharge += charge;
  }

  /** So many characters came from the database. */
  addRead(characters: number): void {
    this.#read += characters;
  }

  /** Before a read: what is under way already may still come. */
  assertRoom(): void {
    if (this.#read <= mostRead) return;
    throw tooLarge(
      `A request reads at most ${mostRead} characters of the database: ask for smaller pages.`,
    );
  }

  sum(): Usage {
    return {
      calls: this.#calls,
      requestCharge: this.#requestCharge,
      throttles: this.#throttles,
      ms: this.#ms,
    };
  }
}
