/** What the mutations of accounts answer: a union for each. */
import type {
  AccountClosedError as AccountClosed,
  AccountNotEmptyError as AccountNotEmpty,
  Account as AccountState,
  AccountDetail,
  InsufficientFundsError as InsufficientFunds,
} from '../src/domain/account.ts';
import { Account, AccountChange } from './account.ts';
import { builder } from './builder.ts';
import {
  CurrencyMismatchError,
  InvalidInputError,
  NotFoundError,
  RequestIdReusedError,
  resolveType,
  UserError,
} from './errors.ts';
import { Money } from './money.ts';
import { changedType, conflictType, type Decided, refusalDescription } from './outcome.ts';

type Refused = Decided<AccountState, AccountDetail>;

const AccountConflictError = conflictType(
  'AccountConflictError',
  'The account as it is now, with the etag to try again with.',
  Account,
  AccountChange,
);

const InsufficientFundsError = builder
  .objectRef<InsufficientFunds & Refused>('InsufficientFundsError')
  .implement({
    interfaces: [UserError],
    description: refusalDescription,
    fields: (t) => ({
      current: t.expose('current', { type: Account }),
      balance: t.expose('balance', { type: Money }),
      requested: t.expose('requested', { type: Money }),
    }),
  });

const AccountClosedError = builder
  .objectRef<AccountClosed & Refused>('AccountClosedError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({
      id: t.exposeID('id'),
      current: t.expose('current', { type: Account }),
    }),
  });

const AccountNotEmptyError = builder
  .objectRef<AccountNotEmpty & Refused>('AccountNotEmptyError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({
      balance: t.expose('balance', { type: Money }),
      current: t.expose('current', { type: Account }),
    }),
  });

const AccountChanged = changedType(
  'AccountChanged',
  'An accepted change to an account.',
  'account',
  Account,
  AccountChange,
);

export const OpenAccountResult = builder.unionType('OpenAccountResult', {
  types: [AccountChanged, InvalidInputError, RequestIdReusedError],
  resolveType,
});

export const DepositResult = builder.unionType('DepositResult', {
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

export const WithdrawResult = builder.unionType('WithdrawResult', {
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

export const CloseAccountResult = builder.unionType('CloseAccountResult', {
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
