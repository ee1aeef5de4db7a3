/** A conflict, for the person to decide: what they wanted, what happened meanwhile, and how things are now. */
import type { StateOf } from '../change/state.ts';
import type { Changing } from '../change/useChange.ts';
import { ComparedFacts } from './ComparedFacts.tsx';
import { differences, type Fact } from './differences.ts';
import { MissedChanges } from './MissedChanges.tsx';
import { policies } from './policies.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';

interface Props<Seen, Entity> {
  readonly state: StateOf<'conflict', Seen, Entity>;
  readonly changing: Changing<Seen, Entity>;
  readonly factsOf: (entity: Seen) => readonly Fact[];
}

export function Conflict<Seen, Entity>({ state, changing, factsOf }: Props<Seen, Entity>) {
  const { form, current } = state;
  const { action, seen, values, missed } = form;
  const act = action.act(current, values);
  return (
    <>
      <div className="parts">
        <section>
          <h3>What you wanted</h3>
          <p className="wish">{action.act(seen, values)}</p>
          <p className="quiet">Nothing was written: you decide.</p>
        </section>
        <section>
          <h3>What happened meanwhile</h3>
          <MissedChanges missed={missed} />
        </section>
        <section>
          <h3>How it is now</h3>
          <ComparedFacts of={differences(factsOf(seen), factsOf(current))} />
        </section>
      </div>
      <div className="buttons">
        {policies[action.name]?.allows.map((policy) => (
          <button
            key={policy}
            type="button"
            className={policy === 'REJECT' ? 'main' : undefined}
            onClick={() => changing.insist(policy)}
          >
            {act + endings[policy]}
          </button>
        ))}
        <button type="button" onClick={changing.abandon}>
          {action.keep}
        </button>
      </div>
    </>
  );
}

const endings: Readonly<Record<ConflictPolicy, string>> = {
  REJECT: '',
  REAPPLY: ', even if it changes again',
  OVERWRITE: ', over whatever is written next',
};
