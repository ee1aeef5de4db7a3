/** The picker of people, or the desk of the one who is named. */
import { use, useEffect, useRef, useState } from 'react';
import { focusHeading } from '../navigation/focus.ts';
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
  useFocusAfterMove(search);
  const known = use(people);
  const person = known.find(({ subject }) => subject === route.person);
  if (!person) return <Picker people={known} />;
  return (
    <RouteContext value={route}>
      <OpenDesk key={person.subject} person={person} />
    </RouteContext>
  );
}

/** Whoever follows a link is read the heading of what they came to. */
function useFocusAfterMove(search: string): void {
  const before = useRef(search);
  useEffect(() => {
    if (before.current !== search) focusHeading();
    before.current = search;
  }, [search]);
}
