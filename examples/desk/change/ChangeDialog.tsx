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
import type { Changing } from './useChange.ts';

interface Props<Seen> {
  readonly changing: Changing<Seen>;
  readonly noun: string;
  /** What there is to see of it, for a conflict to compare. */
  readonly factsOf?: (entity: Seen) => readonly Fact[];
  /** What others did since the form opened. */
  readonly banner?: ReactNode;
}

export function ChangeDialog<Seen extends Versioned | undefined>({
  changing,
  noun,
  factsOf = () => [],
  banner,
}: Props<Seen>) {
  const { state, send, abandon } = changing;
  const { subject } = useDesk().viewer;
  const isOpen = state.type === 'editing' || state.type === 'conflict' || state.type === 'unknown';
  let title = isOpen ? state.form.action.title : '';
  if (state.type === 'conflict') {
    title = `${whoChanged(state.form.missed, subject)} changed this ${noun} while you were looking`;
  }
  return (
    <Dialog isOpen={isOpen} part={state.type} title={title} onClose={abandon}>
      {state.type === 'editing' && (
        <EditForm
          // Its fields are made anew where it starts from a newer version.
          key={state.form.seen?.etag}
          state={state}
          changing={changing}
          banner={banner}
        />
      )}
      {state.type === 'conflict' && (
        <Conflict state={state} changing={changing} factsOf={factsOf} />
      )}
      {state.type === 'unknown' && (
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
      )}
    </Dialog>
  );
}
