/** Two people side by side, each at a desk of their own, on one order or one account. */
import { use, useState } from 'react';
import { hrefOf, type Place } from '../navigation/route.ts';
import { ErrorBoundary } from '../shell/ErrorBoundary.tsx';
import { nameOf } from '../values/format.ts';
import { DatabaseSwitch } from './DatabaseSwitch.tsx';
import { type Scenario, scenarios, startOf } from './scenarios.ts';

export function Demo({ search }: { readonly search: string }) {
  const chosen = new URLSearchParams(search).get('scenario');
  const scenario = scenarios.find(({ kind }) => kind === chosen) ?? scenarios[0];
  return (
    <div className="demo">
      <title>Order Desk: two people at once</title>
      <header className="top">
        <h1 className="brand">Order Desk</h1>
        <nav aria-label="Scenarios">
          {scenarios.map(({ kind, label }) => (
            <a
              key={kind}
              href={`/?scenario=${kind}`}
              aria-current={kind === scenario.kind ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <a href="/desk">One desk alone</a>
      </header>
      <ScenarioPage key={scenario.kind} scenario={scenario} />
      <footer>
        <p>
          The API is at <a href="/graphql">/graphql</a>: in a browser it is GraphiQL. A token for
          anything else: <code>npm run -s token -- --sub bob --tenant contoso --roles Manager</code>
        </p>
      </footer>
    </div>
  );
}

function ScenarioPage({ scenario }: { readonly scenario: Scenario }) {
  const [{ round, place }, setRound] = useState(() => ({ round: 1, place: startOf(scenario) }));
  return (
    <main>
      <div className="prompt">
        <p>
          <strong>Try it: </strong>
          {scenario.prompt}
        </p>
        <button
          type="button"
          onClick={() => setRound({ round: round + 1, place: startOf(scenario, true) })}
        >
          Start again
        </button>
      </div>
      <ErrorBoundary key={round}>
        <Panes scenario={scenario} place={place} />
      </ErrorBoundary>
      <DatabaseSwitch />
    </main>
  );
}

interface PanesProps {
  readonly scenario: Scenario;
  readonly place: Promise<Place>;
}

/** Each desk is a page in the page, so its dialogs hold nobody up but the person at it. */
function Panes({ scenario: { people }, place: promised }: PanesProps) {
  const place = use(promised);
  return (
    <div className="panes">
      {people.map((person) => (
        <iframe
          key={person}
          title={`${nameOf(person)}’s desk`}
          src={hrefOf({ person, place, isPane: true })}
        />
      ))}
    </div>
  );
}
