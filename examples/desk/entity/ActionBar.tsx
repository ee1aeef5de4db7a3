/** A button for each thing that the person may do, and that can be done. */
import type { Action } from '../change/action.ts';
import type { Changing } from '../change/useChange.ts';
import { useDesk } from '../shell/desk.ts';

interface Props<Seen> {
  readonly actions: readonly Action<Seen>[];
  /** As it is on the server: what is only being sent takes no button away. */
  readonly entity: Seen;
  readonly changing: Changing<Seen>;
  /** What stands in the form, and is not asked for: the line that it is about. */
  readonly given?: Readonly<Record<string, string>>;
  /** What the buttons are about, where the label alone does not say it. */
  readonly about?: string;
}

export function ActionBar<Seen>({ actions, entity, changing, given, about }: Props<Seen>) {
  const { viewer } = useDesk();
  const isSending = changing.state.type === 'sending';
  const offered = actions.filter(
    ({ permission, isPossible = () => true }) =>
      viewer.permissions.includes(permission) && isPossible(entity),
  );
  if (offered.length === 0) return null;
  return (
    <div className="actions">
      {offered.map((action) => (
        <button
          key={action.name}
          type="button"
          aria-disabled={isSending}
          aria-label={about && `${action.label}: ${about}`}
          onClick={() => {
            if (!isSending) changing.open(action, given);
          }}
        >
          {action.label}
        </button>
      ))}
    </div>
  );
}
