/** One order: what it is, what can be done with it, what happened to it. */
import { useCallback } from 'react';
import { useClient, useQuery } from 'urql';
import type { ETag } from '../../client/scalars.ts';
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { NewsBar } from '../conflict/NewsBar.tsx';
import { ActionBar } from '../entity/ActionBar.tsx';
import { EntityPage } from '../entity/EntityPage.tsx';
import { HistoryLine } from '../entity/HistoryLine.tsx';
import { Paged } from '../entity/Paged.tsx';
import { useEntity } from '../entity/useEntity.ts';
import { Amount, Status } from '../values/Shown.tsx';
import { ofLine, ofOrder, type Order } from './actions.ts';
import { OrderHistory, OrderNews, OrderOnScreen } from './documents.ts';
import { factsOfOrder } from './facts.ts';
import { Lines } from './Lines.tsx';

const actions = [...ofOrder, ...ofLine];

export function OrderPage({ id }: { readonly id: string }) {
  const [{ data, error }, again] = useQuery({
    query: OrderOnScreen,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  return (
    <EntityPage
      list="orders"
      title={data?.order ? `Order of ${data.order.customer}` : 'Order'}
      entity={data?.order}
      error={error}
      again={() => again({ requestPolicy: 'network-only' })}
    >
      {(order) => <OrderDetail cached={order} />}
    </EntityPage>
  );
}

function OrderDetail({ cached }: { readonly cached: Order }) {
  const { id } = cached;
  const client = useClient();
  const fetchNews = useCallback(
    async (etag: ETag) => {
      const { data } = await client.query(
        OrderNews,
        { id, etag },
        { requestPolicy: 'network-only' },
      );
      return data?.order?.changesSince;
    },
    [client, id],
  );
  const { entity, shown, missed, changing, showNewest } = useEntity<Order>({
    cached,
    actions,
    fetchNews,
    refresh: async () =>
      (await client.query(OrderOnScreen, { id }, { requestPolicy: 'network-only' })).data?.order,
  });
  const news = <NewsBar missed={missed} onShow={showNewest} />;
  return (
    <>
      <p className="sum">
        <Amount of={shown.total} /> <Status of={shown.status} />
      </p>
      <ActionBar actions={ofOrder} entity={entity} changing={changing} />
      <Lines lines={shown.lines} order={entity} changing={changing} />
      {shown.note !== null && (
        <section>
          <h2>Note</h2>
          <p className="note">{shown.note}</p>
        </section>
      )}
      <section>
        <h2>What happened</h2>
        <Paged
          className="changes"
          document={OrderHistory}
          variablesOf={(after) => ({ id, after })}
          connectionOf={({ order }) => order?.history}
          keyOf={({ version }) => version}
          nothing=""
          row={(change) => <HistoryLine change={change} />}
        />
      </section>
      {news}
      <ChangeDialog noun="order" changing={changing} factsOf={factsOfOrder} news={news} />
    </>
  );
}
