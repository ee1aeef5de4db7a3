/** A desk with a person at it: what they may do, and where they are. */
import { useQuery } from 'urql';
import { account } from '../accounts/account.ts';
import type { Versioned } from '../change/action.ts';
import { EntityList } from '../entity/EntityList.tsx';
import { EntityPage } from '../entity/EntityPage.tsx';
import type { Kind } from '../entity/kind.ts';
import { hrefOf, type Place, type Route } from '../navigation/route.ts';
import { order } from '../orders/order.ts';
import { maySee, type Person, WhoAmI } from '../person/people.ts';
import { type Desk, DeskContext } from './desk.ts';
import { Header } from './Header.tsx';
import { Problem } from './Problem.tsx';

interface Props {
  readonly person: Person;
  readonly desk: Desk;
  readonly route: Route;
}

export function OpenDesk({ person, desk, route }: Props) {
  const [{ data, error }, again] = useQuery({ query: WhoAmI });
  if (!data) {
    return (
      <main className="page" aria-busy={!error}>
        {error && <Problem error={error} again={() => again({ requestPolicy: 'network-only' })} />}
      </main>
    );
  }
  const { viewer } = data;
  const { isPane } = route;
  const place = route.place ?? { kind: maySee(viewer, 'order') ? 'order' : 'account' };
  const href = (place: Place) => hrefOf({ ...route, place });
  return (
    <DeskContext value={{ ...desk, viewer, isPane, href }}>
      <Header person={person} place={place} />
      {place.kind === 'order' ? (
        <PageOf kind={order} place={place} />
      ) : (
        <PageOf kind={account} place={place} />
      )}
    </DeskContext>
  );
}

interface PageProps<Entity extends Versioned> {
  readonly kind: Kind<Entity>;
  readonly place: Place;
}

function PageOf<Entity extends Versioned>({ kind, place: { id, status } }: PageProps<Entity>) {
  if (id === undefined) return <EntityList key={kind.noun} kind={kind} status={status} />;
  return <EntityPage key={id} kind={kind} id={id} />;
}
