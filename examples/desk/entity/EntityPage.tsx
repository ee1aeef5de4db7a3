/** The page of one entity: what it is, what can be done with it, what happened to it. */
import { useState } from 'react';
import type { Versioned } from '../change/action.ts';
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { suggestions } from '../change/suggestions.ts';
import { type Changing, useChange } from '../change/useChange.ts';
import { ChangedBanner } from '../conflict/ChangedBanner.tsx';
import { ChangeLine } from '../conflict/ChangeLine.tsx';
import { useChangesSince } from '../conflict/useChangesSince.ts';
import { Heading } from '../navigation/Heading.tsx';
import { readAnew, useDesk } from '../shell/desk.ts';
import { Problem } from '../shell/Problem.tsx';
import { useAnswer } from '../shell/useAnswer.ts';
import { Amount, Status } from '../values/Formatted.tsx';
import { ActionBar } from './ActionBar.tsx';
import type { Kind } from './kind.ts';
import { Paged } from './Paged.tsx';

interface Props<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  readonly id: string;
}

export function EntityPage<Entity extends Versioned>({ kind, id }: Props<Entity>) {
  const { href } = useDesk();
  const { data, error, again } = useAnswer(kind.byId, { id });
  const entity = data?.entity;
  const noun = kind.noun.charAt(0).toUpperCase() + kind.noun.slice(1);
  return (
    <main className="page">
      <a href={href({ kind: kind.noun })}>{`All ${kind.noun}s`}</a>
      <Heading title={entity ? `${noun} of ${kind.ownerOf(entity)}` : noun} />
      {error && <Problem error={error} again={again} />}
      {entity && <OneEntity kind={kind} read={entity} />}
      {entity === null && !error && <p>There is none, or it is not yours to see.</p>}
    </main>
  );
}

interface EntityProps<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  /** As the page read it. */
  readonly read: Entity;
}

function OneEntity<Entity extends Versioned>({ kind, read }: EntityProps<Entity>) {
  const { byId, actions, partActions = [], Details } = kind;
  const desk = useDesk();
  const [answered, setAnswered] = useState(read);
  // The newest that any answer has shown.
  const entity = answered.version > read.version ? answered : read;
  const change = useChange<Entity>({
    subject: entity.id,
    seen: entity,
    actions: [...actions, ...partActions],
    onDone: setAnswered,
  });
  const { state, shown } = change;
  const { missed, ask } = useChangesSince(
    kind.changesSince,
    state.type === 'editing' ? state.form.seen : entity,
  );
  const changing: Changing<Entity> = {
    ...change,
    open(action, given) {
      ask();
      change.open(action, { ...(desk.isPane && suggestions[action.name]), ...given });
    },
  };

  async function showNewest(): Promise<void> {
    const policy = { requestPolicy: 'network-only' } as const;
    const { data } = await desk.client.query(byId, { id: entity.id }, policy);
    if (!data?.entity) {
      desk.notice.set('The new version could not be read. Try again.');
      return;
    }
    setAnswered(data.entity);
    change.rebase(data.entity);
    // What happened to it is on the screen, too.
    readAnew(desk);
  }

  const banner = <ChangedBanner missed={missed} onShow={() => void showNewest()} />;
  return (
    <>
      <p className="sum">
        <Amount of={kind.amountOf(shown)} /> <Status of={shown.status} />
      </p>
      <ActionBar actions={actions} entity={entity} changing={changing} />
      {Details && <Details entity={entity} shown={shown} changing={changing} />}
      <section>
        <h2>What happened</h2>
        <Paged
          className="changes"
          document={kind.history}
          variablesOf={(after) => ({ id: entity.id, after })}
          connectionOf={(data) => data.entity?.history}
          keyOf={({ version }) => version}
          row={(change) => <ChangeLine change={change} />}
        />
      </section>
      {banner}
      <ChangeDialog noun={kind.noun} changing={changing} factsOf={kind.factsOf} banner={banner} />
    </>
  );
}
