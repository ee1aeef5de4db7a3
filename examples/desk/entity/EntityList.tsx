/** The entities of a kind, newest first, and a new one. */
import type { ReactNode } from 'react';
import type { Versioned } from '../change/action.ts';
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { useChange } from '../change/useChange.ts';
import type { OrderFilter } from '../gql/graphql.ts';
import { Heading } from '../navigation/Heading.tsx';
import { useHref } from '../navigation/useRoute.ts';
import { nameOf } from '../values/format.ts';
import { Ago, Amount, Status } from '../values/Formatted.tsx';
import { ActionBar } from './ActionBar.tsx';
import type { Kind } from './kind.ts';
import { Paged } from './Paged.tsx';

interface Props<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  readonly filter?: OrderFilter | undefined;
  /** What chooses the filter. */
  readonly children?: ReactNode;
}

export function EntityList<Entity extends Versioned>({ kind, filter, children }: Props<Entity>) {
  const { noun, create } = kind;
  const href = useHref();
  const changing = useChange<undefined, Entity>({
    subject: `new ${noun}`,
    seen: undefined,
    actions: [create],
    onDone: ({ current: { id } }) => location.assign(href({ at: noun, id })),
  });
  return (
    <main className="page">
      <Heading title={noun === 'order' ? 'Orders' : 'Accounts'} />
      <div className="bar">
        {children}
        <ActionBar actions={[create]} entity={undefined} changing={changing} />
      </div>
      <Paged
        key={filter?.status}
        className="list"
        document={kind.list}
        variablesOf={(after) => ({ after, filter })}
        connectionOf={({ entities }) => entities}
        keyOf={({ id }) => id}
        nothing={`There are no ${noun}s.`}
        row={(entity) => (
          <a className="card row" href={href({ at: noun, id: entity.id })}>
            <strong>{kind.customerOf(entity)}</strong>
            <Status of={kind.statusOf(entity)} />
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
