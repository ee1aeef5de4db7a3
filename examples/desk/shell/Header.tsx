/** The header of a desk: its lists, and who is at it. */
import { hrefOf, type Place } from '../navigation/route.ts';
import { maySee, type Person } from '../person/people.ts';
import { nameOf } from '../values/format.ts';
import { useDesk } from './desk.ts';
import { FaultSwitches } from './FaultSwitches.tsx';

const lists = [
  ['order', 'Orders'],
  ['account', 'Accounts'],
] as const;

interface Props {
  readonly person: Person;
  readonly place: Place;
}

export function Header({ person, place }: Props) {
  const { viewer, isPane, href } = useDesk();
  return (
    <header className="top">
      {!isPane && (
        <a className="brand" href="/">
          Order Desk
        </a>
      )}
      <nav aria-label="Lists">
        {lists
          .filter(([kind]) => maySee(viewer, kind))
          .map(([kind, label]) => (
            <a
              key={kind}
              href={href({ kind })}
              aria-current={kind === place.kind ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
      </nav>
      <p className="me">
        <strong>{nameOf(person.subject)}</strong> {person.role}
        {!isPane && <a href={hrefOf({ isPane })}>Change person</a>}
      </p>
      {isPane && <FaultSwitches />}
    </header>
  );
}
