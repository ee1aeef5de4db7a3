/** The dialog of a change, in whatever stage it is. It is closed while the change is sent: the screen shows it already. */
import type { ReactNode } from 'react';
import { Conflict } from '../conflict/Conflict.tsx';
import type { Fact } from '../conflict/differences.ts';
import { whoChanged } from '../conflict/missed.ts';
import { useViewer } from '../person/viewer.ts';
import { Problem } from '../shell/Problem.tsx';
import { Dialog } from './Dialog.tsx';
import { EditForm } from './EditForm.tsx';
import { isOpen, type Stage } from './stage.ts';
import type { Changing } from './useChange.ts';

interface Props<Seen, Entity> {
  readonly changing: Changing<Seen, Entity>;
  readonly noun: string;
  /** What there is to see of it, for a conflict to compare. */
  readonly factsOf?: (entity: Seen) => readonly Fact[];
  readonly news?: ReactNode;
}

export function ChangeDialog<Seen, Entity>(props: Props<Seen, Entity>) {
  const { stage, abandon } = props.changing;
  const { subject } = useViewer();
  return (
    <Dialog
      isOpen={isOpen(stage)}
      part={stage.at}
      title={titleOf(stage, props.noun, subject)}
      onClose={abandon}
    >
      <Inside {...props} />
    </Dialog>
  );
}

function Inside<Seen, Entity>({ changing, factsOf = () => [], news }: Props<Seen, Entity>) {
  const { stage, send, abandon } = changing;
  switch (stage.at) {
    case 'closed':
    case 'sending':
      return null;
    case 'editing':
      return <EditForm stage={stage} changing={changing} news={news} />;
    case 'conflict':
      return <Conflict stage={stage} changing={changing} factsOf={factsOf} />;
    case 'unknown':
    case 'failed':
      return (
        <>
          <p>
            {stage.at === 'unknown'
              ? 'Nobody knows yet whether it was saved. Trying again settles that: it is saved once at most.'
              : 'It was not saved.'}
          </p>
          <Problem error={stage.error} again={() => send(stage.form.values)} />
          <button type="button" onClick={abandon}>
            Leave it
          </button>
        </>
      );
  }
}

function titleOf<Seen, Entity>(stage: Stage<Seen, Entity>, noun: string, viewer: string): string {
  if (stage.at === 'closed') return '';
  const { action, missed } = stage.form;
  return stage.at === 'conflict'
    ? `${whoChanged(missed, viewer)} changed this ${noun} while you were looking`
    : action.title;
}
