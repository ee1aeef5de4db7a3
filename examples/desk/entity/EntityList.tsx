/** The entities of a kind, newest first, and a new one. */
import type { Versioned } from '../change/action.ts';
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { useChange } from '../change/useChange.ts';
import { Heading } from '../navigation/Heading.tsx';
import { useDesk } from '../shell/desk.ts';
import { nameOf } from '../values/format.ts';
import { Ago, Amount, Status } from '../values/Formatted.tsx';
import { ActionBar } from './ActionBar.tsx';
import type { Kind } from './kind.ts';
import { Paged } from './Paged.tsx';

interface Props<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  readonly status: string | undefined;
}

export function EntityList<Entity extends Versioned>({ kind, status: asked }: Props<Entity>) {
  const { noun, create, statuses } = kind;
  const { href } = useDesk();
  const status = statuses?.find((status) => status === asked);
  const changing = useChange<undefined>({
    subject: `new ${noun}`,
    seen: undefined,
    actions: [create],
    onDone: (_current, id) => location.assign(href({ kind: noun, id })),
  });
  return (
    <main className="page">
      <Heading title={noun === 'order' ? 'Orders' : 'Accounts'} />
      <div className="bar">
        {statuses && (
          <label>
            Status{' '}
            <select
              value={status ?? ''}
              onChange={({ target }) => location.assign(href({ kind: noun, status: target.value }))}
            >
              <option value="">all</option>
              {statuses.map((status) => (
                <option key={status} value={status}>
                  {status.toLowerCase()}
                </option>
              ))}
            </select>
          </label>
        )}
        <ActionBar actions={[create]} entity={undefined} changing={changing} />
      </div>
      <Paged
        key={status}
        className="list"
        document={kind.list}
        variablesOf={(after) => ({ after, filter: status && { status } })}
        connectionOf={({ entities }) => entities}
        keyOf={({ id }) => id}
        nothing={`There are no ${noun}s.`}
        row={(entity) => (
          <a className="card row" href={href({ kind: noun, id: entity.id })}>
            <strong>{kind.ownerOf(entity)}</strong>
            <Status of={entity.status} />
            <Amount of={kind.amountOf(entity)} />
            <span className="quiet">
              {nameOf(entity.updatedBy)}, <Ago at={entity.updatedAt} />
            </span>
          </a>
        )}
      />
      <ChangeDialog noun={noun} changing={changing} />
    </main>
  );
}
