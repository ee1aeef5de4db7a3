/** A desk with a person at it: who they are, where they are, and what they are told. */
import { useEffect, useRef } from 'react';
import { Provider } from 'urql';
import { account } from '../accounts/account.ts';
import { EntityList } from '../entity/EntityList.tsx';
import { EntityPage } from '../entity/EntityPage.tsx';
import { focusHeading } from '../navigation/focus.ts';
import type { Place } from '../navigation/route.ts';
import { useRoute } from '../navigation/useRoute.ts';
import { order } from '../orders/order.ts';
import { OrderList } from '../orders/OrderList.tsx';
import { WhoAmI } from '../person/documents.ts';
import type { Person } from '../person/people.ts';
import { maySee, type Viewer, ViewerContext } from '../person/viewer.ts';
import { DeskContext, deskOf } from './desk.ts';
import { Problem } from './Problem.tsx';
import { Notice } from './Notice.tsx';
import { Header } from './Header.tsx';
import { useAnswer } from './useAnswer.ts';

export function OpenDesk({ person }: { readonly person: Person }) {
  const desk = deskOf(person.subject);
  return (
    <DeskContext value={desk}>
      <Provider value={desk.client}>
        <Signed person={person} />
      </Provider>
    </DeskContext>
  );
}

function Signed({ person }: { readonly person: Person }) {
  const route = useRoute();
  const { data, error, again } = useAnswer(WhoAmI, {});
  if (!data) {
    return (
      <>
        <main className="page" aria-busy={!error}>
          {error && <Problem error={error} again={again} />}
        </main>
        <Notice />
      </>
    );
  }
  const place = route.place ?? firstOf(data.viewer);
  return (
    <ViewerContext value={data.viewer}>
      <Header person={person} place={place} />
      <PageOf place={place} />
      <Notice />
    </ViewerContext>
  );
}

function PageOf({ place }: { readonly place: Place }) {
  // Whoever chooses a status stays on the page.
  useFocusAfterMove('id' in place ? place.id : place.at);
  switch (place.at) {
    case 'orders':
      return <OrderList status={place.status} />;
    case 'accounts':
      return <EntityList kind={account} />;
    case 'order':
      return <EntityPage key={place.id} kind={order} id={place.id} />;
    case 'account':
      return <EntityPage key={place.id} kind={account} id={place.id} />;
  }
}

/** Whoever follows a link is read the heading of what they came to. */
function useFocusAfterMove(page: string): void {
  const before = useRef(page);
  useEffect(() => {
    if (before.current !== page) focusHeading();
    before.current = page;
  }, [page]);
}

function firstOf(viewer: Viewer): Place {
  return { at: maySee(viewer, 'orders') ? 'orders' : 'accounts' };
}
