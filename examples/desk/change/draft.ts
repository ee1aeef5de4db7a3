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

export interface Drafts<Seen> {
  readonly read: () => Draft<Seen> | undefined;
  readonly write: (draft: Draft<Seen>) => void;
  readonly remove: () => void;
}

/** `subject` says whose form it is, and about what: two people at two desks of one tab have one session. */
export function draftsOf<Seen>(subject: string, store: Storage): Drafts<Seen> {
  const key = `form ${subject}`;
  return {
    read() {
      const text = store.getItem(key);
      return text === null ? undefined : (JSON.parse(text) as Draft<Seen>); // as it was written
    },
    write: (draft) => store.setItem(key, JSON.stringify(draft)),
    remove: () => store.removeItem(key),
  };
}

export function valuesOf(form: HTMLFormElement): Values {
  const entries = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as Values; // there are no files
}
