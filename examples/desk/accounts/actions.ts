/** What a person can do with an account. */
import type { Decimal } from '../../client/scalars.ts';
import { type Action, defineAction, type Values } from '../change/action.ts';
import { currency, currencyIn } from '../change/currency.ts';
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
  fields: [{ name: 'owner', label: 'Owner' }, currency],
  input: (values: Values, _seen: undefined) => ({
    owner: values['owner'] ?? '',
    currency: currencyIn(values),
  }),
});

function movement(values: Values, { balance: { currency } }: Account) {
  const amount = (values['amount.amount'] ?? '') as Decimal;
  return { amount: { amount, currency }, memo: values['memo'] || null };
}

/** What a deposit and a withdrawal have in common. */
const moving = (label: string, combine: typeof plus) => ({
  label,
  title: label,
  isPossible: isOpen,
  keep: 'Leave it',
  fields: [
    { name: 'amount.amount', label: 'Amount', kind: 'amount' },
    { name: 'memo', label: 'Memo', isOptional: true },
  ] as const,
  input: movement,
  /** "Withdraw USD 100.00", once there is an amount. */
  act(account: Account, values: Values): string {
    const { amount } = movement(values, account);
    if (!isAmount(amount.amount)) return label;
    return `${label} ${formatMoney(plus(times(account.balance, 0), amount))}`;
  },
  preview: (account: Account, values: Values): Account => ({
    ...account,
    balance: combine(account.balance, movement(values, account).amount),
  }),
});

const deposit = defineAction({
  ...moving('Deposit', plus),
  name: 'deposit',
  permission: 'accounts.deposit',
  document: Deposit,
});

const withdraw = defineAction({
  ...moving('Withdraw', minus),
  name: 'withdraw',
  permission: 'accounts.withdraw',
  document: Withdraw,
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

export const accountActions: readonly Action<Account>[] = [deposit, withdraw, closeAccount];
