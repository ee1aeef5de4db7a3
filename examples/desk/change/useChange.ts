/** One thing that a person changes at a time: the form, its sending, and what came of it. */
import { useEffect } from 'react';
import { type Missed, nothingMissed } from '../conflict/missed.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';
import { readAnew, useDesk } from '../shell/desk.ts';
import { keepInTab } from '../shell/session.ts';
import { createStore, type Store, useStore } from '../shell/store.ts';
import type { Action, Answered, Attempt, Values } from './action.ts';
import { type ChangeState, type Form, stateAfter } from './state.ts';
import { sayDone } from './wording.ts';

/** The form that is open, kept in the tab: a reload brings it back as it was. */
type Draft<Seen> = Pick<Form<Seen>, 'seen' | 'values' | 'missed'> & { readonly action: string };

interface Options<Seen> {
  /** Names the form in the session: what is changed, or what is created. */
  readonly subject: string;
  /** What is on the screen. */
  readonly seen: Seen;
  readonly actions: readonly Action<Seen>[];
  readonly onDone: (current: Seen, id: string) => void;
}

export interface Changing<Seen> {
  readonly state: ChangeState<Seen>;
  /** What is on the screen, with what is being sent already in it. */
  readonly shown: Seen;
  readonly open: (action: Action<Seen>, values?: Values) => void;
  readonly edit: (values: Values) => void;
  readonly send: (values: Values) => void;
  readonly insist: (onConflict: ConflictPolicy) => void;
  /** Has the form that is open now start from a newer version, if nothing was sent of it by then. */
  readonly rebase: (newer: Seen) => void;
  readonly abandon: () => void;
}

export function useChange<Seen>({ subject, seen, actions, onDone }: Options<Seen>): Changing<Seen> {
  const desk = useDesk();
  const { client, viewer } = desk;
  // Two people at two desks of one tab have one session.
  const key = `${viewer.subject} ${subject}`;
  const draftKey = `form ${key}`;
  const change = changeOf();
  const state = useStore(change);

  function changeOf(): Store<ChangeState<Seen>> {
    const known = desk.changes.get(key) ?? createStore(restore());
    desk.changes.set(key, known);
    return known as Store<ChangeState<Seen>>; // as it was put there
  }

  function restore(): ChangeState<Seen> {
    const text = sessionStorage.getItem(draftKey);
    const draft = text === null ? undefined : (JSON.parse(text) as Draft<Seen>); // as it was written
    const action = actions.find(({ name }) => name === draft?.action);
    if (!draft || !action) return { type: 'closed' };
    const form = begin(action, draft.seen, draft.values, draft.missed);
    return { type: form.attempt.isUnsettled ? 'unsettled' : 'editing', form };
  }

  // Nobody has to be asked. It may be on the screen already.
  useEffect(() => {
    const now = change.get();
    if (now.type === 'unsettled') void run(now.form, () => now.form.attempt.send(), seen);
  }, []);

  function begin(
    action: Action<Seen>,
    seen: Seen,
    values: Values,
    missed: Missed = nothingMissed,
  ): Form<Seen> {
    const attempt = action.begin(client, seen, values, `${key} ${action.name}`);
    return { action, attempt, seen, values, missed };
  }

  function become(next: ChangeState<Seen>): void {
    change.set(next);
    if (next.type === 'closed') {
      sessionStorage.removeItem(draftKey);
    } else {
      const { action, seen, values, missed } = next.form;
      const draft: Draft<Seen> = { action: action.name, seen, values, missed };
      keepInTab(draftKey, JSON.stringify(draft));
    }
  }

  async function run(
    form: Form<Seen>,
    send: () => Promise<Answered<Seen>>,
    shown: Seen = form.action.preview?.(seen, form.values) ?? seen,
  ): Promise<void> {
    const { action, attempt } = form;
    become({ type: 'sending', form, shown });
    desk.notice.set('Saving…');
    const outcome = await send().catch(() => notKept(attempt));
    if (outcome.type === 'done') {
      become({ type: 'closed' });
      desk.notice.set(sayDone(outcome.result, viewer.subject));
      // An answer may come when the person is on another page by now.
      const { current } = outcome.result;
      if (change.isWatched()) onDone(current, current.id);
      return;
    }
    become(stateAfter(form, outcome));
    // Whoever has left finds it when they come back.
    const away = `“${action.label}” is not settled: go back to it to decide.`;
    desk.notice.set(change.isWatched() ? '' : away);
    if (outcome.type === 'refused') readAnew(desk);
  }

  return {
    state,
    shown: state.type === 'sending' ? state.shown : seen,
    open(action, given = {}) {
      const values = { ...action.initial?.(seen, given), ...given };
      become({ type: 'editing', form: begin(action, seen, values) });
    },
    edit(values) {
      const now = change.get();
      if (now.type === 'editing') become({ ...now, form: { ...now.form, values } });
    },
    send(values) {
      const now = change.get();
      if (now.type !== 'editing' && now.type !== 'unknown') return;
      const form = { ...now.form, values };
      void run(form, () => form.attempt.send(values));
    },
    insist(onConflict) {
      const now = change.get();
      if (now.type !== 'conflict') return;
      const values = { ...now.form.values, onConflict };
      const form = { ...now.form, values };
      void run(form, () => form.attempt.insist(values));
    },
    rebase(newer) {
      // The newer version took a while to come: what was typed meanwhile stays, and what was sent meanwhile is left alone.
      const now = change.get();
      if (now.type !== 'editing' || state.type !== 'editing') return;
      if (now.form.attempt !== state.form.attempt) return;
      const values = { ...now.form.values, ...untouched(now.form, newer) };
      become({ type: 'editing', form: begin(now.form.action, newer, values) });
    },
    abandon() {
      const now = change.get();
      if (now.type === 'closed' || now.type === 'sending') return;
      now.form.attempt.abandon();
      become({ type: 'closed' });
      if (now.type !== 'unknown') return;
      desk.notice.set('It may have been saved: see what happened.');
      readAnew(desk);
    },
  };
}

/** What stands in the form because of what was seen, as the newer version has it: what the person wrote stays. */
function untouched<Seen>({ action, seen, values }: Form<Seen>, newer: Seen): Values {
  const initial = action.initial?.(seen, values) ?? {};
  const now = Object.entries(action.initial?.(newer, values) ?? {});
  return Object.fromEntries(now.filter(([name]) => values[name] === initial[name]));
}

/** What the browser does not keep is not sent: a reload would forget it. */
function notKept<Seen>({ isUnsettled }: Attempt<Seen>): Answered<Seen> {
  const error = new Error('The browser could not keep it, so it was not sent.');
  return { type: isUnsettled ? 'unknown' : 'failed', error };
}
