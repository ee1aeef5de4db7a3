/** The lines of an order, and its note. */
import { ActionBar } from '../entity/ActionBar.tsx';
import type { DetailsProps } from '../entity/kind.ts';
import { Amount } from '../values/Formatted.tsx';
import { lineActions, type Order } from './actions.ts';

export function OrderDetails({ entity, shown: { lines, note }, changing }: DetailsProps<Order>) {
  return (
    <>
      <section>
        <h2>Lines</h2>
        {lines.length === 0 && <p className="quiet">Nothing is ordered yet.</p>}
        <ul className="lines">
          {lines.map((line) => (
            <li key={line.id}>
              <span className="what">
                {line.description} <span className="quiet">{line.sku}</span>
              </span>
              <span className="quiet">
                {line.quantity} × <Amount of={line.unitPrice} />
              </span>
              <Amount of={line.total} />
              <ActionBar
                actions={lineActions}
                entity={entity}
                changing={changing}
                given={{ lineId: line.id }}
                about={line.description}
              />
            </li>
          ))}
        </ul>
      </section>
      {note !== null && (
        <section>
          <h2>Note</h2>
          <p className="note">{note}</p>
        </section>
      )}
    </>
  );
}
