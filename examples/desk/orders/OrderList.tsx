/** The orders, newest first, and a new one. */
import { useState } from 'react';
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { useChange } from '../change/useChange.ts';
import { ActionBar } from '../entity/ActionBar.tsx';
import { Paged } from '../entity/Paged.tsx';
import type { OrderStatus } from '../gql/graphql.ts';
import { useGo, useHref } from '../navigation/visit.ts';
import { Heading } from '../navigation/Heading.tsx';
import { nameOf } from '../values/format.ts';
import { Ago, Amount, Status } from '../values/Shown.tsx';
import { createOrder, type Order } from './actions.ts';
import { Orders } from './documents.ts';

const creating = [createOrder];
const statuses: readonly OrderStatus[] = ['OPEN', 'PLACED', 'CANCELLED'];

export function OrderList() {
  const go = useGo();
  const [status, setStatus] = useState<OrderStatus>();
  const changing = useChange<undefined, Order>({
    subject: 'new order',
    seen: undefined,
    actions: creating,
    onDone: ({ current: { id } }) => go({ at: 'order', id }),
  });
  return (
    <main className="page">
      <Heading title="Orders" />
      <div className="bar">
        <label>
          Status{' '}
          <select
            value={status ?? ''}
            onChange={({ target }) => setStatus(statuses.find((status) => status === target.value))}
          >
            <option value="">all</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {status.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <ActionBar actions={creating} entity={undefined} changing={changing} />
      </div>
      <Paged
        key={status}
        className="list"
        document={Orders}
        variablesOf={(after) => ({ after, filter: status && { status } })}
        connectionOf={({ orders }) => orders}
        keyOf={({ id }) => id}
        nothing="There are no orders."
        row={(order) => <Row order={order} />}
      />
      <ChangeDialog noun="order" changing={changing} />
    </main>
  );
}

function Row({ order }: { readonly order: Order }) {
  const href = useHref();
  return (
    <a className="card row" href={href({ at: 'order', id: order.id })}>
      <strong>{order.customer}</strong>
      <Status of={order.status} />
      <Amount of={order.total} />
      <span className="quiet">
        {nameOf(order.updatedBy)}, <Ago at={order.updatedAt} />
      </span>
    </a>
  );
}
