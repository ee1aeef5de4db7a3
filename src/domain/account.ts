/** Accounts: a balance that never goes below zero, and the rules that move it. */
import { type Accepted, accepted, type Kind } from '../versioned/entity.ts';
import { add, type Money } from './money.ts';
import { invalid, type InvalidInputError } from '../versioned/refusal.ts';
import type { CurrencyCode } from './currency.ts';

/** NOTE: stored as it stands. */
export interface Account {
  readonly owner: string;
  readonly status: 'OPEN' | 'CLOSED';
  readonly balance: Money;
}

/** NOTE: stored as it stands. */
export type AccountDetail =
  | { readonly kind: 'OPENED' | 'CLOSED'; readonly balance: Money }
  | {
      readonly kind: 'DEPOSITED' | 'WITHDREW';
      readonly amount: Money;
      /** The balance right after this change. */
      readonly balance: Money;
      readonly memo: string | null;
    };

export const accountKind: Kind<Account, AccountDetail> = {
  name: 'account',
  container: 'accounts',
  prefix: 'acc_',
  ownerField: 'owner',
  owner: (account) => account.owner,
};

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

export interface CurrencyMismatchError {
  readonly type: 'CurrencyMismatchError';
  readonly message: string;
  readonly expected: CurrencyCode;
  readonly got: CurrencyCode;
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

export function currencyMismatch(
  expected: CurrencyCode,
  got: CurrencyCode,
): CurrencyMismatchError | undefined {
  return expected === got
    ? undefined
    : { type: 'CurrencyMismatchError', message: `${got} instead of ${expected}.`, expected, got };
}
