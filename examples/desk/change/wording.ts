/** What came of a change, in a sentence or two. */
import type { Change, Missed } from '../conflict/missed.ts';
import { listOf, nameOf } from '../values/format.ts';
import type { Refused } from './action.ts';

interface Saved {
  readonly replayed: boolean;
  readonly change: Change;
  readonly missedChanges: readonly Change[];
}

export function sayDone({ replayed, change, missedChanges: changes }: Saved, viewer: string) {
  const what = `you ${change.summary}.`;
  if (replayed) return `Saved once: ${what} It had been sent before, and was done once.`;
  if (changes.length === 0) return `Saved: ${what}`;
  return `Saved: ${what} Meanwhile ${sayMissed({ changes, complete: true }, viewer)}.`;
}

/** "Pete added 2 x espresso machine for 10000.00 USD and Ann set the note". */
export function sayMissed({ changes }: Missed, viewer: string): string {
  return listOf(changes.map((change) => `${subjectOf(change, viewer)} ${change.summary}`));
}

/** The same after "Pete changed this": who it was need not be said again. */
export function sayWhat({ changes }: Missed, viewer: string): string {
  const isOneAuthor = new Set(changes.map(({ by }) => by)).size === 1;
  return isOneAuthor
    ? listOf(changes.map(({ summary }) => summary))
    : sayMissed({ changes, complete: true }, viewer);
}

function subjectOf({ by }: Change, viewer: string): string {
  return by === viewer ? 'you' : nameOf(by);
}

/** What is wrong with the field of that name. */
export function issueOf(name: string, refused: Refused | undefined): string | undefined {
  if (refused?.__typename === 'InvalidInputError') {
    return refused.issues.find(({ path }) => nameOfPath(path) === name)?.message;
  }
  return refused && fieldOf[refused.__typename] === name ? refused.message : undefined;
}

/** What is about no field that the form has. */
export function issuesBeside(
  names: readonly string[],
  refused: Refused | undefined,
): readonly string[] {
  if (refused?.__typename === 'InvalidInputError') {
    return refused.issues
      .filter(({ path }) => !names.includes(nameOfPath(path)))
      .map(({ message }) => message);
  }
  const isBeside = refused && names.includes(fieldOf[refused.__typename] ?? '');
  return refused && !isBeside ? [refused.message] : [];
}

/** `["input", "line", "quantity"]` is about the field `line.quantity`. */
function nameOfPath(path: readonly string[]): string {
  return path.slice(1).join('.');
}

const fieldOf: Readonly<Record<string, string>> = { InsufficientFundsError: 'amount.amount' };
