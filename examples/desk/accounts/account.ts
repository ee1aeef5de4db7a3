/** Accounts, as the desk shows them. */
import type { Kind } from '../entity/kind.ts';
import { formatMoney } from '../values/format.ts';
import { type Account, accountActions, openAccount } from './actions.ts';
import { AccountById, AccountChangesSince, AccountHistory, Accounts } from './documents.ts';

export const account: Kind<Account> = {
  noun: 'account',
  byId: AccountById,
  history: AccountHistory,
  changesSince: AccountChangesSince,
  list: Accounts,
  create: openAccount,
  actions: accountActions,
  amountOf: ({ balance }) => balance,
  ownerOf: ({ owner }) => owner,
  factsOf: ({ balance, status }) => [
    { key: 'balance', label: 'Balance', value: formatMoney(balance) },
    { key: 'status', label: 'Status', value: status.toLowerCase() },
  ],
};
