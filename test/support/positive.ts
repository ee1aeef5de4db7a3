/** Reads a number that a command of the tests is given. */
import { UsageError } from '../../src/local/script.ts';

export function positive(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} ${text} is no number from 1`);
}
