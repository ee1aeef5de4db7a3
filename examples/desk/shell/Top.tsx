/** The head of a desk: its lists, and who is at it. */
import { hrefOf, type Place } from '../navigation/place.ts';
import { useHref, useVisit } from '../navigation/visit.ts';
import type { Person } from '../person/people.ts';
import { maySee, useViewer } from '../person/viewer.ts';
import { nameOf } from '../values/format.ts';
import { TroubleSwitches } from './TroubleSwitches.tsx';

const lists = [
  ['orders', 'Orders'],
  ['accounts', 'Accounts'],
] as const;

export function Top({ person, place }: { readonly person: Person; readonly place: Place }) {
  const viewer = useViewer();
  const { isPane } = useVisit();
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
        {!isPane && <a href={hrefOf({ person: undefined, place: undefined, isPane })}>Change</a>}
      </p>
      {isPane && <TroubleSwitches />}
    </header>
  );
}
