/** The accounts, newest first, and a new one. */
import { ChangeDialog } from '../change/ChangeDialog.tsx';
import { useChange } from '../change/useChange.ts';
import { ActionBar } from '../entity/ActionBar.tsx';
import { Paged } from '../entity/Paged.tsx';
import { Heading } from '../navigation/Heading.tsx';
import { useGo, useHref } from '../navigation/visit.ts';
import { nameOf } from '../values/format.ts';
import { Ago, Amount, Status } from '../values/Shown.tsx';
import { type Account, openAccount } from './actions.ts';
import { Accounts } from './documents.ts';

const opening = [openAccount];

export function AccountList() {
  const go = useGo();
  const changing = useChange<undefined, Account>({
    subject: 'new account',
    seen: undefined,
    actions: opening,
    onDone: ({ current: { id } }) => go({ at: 'account', id }),
  });
  return (
    <main className="page">
      <Heading title="Accounts" />
      <div className="bar">
        <ActionBar actions={opening} entity={undefined} changing={changing} />
      </div>
      <Paged
        className="list"
        document={Accounts}
        variablesOf={(after) => ({ after })}
        connectionOf={({ accounts }) => accounts}
        keyOf={({ id }) => id}
        nothing="There are no accounts."
        row={(account) => <Row account={account} />}
      />
      <ChangeDialog noun="account" changing={changing} />
    </main>
  );
}

function Row({ account }: { readonly account: Account }) {
  const href = useHref();
  return (
    <a className="card row" href={href({ at: 'account', id: account.id })}>
      <strong>{account.owner}</strong>
      <Status of={account.status} />
      <Amount of={account.balance} />
      <span className="quiet">
        {nameOf(account.updatedBy)}, <Ago at={account.updatedAt} />
      </span>
    </a>
  );
}
