/** The mutations of accounts, and the unions that they answer with. */
import {
  type Account as AccountState,
  type AccountClosedError as AccountClosed,
  type AccountDetail,
  accountKind,
  type AccountNotEmptyError as AccountNotEmpty,
  closeAccount,
  deposit,
  type InsufficientFundsError as InsufficientFunds,
  openAccount,
  type Opening,
  withdraw,
} from '../src/domain/account.ts';
import { parseAmount, parseCurrency } from '../src/domain/money.ts';
import { parseAll } from '../src/domain/refusal.ts';
import { parseOptional, parseText } from '../src/domain/text.ts';
import { Account, AccountChange } from './account.ts';
import { builder } from './builder.ts';
import {
  ConflictError,
  type ConflictShape,
  CurrencyMismatchError,
  InvalidInputError,
  NotFoundError,
  RequestIdReusedError,
  resolveType,
  UserError,
} from './errors.ts';
import { Money, MoneyInput } from './money.ts';
import { type ChangedShape, changingFields, type InputFields, mutationsOf } from './mutation.ts';

const AccountConflictError = builder
  .objectRef<ConflictShape<'AccountConflictError', AccountState, AccountDetail>>(
    'AccountConflictError',
  )
  .implement({
    interfaces: [UserError, ConflictError],
    fields: (t) => ({
      missedChanges: t.expose('missedChanges', { type: [AccountChange] }),
      current: t.expose('current', {
        type: Account,
        description: 'The account as it is now, with the etag to try again with.',
      }),
    }),
  });

const InsufficientFundsError = builder
  .objectRef<InsufficientFunds>('InsufficientFundsError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({
      balance: t.expose('balance', { type: Money }),
      requested: t.expose('requested', { type: Money }),
    }),
  });

const AccountClosedError = builder
  .objectRef<AccountClosed & { readonly id: string }>('AccountClosedError')
  .implement({ interfaces: [UserError], fields: (t) => ({ id: t.exposeID('id') }) });

const AccountNotEmptyError = builder.objectRef<AccountNotEmpty>('AccountNotEmptyError').implement({
  interfaces: [UserError],
  fields: (t) => ({ balance: t.expose('balance', { type: Money }) }),
});

const AccountChanged = builder
  .objectRef<ChangedShape<'AccountChanged', AccountState, AccountDetail>>('AccountChanged')
  .implement({
    description: 'An accepted change to an account.',
    fields: (t) => ({
      account: t.field({ type: Account, resolve: ({ stored }) => stored }),
      change: t.expose('change', { type: AccountChange }),
      replayed: t.exposeBoolean('replayed', {
        description:
          'True when this requestId had been accepted before: nothing was written twice.',
      }),
      missedChanges: t.expose('missedChanges', {
        type: [AccountChange],
        description:
          "Every change between the client's version and this one, oldest first: under REAPPLY or OVERWRITE only, and none on a replay.",
      }),
    }),
  });

const OpenAccountResult = builder.unionType('OpenAccountResult', {
  types: [AccountChanged, InvalidInputError, RequestIdReusedError],
  resolveType,
});

const DepositResult = builder.unionType('DepositResult', {
  types: [
    AccountChanged,
    AccountConflictError,
    NotFoundError,
    InvalidInputError,
    AccountClosedError,
    CurrencyMismatchError,
    RequestIdReusedError,
  ],
  resolveType,
});

const WithdrawResult = builder.unionType('WithdrawResult', {
  types: [
    AccountChanged,
    AccountConflictError,
    NotFoundError,
    InvalidInputError,
    AccountClosedError,
    CurrencyMismatchError,
    InsufficientFundsError,
    RequestIdReusedError,
  ],
  resolveType,
});

const CloseAccountResult = builder.unionType('CloseAccountResult', {
  types: [
    AccountChanged,
    AccountConflictError,
    NotFoundError,
    InvalidInputError,
    AccountClosedError,
    AccountNotEmptyError,
    RequestIdReusedError,
  ],
  resolveType,
});

const OpenAccountInput = builder.inputType('OpenAccountInput', {
  fields: (t) => ({
    requestId: t.field({
      type: 'KSUID',
      description:
        "The new account's id is `acc_` and this KSUID; without one the server mints it.",
    }),
    owner: t.string({ required: true, description: '1 to 500 characters.' }),
    currency: t.field({ type: 'CurrencyCode', required: true }),
  }),
});

const DepositInput = builder.inputType('DepositInput', {
  fields: (t) => ({ ...changingFields(t), ...movementFields(t) }),
});

const WithdrawInput = builder.inputType('WithdrawInput', {
  fields: (t) => ({ ...changingFields(t), ...movementFields(t) }),
});

const CloseAccountInput = builder.inputType('CloseAccountInput', { fields: changingFields });

const { creating, changing } = mutationsOf(accountKind, {
  changed: 'AccountChanged',
  conflict: 'AccountConflictError',
});

builder.mutationFields((t) => ({
  openAccount: t.field({
    type: OpenAccountResult,
    args: { input: t.arg({ type: OpenAccountInput, required: true }) },
    ...creating<typeof OpenAccountInput.$inferInput, Opening, never>({
      name: 'openAccount',
      permission: 'accounts.open',
      parse: ({ owner, currency }) =>
        parseAll({
          owner: parseText(owner, ['owner']),
          currency: parseCurrency(currency, ['currency']),
        }),
      rule: openAccount,
    }),
  }),

  deposit: t.field({
    type: DepositResult,
    args: { input: t.arg({ type: DepositInput, required: true }) },
    ...changing({
      name: 'deposit',
      permission: 'accounts.deposit',
      onConflict: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
      parse: parseMovement,
      rule: deposit,
    }),
  }),

  withdraw: t.field({
    type: WithdrawResult,
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    ...changing({
      name: 'withdraw',
      permission: 'accounts.withdraw',
      onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
      parse: parseMovement,
      rule: withdraw,
    }),
  }),

  closeAccount: t.field({
    type: CloseAccountResult,
    args: { input: t.arg({ type: CloseAccountInput, required: true }) },
    ...changing({
      name: 'closeAccount',
      permission: 'accounts.close',
      onConflict: { policy: 'REJECT', allows: ['REJECT'] },
      parse: (_input: typeof CloseAccountInput.$inferInput) => ({}),
      rule: closeAccount,
    }),
  }),
}));

function movementFields(t: InputFields) {
  return {
    amount: t.field({ type: MoneyInput, required: true, description: 'More than 0.' }),
    memo: t.string({ description: 'At most 500 characters.' }),
  };
}

function parseMovement({ amount, memo }: typeof DepositInput.$inferInput) {
  return parseAll({
    amount: parseAmount(amount, ['amount']),
    memo: parseOptional(memo, ['memo']),
  });
}
