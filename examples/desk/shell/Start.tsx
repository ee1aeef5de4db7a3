/** The picker of people, or the desk of the one who is named. */
import { use, useState } from 'react';
import { RouteContext } from '../navigation/useRoute.ts';
import { routeOf } from '../navigation/route.ts';
import { fetchPeople, type Person } from '../person/people.ts';
import { Picker } from '../person/Picker.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { OpenDesk } from './OpenDesk.tsx';

export function Start({ search }: { readonly search: string }) {
  const [people] = useState(fetchPeople);
  return (
    <ErrorBoundary>
      <Chosen search={search} people={people} />
    </ErrorBoundary>
  );
}

function Chosen({
  search,
  people,
}: {
  readonly search: string;
  readonly people: Promise<readonly Person[]>;
}) {
  const route = routeOf(search);
  const known = use(people);
  const person = known.find(({ subject }) => subject === route.person);
  if (!person) return <Picker people={known} />;
  return (
    <RouteContext value={route}>
      <OpenDesk key={person.subject} person={person} />
    </RouteContext>
  );
}
