/** Whom to be: a role decides what a person may do. */
import { Heading } from '../navigation/Heading.tsx';
import { hrefOf } from '../navigation/route.ts';
import { nameOf } from '../values/format.ts';
import type { Person } from './people.ts';

const roles: Readonly<Record<string, string>> = {
  Teller: 'opens accounts, deposits and withdraws',
  Sales: 'writes and places orders',
  Manager: 'does everything, and cancels orders',
  Auditor: 'reads everything, changes nothing',
  Customer: 'reads what is theirs',
};

export function Picker({ people }: { readonly people: readonly Person[] }) {
  return (
    <main className="page">
      <Heading title="Who are you?" />
      <p className="quiet">Everybody here works at Contoso. Who you are decides what you may do.</p>
      <ul className="people">
        {people.map(({ subject, role }) => (
          <li key={subject}>
            <a className="card" href={hrefOf({ person: subject, isPane: false })}>
              <span className="face" aria-hidden="true">
                {nameOf(subject).charAt(0)}
              </span>
              <span>
                <strong>{nameOf(subject)}</strong>
                <span className="quiet">{`${role}: ${roles[role] ?? ''}`}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p>
        Or see <a href="/">two people at once</a>.
      </p>
    </main>
  );
}
