/** What a person can do with an account. */
import type { CurrencyCode, Decimal } from '../../client/scalars.ts';
import { type Action, defineAction, type Values } from '../change/action.ts';
import type { AccountFieldsFragment } from '../gql/graphql.ts';
import { formatMoney } from '../values/format.ts';
import { isAmount, minus, plus, times } from '../values/money.ts';
import { CloseAccount, Deposit, OpenAccount, Withdraw } from './documents.ts';

export type Account = AccountFieldsFragment;

const isOpen = ({ status }: Account): boolean => status === 'OPEN';

export const openAccount = defineAction({
  name: 'openAccount',
  permission: 'accounts.open',
  document: OpenAccount,
  label: 'New account',
  title: 'New account',
  act: () => 'Open the account',
  keep: 'Leave it',
  fields: [
    { name: 'owner', label: 'Owner' },
    {
      name: 'currency',
      label: 'Currency',
      suggestions: ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'BHD'],
    },
  ],
  input: (values: Values, _seen: undefined) => ({
    owner: values['owner'] ?? '',
    currency: (values['currency'] ?? '').toUpperCase() as CurrencyCode,
  }),
});

const moving = [
  { name: 'amount.amount', label: 'Amount', kind: 'amount' },
  { name: 'memo', label: 'Memo', isOptional: true },
] as const;

function movement(values: Values, { balance: { currency } }: Account) {
  const amount = (values['amount.amount'] ?? '') as Decimal;
  return { amount: { amount, currency }, memo: values['memo'] || null };
}

/** "Withdraw USD 100.00", once there is an amount. */
function say(verb: string, values: Values, account: Account): string {
  const { amount } = movement(values, account);
  if (!isAmount(amount.amount)) return verb;
  return `${verb} ${formatMoney(plus(times(account.balance, 0), amount))}`;
}

const deposit = defineAction({
  name: 'deposit',
  permission: 'accounts.deposit',
  document: Deposit,
  label: 'Deposit',
  isPossible: isOpen,
  title: 'Deposit',
  act: (account: Account, values) => say('Deposit', values, account),
  keep: 'Leave it',
  fields: moving,
  input: movement,
  preview: (account, values) => ({
    ...account,
    balance: plus(account.balance, movement(values, account).amount),
  }),
});

const withdraw = defineAction({
  name: 'withdraw',
  permission: 'accounts.withdraw',
  document: Withdraw,
  label: 'Withdraw',
  isPossible: isOpen,
  title: 'Withdraw',
  act: (account: Account, values) => say('Withdraw', values, account),
  keep: 'Leave it',
  fields: moving,
  input: movement,
  preview: (account, values) => ({
    ...account,
    balance: minus(account.balance, movement(values, account).amount),
  }),
});

const closeAccount = defineAction({
  name: 'closeAccount',
  permission: 'accounts.close',
  document: CloseAccount,
  label: 'Close the account',
  isPossible: isOpen,
  title: 'Close this account for good?',
  act: ({ owner }: Account) => `Close the account of ${owner}`,
  keep: 'Keep it open',
  input: () => ({}),
  preview: (account) => ({ ...account, status: 'CLOSED' as const }),
});

export const ofAccount: readonly Action<Account>[] = [deposit, withdraw, closeAccount];
