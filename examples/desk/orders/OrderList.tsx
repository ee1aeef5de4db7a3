/** The orders, all of them or those of one status. */
import { EntityList } from '../entity/EntityList.tsx';
import type { OrderStatus } from '../gql/graphql.ts';
import { statuses } from '../navigation/route.ts';
import { useHref } from '../navigation/useRoute.ts';
import { order } from './order.ts';

export function OrderList({ status }: { readonly status: OrderStatus | undefined }) {
  const href = useHref();
  return (
    <EntityList kind={order} filter={status && { status }}>
      <label>
        Status{' '}
        <select
          value={status ?? ''}
          onChange={({ target }) => {
            const chosen = statuses.find((status) => status === target.value);
            location.assign(href({ at: 'orders', status: chosen }));
          }}
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
