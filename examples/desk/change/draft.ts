/** The form that is open, kept in the tab's session: a reload brings it back as it was. */
import type { Missed } from '../conflict/missed.ts';
import type { Values } from './action.ts';

export interface Draft<Seen> {
  readonly action: string;
  /** What the person saw when the form opened. */
  readonly seen: Seen;
  readonly values: Values;
  readonly missed: Missed;
}

export function readDraft<Seen>(key: string): Draft<Seen> | undefined {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : (JSON.parse(text) as Draft<Seen>); // as it was written
}

export function writeDraft<Seen>(key: string, draft: Draft<Seen>): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // There is no room for it: a reload forgets the form.
  }
}
