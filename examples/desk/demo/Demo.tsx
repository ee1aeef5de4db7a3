/** Two people side by side, each at a desk of their own, on one order or one account. */
import { use, useState } from 'react';
import type { EntityPlace } from '../navigation/place.ts';
import { Guarded } from '../shell/Guarded.tsx';
import { DatabaseSwitch } from './DatabaseSwitch.tsx';
import { DemoFoot } from './DemoFoot.tsx';
import { Pane } from './Pane.tsx';
import { remembered } from './remembered.ts';
import { type Scenario, scenarios } from './scenarios.ts';

export function Demo({ search }: { readonly search: string }) {
  const chosen = new URLSearchParams(search).get('scenario');
  const scenario = scenarios.find(({ name }) => name === chosen) ?? scenarios[0];
  return (
    <div className="demo">
      <title>Order Desk: two people at once</title>
      <header className="top">
        <h1 className="brand">Order Desk</h1>
        <nav aria-label="Scenarios">
          {scenarios.map(({ name, label }) => (
            <a
              key={name}
              href={`/?scenario=${name}`}
              aria-current={name === scenario.name ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <a href="/desk">One desk alone</a>
      </header>
      <Stage key={scenario.name} scenario={scenario} />
      <DemoFoot />
    </div>
  );
}

function Stage({ scenario }: { readonly scenario: Scenario }) {
  const [place, setPlace] = useState(() => remembered(scenario, sessionStorage));
  return (
    <main>
      <div className="prompt">
        <p>
          <strong>Try it: </strong>
          {scenario.prompt}
        </p>
        <button type="button" onClick={() => setPlace(remembered(scenario, sessionStorage, true))}>
          Start again
        </button>
      </div>
      <Guarded>
        <Panes scenario={scenario} place={place} />
      </Guarded>
      <DatabaseSwitch />
    </main>
  );
}

function Panes({
  scenario,
  place,
}: {
  readonly scenario: Scenario;
  readonly place: Promise<EntityPlace>;
}) {
  const here = use(place);
  return (
    <div className="panes">
      {scenario.people.map((person) => (
        <Pane key={person} person={person} place={here} />
      ))}
    </div>
  );
}
