/** The dialog of a change, in whatever state that is. It is closed while the change is sent: the screen shows it already. */
import type { ReactNode } from 'react';
import { Conflict } from '../conflict/Conflict.tsx';
import type { Fact } from '../conflict/differences.ts';
import { whoChanged } from '../conflict/missed.ts';
import { useDesk } from '../shell/desk.ts';
import { Problem } from '../shell/Problem.tsx';
import type { Versioned } from './action.ts';
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

export function ChangeDialog<Seen extends Versioned | undefined, Entity>(
  props: Props<Seen, Entity>,
) {
  const { state, abandon } = props.changing;
  const { subject } = useDesk().viewer;
  return (
    <Dialog
      isOpen={['editing', 'conflict', 'unknown'].includes(state.type)}
      part={state.type}
      title={titleOf(state, props.noun, subject)}
      onClose={abandon}
    >
      <Inside {...props} />
    </Dialog>
  );
}

function Inside<Seen extends Versioned | undefined, Entity>({
  changing,
  factsOf = () => [],
  banner,
}: Props<Seen, Entity>) {
  const { state, send, abandon } = changing;
  switch (state.type) {
    case 'closed':
    case 'unsettled':
    case 'sending':
      return null;
    case 'editing':
      return (
        <EditForm
          // What was never typed in is as the version has it that the form starts from.
          key={state.form.seen?.etag}
          state={state}
          changing={changing}
          banner={banner}
        />
      );
    case 'conflict':
      return <Conflict state={state} changing={changing} factsOf={factsOf} />;
    case 'unknown':
      return (
        <>
          <p>
            Nobody knows yet whether it was saved. Trying again settles that: it is saved once at
            most.
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
