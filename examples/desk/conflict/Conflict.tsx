/** A conflict, for the person to decide: what they wanted, what happened meanwhile, and how things are now. */
import type { StateOf } from '../change/state.ts';
import type { Changing } from '../change/useChange.ts';
import { ChangeLine } from './ChangeLine.tsx';
import { ComparedFacts } from './ComparedFacts.tsx';
import { differences, type Fact } from './differences.ts';
import { policies } from './policies.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';

interface Props<Seen> {
  readonly state: StateOf<'conflict', Seen>;
  readonly changing: Changing<Seen>;
  readonly factsOf: (entity: Seen) => readonly Fact[];
}

export function Conflict<Seen>({ state, changing, factsOf }: Props<Seen>) {
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
          <ol className="changes">
            {missed.changes.map((change) => (
              <li key={change.version}>
                <ChangeLine change={change} me="You, elsewhere," />
              </li>
            ))}
          </ol>
          {!missed.complete && (
            <p className="quiet">
              {missed.changes.length > 0 && 'More may have happened: '}
              What you saw is too old to tell what has happened since. Look at it as it is now.
            </p>
          )}
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
