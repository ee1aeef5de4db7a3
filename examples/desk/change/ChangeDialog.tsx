/** The dialog of a change, in whatever state that is. It is closed while the change is sent: the screen shows it already. */
import type { ReactNode } from 'react';
import { Conflict } from '../conflict/Conflict.tsx';
import type { Fact } from '../conflict/differences.ts';
import { whoChanged } from '../conflict/missed.ts';
import { useViewer } from '../person/viewer.ts';
import { Problem } from '../shell/Problem.tsx';
import { Dialog } from './Dialog.tsx';
import { EditForm } from './EditForm.tsx';
import type { ChangeState } from './state.ts';
import type { Changing } from './useChange.ts';

interface Props<Seen, Entity> {
  readonly changing: Changing<Seen, Entity>;
  readonly noun: string;
  /** What there is to see of it, for a conflict to compare. */
  readonly factsOf?: (entity: Seen) => readonly Fact[];
  /** What others did since the form opened. */
  readonly banner?: ReactNode;
}

export function ChangeDialog<Seen, Entity>(props: Props<Seen, Entity>) {
  const { state, abandon } = props.changing;
  const { subject } = useViewer();
  return (
    <Dialog
      isOpen={state.type !== 'closed' && state.type !== 'sending'}
      part={state.type}
      title={titleOf(state, props.noun, subject)}
      onClose={abandon}
    >
      <Inside {...props} />
    </Dialog>
  );
}

function Inside<Seen, Entity>({ changing, factsOf = () => [], banner }: Props<Seen, Entity>) {
  const { state, send, abandon } = changing;
  switch (state.type) {
    case 'closed':
    case 'sending':
      return null;
    case 'editing':
      return <EditForm state={state} changing={changing} banner={banner} />;
    case 'conflict':
      return <Conflict state={state} changing={changing} factsOf={factsOf} />;
    case 'unknown':
    case 'failed':
      return (
        <>
          <p>
            {state.type === 'unknown'
              ? 'Nobody knows yet whether it was saved. Trying again settles that: it is saved once at most.'
              : 'It was not saved.'}
          </p>
          <Problem error={state.error} again={() => send(state.form.values)} />
          <button type="button" onClick={abandon}>
            Leave it
          </button>
        </>
      );
  }
}

function titleOf<Seen, Entity>(
  state: ChangeState<Seen, Entity>,
  noun: string,
  viewer: string,
): string {
  if (state.type === 'closed') return '';
  const { action, missed } = state.form;
  return state.type === 'conflict'
    ? `${whoChanged(missed, viewer)} changed this ${noun} while you were looking`
    : action.title;
}
