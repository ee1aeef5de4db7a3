/** One account: what is on it, what can be done with it, what happened to it. */
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
import { type Account, ofAccount } from './actions.ts';
import { AccountHistory, AccountNews, AccountOnScreen } from './documents.ts';
import { factsOfAccount } from './facts.ts';

export function AccountPage({ id }: { readonly id: string }) {
  const [{ data, error }, again] = useQuery({
    query: AccountOnScreen,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  return (
    <EntityPage
      list="accounts"
      title={data?.account ? `Account of ${data.account.owner}` : 'Account'}
      entity={data?.account}
      error={error}
      again={() => again({ requestPolicy: 'network-only' })}
    >
      {(account) => <AccountDetail cached={account} />}
    </EntityPage>
  );
}

function AccountDetail({ cached }: { readonly cached: Account }) {
  const { id } = cached;
  const client = useClient();
  const fetchNews = useCallback(
    async (etag: ETag) => {
      const { data } = await client.query(
        AccountNews,
        { id, etag },
        { requestPolicy: 'network-only' },
      );
      return data?.account?.changesSince;
    },
    [client, id],
  );
  const { entity, shown, missed, changing, showNewest } = useEntity<Account>({
    cached,
    actions: ofAccount,
    fetchNews,
    refresh: async () =>
      (await client.query(AccountOnScreen, { id }, { requestPolicy: 'network-only' })).data
        ?.account,
  });
  const news = <NewsBar missed={missed} onShow={showNewest} />;
  return (
    <>
      <p className="sum">
        <Amount of={shown.balance} /> <Status of={shown.status} />
      </p>
      <ActionBar actions={ofAccount} entity={entity} changing={changing} />
      <section>
        <h2>What happened</h2>
        <Paged
          className="changes"
          document={AccountHistory}
          variablesOf={(after) => ({ id, after })}
          connectionOf={({ account }) => account?.history}
          keyOf={({ version }) => version}
          nothing=""
          row={(change) => <HistoryLine change={change} />}
        />
      </section>
      {news}
      <ChangeDialog noun="account" changing={changing} factsOf={factsOfAccount} news={news} />
    </>
  );
}
