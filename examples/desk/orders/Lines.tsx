/** The lines of an order. */
import type { Changing } from '../change/useChange.ts';
import { ActionBar } from '../entity/ActionBar.tsx';
import { Amount } from '../values/Shown.tsx';
import { ofLine, type Order } from './actions.ts';

interface Props {
  readonly lines: Order['lines'];
  readonly order: Order;
  readonly changing: Changing<Order, Order>;
}

export function Lines({ lines, order, changing }: Props) {
  return (
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
              actions={ofLine}
              entity={order}
              changing={changing}
              given={{ lineId: line.id, quantity: String(line.quantity) }}
              about={line.description}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
