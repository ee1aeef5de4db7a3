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
  return `Saved: ${what} Meanwhile ${sayWho(changes, viewer)}.`;
}

/** After "Pete changed this": who it was is said again only where there were several. */
export function sayWhat({ changes }: Missed, viewer: string): string {
  const isOneAuthor = new Set(changes.map(({ by }) => by)).size === 1;
  return isOneAuthor ? listOf(changes.map(({ summary }) => summary)) : sayWho(changes, viewer);
}

/** "Pete added 2 x espresso machine for 10000.00 USD and you set the note". */
function sayWho(changes: readonly Change[], viewer: string): string {
  return listOf(
    changes.map(({ by, summary }) => `${by === viewer ? 'you' : nameOf(by)} ${summary}`),
  );
}

interface Issue {
  /** The name of a field, or nothing. */
  readonly about: string;
  readonly message: string;
}

/** What the API said is wrong. */
export function issuesOf(refused: Refused): readonly Issue[] {
  const { __typename, message } = refused;
  if (__typename === 'InvalidInputError') {
    // `["input", "line", "quantity"]` is about the field `line.quantity`.
    return refused.issues.map(({ path, message }) => ({ about: path.slice(1).join('.'), message }));
  }
  return [{ about: __typename === 'InsufficientFundsError' ? 'amount.amount' : '', message }];
}
