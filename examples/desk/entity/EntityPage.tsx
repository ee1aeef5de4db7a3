/** The page of one entity: what it is, what can be done with it, what happened to it. */
import type { Versioned } from '../change/action.ts';
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { ChangedBanner } from '../conflict/ChangedBanner.tsx';
import { Heading } from '../navigation/Heading.tsx';
import { useHref } from '../navigation/useRoute.ts';
import { Problem } from '../shell/Problem.tsx';
import { useAnswer } from '../shell/useAnswer.ts';
import { Amount, Status } from '../values/Formatted.tsx';
import { ActionBar } from './ActionBar.tsx';
import { HistoryLine } from './HistoryLine.tsx';
import type { Kind } from './kind.ts';
import { Paged } from './Paged.tsx';
import { useEntity } from './useEntity.ts';

interface Props<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  readonly id: string;
}

export function EntityPage<Entity extends Versioned>({ kind, id }: Props<Entity>) {
  const href = useHref();
  const { data, error, again } = useAnswer(kind.byId, { id });
  const entity = data?.entity;
  const noun = kind.noun.charAt(0).toUpperCase() + kind.noun.slice(1);
  return (
    <main className="page">
      <a href={href({ at: `${kind.noun}s` })}>{`All ${kind.noun}s`}</a>
      <Heading title={entity ? `${noun} of ${kind.customerOf(entity)}` : noun} />
      {error && <Problem error={error} again={again} />}
      {entity && <Present kind={kind} cached={entity} />}
      {entity === null && !error && <p>There is none, or it is not yours to see.</p>}
    </main>
  );
}

interface PresentProps<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  readonly cached: Entity;
}

function Present<Entity extends Versioned>({ kind, cached }: PresentProps<Entity>) {
  const { entity, shown, missed, changing, showNewest } = useEntity(kind, cached);
  const { Details } = kind;
  const banner = <ChangedBanner missed={missed} onShow={showNewest} />;
  return (
    <>
      <p className="sum">
        <Amount of={kind.amountOf(shown)} /> <Status of={kind.statusOf(shown)} />
      </p>
      <ActionBar actions={kind.actions} entity={entity} changing={changing} />
      {Details && <Details entity={entity} shown={shown} changing={changing} />}
      <section>
        <h2>What happened</h2>
        <Paged
          className="changes"
          document={kind.history}
          variablesOf={(after) => ({ id: entity.id, after })}
          connectionOf={(data) => data.entity?.history}
          keyOf={({ version }) => version}
          row={(change) => <HistoryLine change={change} />}
        />
      </section>
      {banner}
      <ChangeDialog noun={kind.noun} changing={changing} factsOf={kind.factsOf} banner={banner} />
    </>
  );
}
