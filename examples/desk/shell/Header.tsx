/** The header of a desk: its lists, and who is at it. */
import { hrefOf, type Place } from '../navigation/route.ts';
import { useHref, useRoute } from '../navigation/useRoute.ts';
import type { Person } from '../person/people.ts';
import { maySee, useViewer } from '../person/viewer.ts';
import { nameOf } from '../values/format.ts';
import { FaultSwitches } from './FaultSwitches.tsx';

const lists = [
  ['orders', 'Orders'],
  ['accounts', 'Accounts'],
] as const;

interface Props {
  readonly person: Person;
  readonly place: Place;
}

export function Header({ person, place }: Props) {
  const viewer = useViewer();
  const { isPane } = useRoute();
  const href = useHref();
  return (
    <header className="top">
      {!isPane && (
        <a className="brand" href="/">
          Order Desk
        </a>
      )}
      <nav aria-label="Lists">
        {lists
          .filter(([list]) => maySee(viewer, list))
          .map(([list, label]) => (
            <a
              key={list}
              href={href({ at: list })}
              aria-current={list.startsWith(place.at) ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
      </nav>
      <p className="me">
        <strong>{nameOf(person.subject)}</strong> {person.role}
        {!isPane && (
          <a href={hrefOf({ person: undefined, place: undefined, isPane })}>Change person</a>
        )}
      </p>
      {isPane && <FaultSwitches />}
    </header>
  );
}
