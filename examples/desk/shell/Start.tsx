/** The picker of people, or the desk of the one who is named. */
import { use, useEffect, useRef, useState } from 'react';
import { focusHeading } from '../navigation/Heading.tsx';
import { VisitContext } from '../navigation/visit.ts';
import { visitOf } from '../navigation/place.ts';
import { fetchPeople, type Person } from '../person/people.ts';
import { Picker } from '../person/Picker.tsx';
import { Guarded } from './Guarded.tsx';
import { OpenDesk } from './OpenDesk.tsx';

export function Start({ search }: { readonly search: string }) {
  const [people] = useState(fetchPeople);
  return (
    <Guarded>
      <Chosen search={search} people={people} />
    </Guarded>
  );
}

function Chosen({
  search,
  people,
}: {
  readonly search: string;
  readonly people: Promise<readonly Person[]>;
}) {
  const visit = visitOf(search);
  useFocusAfterMove(search);
  const known = use(people);
  const person = known.find(({ subject }) => subject === visit.person);
  if (!person) return <Picker people={known} />;
  return (
    <VisitContext value={visit}>
      <OpenDesk key={person.subject} person={person} />
    </VisitContext>
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
