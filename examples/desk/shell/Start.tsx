/** The picker of people, or the desk of the one who is named. */
import { use } from 'react';
import { Provider } from 'urql';
import type { Route } from '../navigation/route.ts';
import { fetchPeople, type Person } from '../person/people.ts';
import { Picker } from '../person/Picker.tsx';
import { deskOf } from './desk.ts';
import { Notice } from './Notice.tsx';
import { OpenDesk } from './OpenDesk.tsx';

/** They are asked for once. */
let people: Promise<readonly Person[]> | undefined;

export function Start({ route }: { readonly route: Route }) {
  people ??= fetchPeople();
  const known = use(people);
  const person = known.find(({ subject }) => subject === route.person);
  if (!person) return <Picker people={known} />;
  const desk = deskOf(person.subject);
  return (
    <Provider key={person.subject} value={desk.client}>
      <OpenDesk person={person} desk={desk} route={route} />
      <Notice desk={desk} />
    </Provider>
  );
}
