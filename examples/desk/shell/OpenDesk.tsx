/** A desk with a person at it: who they are, where they are, and what they are told. */
import { useState } from 'react';
import { Provider, useQuery } from 'urql';
import { AccountList } from '../accounts/AccountList.tsx';
import { AccountPage } from '../accounts/AccountPage.tsx';
import type { Place } from '../navigation/place.ts';
import { useVisit } from '../navigation/visit.ts';
import { OrderList } from '../orders/OrderList.tsx';
import { OrderPage } from '../orders/OrderPage.tsx';
import { WhoAmI } from '../person/documents.ts';
import type { Person } from '../person/people.ts';
import { maySee, type Viewer, ViewerContext } from '../person/viewer.ts';
import { createDesk, DeskContext } from './desk.ts';
import { Problem } from './Problem.tsx';
import { Told } from './Told.tsx';
import { Top } from './Top.tsx';

export function OpenDesk({ person }: { readonly person: Person }) {
  const [desk] = useState(() => createDesk(person.subject));
  return (
    <DeskContext value={desk}>
      <Provider value={desk.client}>
        <Signed person={person} />
      </Provider>
    </DeskContext>
  );
}

function Signed({ person }: { readonly person: Person }) {
  const [{ data, error }, again] = useQuery({ query: WhoAmI });
  const visit = useVisit();
  if (error)
    return <Problem error={error} again={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return <main className="page" aria-busy="true" />;
  const place = visit.place ?? firstOf(data.viewer);
  return (
    <ViewerContext value={data.viewer}>
      <Top person={person} place={place} />
      <Here place={place} />
      <Told />
    </ViewerContext>
  );
}

function Here({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'orders':
      return <OrderList />;
    case 'accounts':
      return <AccountList />;
    case 'order':
      return <OrderPage key={place.id} id={place.id} />;
    case 'account':
      return <AccountPage key={place.id} id={place.id} />;
  }
}

function firstOf(viewer: Viewer): Place {
  return { at: maySee(viewer, 'orders') ? 'orders' : 'accounts' };
}
