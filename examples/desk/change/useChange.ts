/** One thing that a person changes at a time: the form, its sending, and what came of it. */
import { startTransition, useEffect, useOptimistic, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type Missed, nothingMissed } from '../conflict/missed.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';
import { useViewer } from '../person/viewer.ts';
import { useDesk } from '../shell/desk.ts';
import type { Action, Answered, Done, Values } from './action.ts';
import { readDraft, writeDraft } from './draft.ts';
import { type ChangeState, type Form, stateAfter } from './state.ts';
import { sayDone } from './wording.ts';

interface Options<Seen, Entity> {
  /** Names the form in the session: what is changed, or what is created. */
  readonly subject: string;
  /** What is on the screen. */
  readonly seen: Seen;
  readonly actions: readonly Action<Seen, Entity>[];
  readonly onDone: (done: Done<Entity>) => void;
}

export interface Changing<Seen, Entity> {
  readonly state: ChangeState<Seen, Entity>;
  /** What is on the screen, with what is being sent already in it. */
  readonly shown: Seen;
  readonly open: (action: Action<Seen, Entity>, values?: Values) => void;
  readonly edit: (values: Values) => void;
  readonly send: (values: Values) => void;
  readonly insist: (onConflict: ConflictPolicy) => void;
  /** Has the form that is open now start from a newer version, if nothing was sent of it by then. */
  readonly rebase: (seen: Seen) => void;
  readonly abandon: () => void;
}

export function useChange<Seen, Entity>({
  subject,
  seen,
  actions,
  onDone,
}: Options<Seen, Entity>): Changing<Seen, Entity> {
  const client = useClient();
  const { notice } = useDesk();
  const viewer = useViewer();
  // Two people at two desks of one tab have one session.
  const key = `${viewer.subject} ${subject}`;
  const draftKey = `form ${key}`;
  const [shown, showAtOnce] = useOptimistic(seen);
  const [state, setState] = useState<ChangeState<Seen, Entity>>(restore);
  const isHere = useIsMounted();

  function restore(): ChangeState<Seen, Entity> {
    const draft = readDraft<Seen>(draftKey);
    const action = actions.find(({ name }) => name === draft?.action);
    if (!draft || !action) return { type: 'closed' };
    const form = begin(action, draft.seen, draft.values, draft.missed);
    return { type: form.attempt.isUnsettled ? 'sending' : 'editing', form };
  }

  // What was sent before a reload: nobody knows what came of it, and nobody has to be asked. It may be on the screen already.
  useEffect(() => {
    if (state.type === 'sending') run(state.form, () => state.form.attempt.send(), seen);
  }, []);

  useEffect(() => {
    if (state.type === 'closed') return;
    const { action, seen, values, missed } = state.form;
    writeDraft(draftKey, { action: action.name, seen, values, missed });
  }, [state]);

  function begin(
    action: Action<Seen, Entity>,
    seen: Seen,
    values: Values,
    missed: Missed = nothingMissed,
  ): Form<Seen, Entity> {
    const attempt = action.begin(client, seen, values, {
      store: sessionStorage,
      key: `${key} ${action.name}`,
    });
    return { action, attempt, seen, values, missed };
  }

  function close(): void {
    sessionStorage.removeItem(draftKey);
    setState({ type: 'closed' });
  }

  function run(
    form: Form<Seen, Entity>,
    send: () => Promise<Answered<Entity>>,
    meanwhile: Seen = form.action.preview?.(seen, form.values) ?? seen,
  ): void {
    setState({ type: 'sending', form });
    notice.set('Saving…');
    startTransition(async () => {
      showAtOnce(meanwhile);
      const outcome = await send();
      if (outcome.type !== 'done') {
        setState(stateAfter(form, outcome));
        // Whoever has left finds it when they come back: it was kept.
        const { label } = form.action;
        notice.set(isHere.current ? '' : `“${label}” is not settled: go back to it to decide.`);
        return;
      }
      close();
      notice.set(sayDone(outcome.result, viewer.subject));
      if (!isHere.current) return;
      onDone(outcome.result);
    });
  }

  return {
    state,
    shown,
    open(action, values = {}) {
      const form = begin(action, seen, { ...action.initial?.(seen), ...values });
      setState({ type: 'editing', form });
    },
    edit(values) {
      setState((now) => (now.type === 'editing' ? { ...now, form: { ...now.form, values } } : now));
    },
    send(values) {
      if (state.type === 'closed' || state.type === 'sending') return;
      const form = { ...state.form, values };
      run(form, () => form.attempt.send(values));
    },
    insist(onConflict) {
      if (state.type !== 'conflict') return;
      const values = { ...state.form.values, onConflict };
      const form = { ...state.form, values };
      run(form, () => form.attempt.insist(values));
    },
    rebase(newer) {
      if (state.type !== 'editing') return;
      const { action, attempt } = state.form;
      // The newer version took a while to come: what was typed meanwhile stays, and what was sent meanwhile is left alone.
      setState((now) =>
        now.type === 'editing' && now.form.attempt === attempt
          ? { type: 'editing', form: begin(action, newer, now.form.values) }
          : now,
      );
    },
    abandon() {
      if (state.type === 'closed' || state.type === 'sending') return;
      state.form.attempt.abandon();
      close();
    },
  };
}

/** An answer may come when the person is on another page by now. */
function useIsMounted() {
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}
