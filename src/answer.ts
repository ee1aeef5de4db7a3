/**
 * What the answer of a request holds, counted while it is made. Lists are as long as the data makes them, and one field
 * may be selected under many names: only here is it known how much it comes to. Whoever computes for too long without
 * waiting for anything is stopped here, too, since no timer gets its turn meanwhile.
 */
import type { FieldNode } from 'graphql';
import { type Fault, outOfTime, tooLarge } from './faults.ts';

const mostValues = 100_000;
const mostBytes = 8_000_000;

const askForLess = 'ask for smaller pages, or for fewer fields at once.';

/** Between two looks at the clock. */
const valuesBetweenLooks = 256;

/** Quotes, colon and comma, or the brackets of an object. */
const punctuation = 4;

export class Answer {
  /** Of the fields that were looked at: the names under which each asks for `__typename`. */
  readonly typeNames = new Map<readonly FieldNode[], ReadonlySet<string>>();
  readonly #isOver: () => boolean;
  #values = 0;
  #bytes = 0;
  #refusal: Fault | undefined;

  constructor(isOver: () => boolean) {
    this.#isOver = isOver;
  }

  /** Throws the same fault again and again once it was too much. */
  assertRoom(): void {
    if (this.#refusal) throw this.#refusal;
  }

  add(name: string, value: unknown): void {
    this.assertRoom();
    this.#values += 1;
    this.#bytes += name.length + punctuation + bytesOf(value);
    if (this.#values % valuesBetweenLooks === 0 && this.#isOver()) this.#refusal = outOfTime();
    if (this.#values > mostValues) {
      this.#refusal = tooLarge(`An answer has at most ${mostValues} values: ${askForLess}`);
    }
    if (this.#bytes > mostBytes) {
      this.#refusal = tooLarge(`An answer has at most ${mostBytes} bytes: ${askForLess}`);
    }
    this.assertRoom();
  }
}

/** Of what lies in an object, each of its fields counts itself. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(JSON.stringify(value));
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + bytesOf(item), 0);
  return punctuation;
}
