/** Accounts: what a client sees of them, and the mutations that change them. */
import {
  accountKind,
  type AccountClosedError as AccountClosed,
  type AccountNotEmptyError as AccountNotEmpty,
  closeAccount,
  deposit,
  type InsufficientFundsError as InsufficientFunds,
  openAccount,
  withdraw,
} from '../src/domain/account.ts';
import { formatMoney } from '../src/domain/money.ts';
import { parseOptional, parseText } from '../src/domain/text.ts';
import { builder } from './graphql/builder.ts';
import { entity } from './entity.ts';
import { oneLine, optional, required } from './input.ts';
import { amount, currency, CurrencyMismatchError, Money } from './money.ts';
import { creation, mutation } from './mutation.ts';

const AccountStatus = builder.enumType('AccountStatus', {
  values: accountKind.fields.status.options,
});

export const Account = entity(accountKind, {
  created: 'opened',
  fields: (t) => ({
    owner: t.string({ resolve: (stored) => stored.entity.state.owner }),
    status: t.field({ type: AccountStatus, resolve: (stored) => stored.entity.state.status }),
    balance: t.field({ type: Money, resolve: (stored) => stored.entity.state.balance }),
  }),
  changeFields: (t) => ({
    amount: t.field({
      type: Money,
      nullable: true,
      description: 'What moved, never negative; null for OPENED and CLOSED.',
      resolve: (change) => ('amount' in change ? change.amount : null),
    }),
    balance: t.expose('balance', {
      type: Money,
      description: 'The balance right after this change.',
    }),
    memo: t.string({
      nullable: true,
      resolve: (change) => ('memo' in change ? change.memo : null),
    }),
  }),
  summary: {
    OPENED: ({ balance }) => `opened the account in ${balance.currency}`,
    DEPOSITED: (change) => `deposited ${formatMoney(change.amount)}`,
    WITHDREW: (change) => `withdrew ${formatMoney(change.amount)}`,
    CLOSED: () => 'closed the account',
  },
  list: {},
});

const InsufficientFundsError = Account.refusal<InsufficientFunds>('InsufficientFundsError', {
  fields: (t) => ({
    balance: t.expose('balance', { type: Money }),
    requested: t.expose('requested', { type: Money }),
  }),
});

const AccountClosedError = Account.refusal<AccountClosed>('AccountClosedError', {
  fields: (t) => ({ id: t.exposeID('id') }),
});

const AccountNotEmptyError = Account.refusal<AccountNotEmpty>('AccountNotEmptyError', {
  fields: (t) => ({ balance: t.expose('balance', { type: Money }) }),
});

const movement = {
  amount,
  memo: optional('String', parseOptional, 'At most 500 characters.'),
} as const;

creation(Account, 'openAccount', {
  permission: 'accounts.open',
  input: { owner: required('String', parseText, oneLine), currency },
  rule: openAccount,
});

mutation(Account, 'deposit', {
  permission: 'accounts.deposit',
  onConflict: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
  input: movement,
  refuses: [AccountClosedError, CurrencyMismatchError],
  rule: deposit,
});

mutation(Account, 'withdraw', {
  permission: 'accounts.withdraw',
  onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
  input: movement,
  refuses: [AccountClosedError, CurrencyMismatchError, InsufficientFundsError],
  rule: withdraw,
});

mutation(Account, 'closeAccount', {
  permission: 'accounts.close',
  onConflict: { policy: 'REJECT', allows: ['REJECT'] },
  refuses: [AccountClosedError, AccountNotEmptyError],
  rule: closeAccount,
});
