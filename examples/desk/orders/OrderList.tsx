/** The orders, all of them or those of one status. */
import { useState } from 'react';
import { EntityList } from '../entity/EntityList.tsx';
import type { OrderStatus } from '../gql/graphql.ts';
import { order } from './order.ts';

const statuses: readonly OrderStatus[] = ['OPEN', 'PLACED', 'CANCELLED'];

export function OrderList() {
  const [status, setStatus] = useState<OrderStatus>();
  return (
    <EntityList kind={order} filter={status && { status }}>
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
    </EntityList>
  );
}
