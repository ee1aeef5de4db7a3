/** Accounts: a balance that never goes below zero, and the rules that move it. */
import * as v from 'valibot';
import { type Accepted, accepted } from '../versioned/entity.ts';
import { defineKind, type DetailOf, type StateOf } from '../versioned/kind.ts';
import { invalid, type InvalidInputError } from '../versioned/refusal.ts';
import type { CurrencyCode } from './currency.ts';
import {
  add,
  type CurrencyMismatchError,
  currencyMismatch,
  type Money,
  storedMoney,
} from './money.ts';

/** `balance` is that right after the change. */
const moved = { amount: storedMoney, balance: storedMoney, memo: v.nullable(v.string()) } as const;

export const accountKind = defineKind({
  name: 'account',
  container: 'accounts',
  prefix: 'acc_',
  owner: 'owner',
  permissions: ['open', 'deposit', 'withdraw', 'close'],
  state: {
    owner: v.string(),
    status: v.picklist(['OPEN', 'CLOSED']),
    balance: storedMoney,
  },
  change: {
    OPENED: { balance: storedMoney },
    DEPOSITED: moved,
    WITHDREW: moved,
    CLOSED: { balance: storedMoney },
  },
});

export type Account = StateOf<typeof accountKind>;
export type AccountDetail = DetailOf<typeof accountKind>;

export interface AccountClosedError {
  readonly type: 'AccountClosedError';
  readonly message: string;
}

export interface AccountNotEmptyError {
  readonly type: 'AccountNotEmptyError';
  readonly message: string;
  readonly balance: Money;
}

export interface InsufficientFundsError {
  readonly type: 'InsufficientFundsError';
  readonly message: string;
  readonly balance: Money;
  readonly requested: Money;
}

type Changed = Accepted<Account, AccountDetail>;

export interface Opening {
  readonly owner: string;
  readonly currency: CurrencyCode;
}

export interface Movement {
  readonly amount: Money;
  readonly memo: string | null;
}

export function openAccount({ owner, currency }: Opening): Changed {
  const balance = { minor: 0, currency };
  return accepted({ owner, status: 'OPEN', balance }, { kind: 'OPENED', balance });
}

export function deposit(
  account: Account,
  { amount, memo }: Movement,
): Changed | AccountClosedError | CurrencyMismatchError | InvalidInputError {
  const refusal = closed(account) ?? currencyMismatch(account.balance.currency, amount.currency);
  if (refusal) return refusal;
  const balance = add(account.balance, amount);
  if (!balance) {
    return invalid(['amount', 'amount'], 'The balance would pass 10^15 minor units.');
  }
  return accepted({ ...account, balance }, { kind: 'DEPOSITED', amount, balance, memo });
}

export function withdraw(
  account: Account,
  { amount, memo }: Movement,
): Changed | AccountClosedError | CurrencyMismatchError | InsufficientFundsError {
  const refusal = closed(account) ?? currencyMismatch(account.balance.currency, amount.currency);
  if (refusal) return refusal;
  const minor = account.balance.minor - amount.minor;
  if (minor < 0) {
    return {
      type: 'InsufficientFundsError',
      message: 'The balance is less than the amount.',
      balance: account.balance,
      requested: amount,
    };
  }
  const balance = { ...account.balance, minor };
  return accepted({ ...account, balance }, { kind: 'WITHDREW', amount, balance, memo });
}

export function closeAccount(
  account: Account,
): Changed | AccountClosedError | AccountNotEmptyError {
  const { balance } = account;
  const refusal = closed(account);
  if (refusal) return refusal;
  if (balance.minor !== 0) {
    return {
      type: 'AccountNotEmptyError',
      message: 'Only an account with a balance of zero can be closed.',
      balance,
    };
  }
  return accepted({ ...account, status: 'CLOSED' }, { kind: 'CLOSED', balance });
}

function closed(account: Account): AccountClosedError | undefined {
  return account.status === 'CLOSED'
    ? { type: 'AccountClosedError', message: 'The account is closed.' }
    : undefined;
}
