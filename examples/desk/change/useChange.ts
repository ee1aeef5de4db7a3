/** One thing that a person changes at a time: the form, its sending, and what came of it. */
import { startTransition, useEffect, useOptimistic, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type Missed, nothingMissed } from '../conflict/missed.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';
import { focusHeading } from '../navigation/Heading.tsx';
import { useViewer } from '../person/viewer.ts';
import { useTell } from '../shell/told.ts';
import type { Action, Answered, Done, Values } from './action.ts';
import { draftsOf } from './draft.ts';
import { after, type Form, type Stage } from './stage.ts';
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
  readonly stage: Stage<Seen, Entity>;
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
  const tell = useTell();
  const viewer = useViewer();
  const key = `${viewer.subject} ${subject}`;
  const drafts = draftsOf<Seen>(key, sessionStorage);
  const [shown, showAtOnce] = useOptimistic(seen);
  const [stage, setStage] = useState<Stage<Seen, Entity>>(restore);
  const isHere = useIsMounted();

  function restore(): Stage<Seen, Entity> {
    const draft = drafts.read();
    const action = actions.find(({ name }) => name === draft?.action);
    if (!draft || !action) return { at: 'closed' };
    const form = begin(action, draft.seen, draft.values, draft.missed);
    return { at: form.attempt.isUnsettled ? 'sending' : 'editing', form };
  }

  // What was sent before a reload: nobody knows what came of it, and nobody has to be asked. It may be on the screen already.
  useEffect(() => {
    if (stage.at === 'sending') run(stage.form, stage.form.attempt.settle, seen);
  }, []);

  useEffect(() => {
    if (stage.at === 'closed') return;
    const { action, seen, values, missed } = stage.form;
    drafts.write({ action: action.name, seen, values, missed });
  }, [stage]);

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
    drafts.remove();
    setStage({ at: 'closed' });
  }

  function run(
    form: Form<Seen, Entity>,
    send: () => Promise<Answered<Entity>>,
    meanwhile: Seen = form.action.preview?.(seen, form.values) ?? seen,
  ): void {
    setStage({ at: 'sending', form });
    tell('Saving…');
    startTransition(async () => {
      showAtOnce(meanwhile);
      const next = after(form, await send());
      if (next.type === 'open') {
        // Whoever has left finds it when they come back: it was kept.
        tell(
          isHere.current ? '' : `“${form.action.label}” was not saved. Go back to it to decide.`,
        );
        setStage(next.stage);
        return;
      }
      close();
      tell(sayDone(next.done, viewer.subject));
      if (!isHere.current) return;
      onDone(next.done);
      focusIfLost();
    });
  }

  return {
    stage,
    shown,
    open(action, values = {}) {
      const form = begin(action, seen, { ...action.initial?.(seen), ...values });
      setStage({ at: 'editing', form });
    },
    edit(values) {
      setStage((now) => (now.at === 'editing' ? { ...now, form: { ...now.form, values } } : now));
    },
    send(values) {
      if (stage.at === 'closed' || stage.at === 'sending') return;
      const form = { ...stage.form, values };
      run(form, () => form.attempt.send(values));
    },
    insist(onConflict) {
      if (stage.at !== 'conflict') return;
      const values = { ...stage.form.values, onConflict };
      const form = { ...stage.form, values };
      run(form, () => form.attempt.insist(values));
    },
    rebase(newer) {
      if (stage.at !== 'editing') return;
      const { action, attempt } = stage.form;
      // The newer version took a while to come: what was typed meanwhile stays, and what was sent meanwhile is left alone.
      setStage((now) =>
        now.at === 'editing' && now.form.attempt === attempt
          ? { at: 'editing', form: begin(action, newer, now.form.values) }
          : now,
      );
    },
    abandon() {
      if (stage.at === 'closed' || stage.at === 'sending') return;
      stage.form.attempt.abandon();
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

/** The button that opened the form may be gone with what it was for. */
function focusIfLost(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) focusHeading();
  });
}
