/** The rules of accounts: given a state, when a mutation, then a change or a refusal. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/versioned/kind.ts';
import {
  type Account,
  accountKind,
  closeAccount,
  deposit,
  openAccount,
  withdraw,
} from '../../src/domain/account.ts';
import { largestMinor } from '../../src/domain/money.ts';
import { anyMinor, currency, frozen, money } from '../support/values.ts';

function holding(balance: string): Account {
  return frozen({ owner: 'alice', status: 'OPEN', balance: money(balance) });
}

const closedAccount = frozen<Account>({ ...holding('0 USD'), status: 'CLOSED' });
const full = frozen<Account>({
  ...holding('0 USD'),
  balance: { minor: largestMinor, currency: currency('USD') },
});

function moving(amount: string, memo: string | null = null) {
  return { amount: money(amount), memo };
}

describe('openAccount', () => {
  test('opens an account that holds nothing of its currency', () => {
    expect(openAccount({ owner: 'alice', currency: currency('JPY') })).toEqual({
      type: 'Accepted',
      state: { owner: 'alice', status: 'OPEN', balance: money('0 JPY') },
      detail: { kind: 'OPENED', balance: money('0 JPY') },
    });
  });

  test('makes its owner the one who may see it as their own', () => {
    expect(ownerOf(accountKind, holding('0 USD'))).toBe('alice');
  });
});

describe('deposit', () => {
  test('adds the amount, and remembers it with the memo and the balance after it', () => {
    expect(deposit(holding('100.00 USD'), moving('0.01 USD', 'a cent'))).toEqual({
      type: 'Accepted',
      state: holding('100.01 USD'),
      detail: {
        kind: 'DEPOSITED',
        amount: money('0.01 USD'),
        balance: money('100.01 USD'),
        memo: 'a cent',
      },
    });
  });

  test('is refused on a closed account, whatever the currency', () => {
    for (const amount of ['1.00 USD', '1 JPY']) {
      expect(deposit(closedAccount, moving(amount))).toMatchObject({ type: 'AccountClosedError' });
    }
  });

  test('is refused in another currency', () => {
    expect(deposit(holding('100.00 USD'), moving('1.00 EUR'))).toMatchObject({
      type: 'CurrencyMismatchError',
      expected: 'USD',
      got: 'EUR',
    });
  });

  test('is refused at the amount where the balance would pass 10^15 minor units', () => {
    expect(deposit(full, moving('0.01 USD'))).toMatchObject({
      type: 'InvalidInputError',
      path: ['amount', 'amount'],
    });
  });

  test('may fill an account to 10^15 minor units', () => {
    const almost = { ...full, balance: { ...full.balance, minor: largestMinor - 1 } };
    expect(deposit(almost, moving('0.01 USD'))).toMatchObject({ type: 'Accepted', state: full });
  });
});

describe('withdraw', () => {
  test('takes the amount, and remembers it with the memo and the balance after it', () => {
    expect(withdraw(holding('100.00 USD'), moving('99.99 USD', 'rent'))).toEqual({
      type: 'Accepted',
      state: holding('0.01 USD'),
      detail: {
        kind: 'WITHDREW',
        amount: money('99.99 USD'),
        balance: money('0.01 USD'),
        memo: 'rent',
      },
    });
  });

  test('takes everything, and not a cent more', () => {
    expect(withdraw(holding('100.00 USD'), moving('100.00 USD'))).toMatchObject({
      type: 'Accepted',
      state: holding('0 USD'),
    });
    expect(withdraw(holding('100.00 USD'), moving('100.01 USD'))).toMatchObject({
      type: 'InsufficientFundsError',
      balance: money('100.00 USD'),
      requested: money('100.01 USD'),
    });
  });

  test('is refused on a closed account before anything is said about funds', () => {
    expect(withdraw(closedAccount, moving('1.00 USD'))).toMatchObject({
      type: 'AccountClosedError',
    });
  });

  test('is refused in another currency before anything is said about funds', () => {
    expect(withdraw(holding('1 JPY'), moving('100.00 USD'))).toMatchObject({
      type: 'CurrencyMismatchError',
      expected: 'JPY',
      got: 'USD',
    });
  });

  test('empties a full account', () => {
    expect(withdraw(full, { amount: full.balance, memo: null })).toMatchObject({
      type: 'Accepted',
      state: holding('0 USD'),
    });
  });
});

describe('closeAccount', () => {
  test('closes an empty account', () => {
    expect(closeAccount(holding('0 USD'))).toEqual({
      type: 'Accepted',
      state: closedAccount,
      detail: { kind: 'CLOSED', balance: money('0 USD') },
    });
  });

  test('is refused while a cent is left', () => {
    expect(closeAccount(holding('0.01 USD'))).toMatchObject({
      type: 'AccountNotEmptyError',
      balance: money('0.01 USD'),
    });
  });

  test('is for good: a closed account is not closed again', () => {
    expect(closeAccount(closedAccount)).toMatchObject({ type: 'AccountClosedError' });
  });
});

test('whatever is tried, the balance is the sum of what was accepted, from 0 to 10^15', () => {
  const amount = anyMinor
    .filter((minor) => minor > 0)
    .map((minor) => ({ minor, currency: currency('USD') }));
  const attempt = fc.record({ rule: fc.constantFrom(deposit, withdraw), amount });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 30 }), (attempts) => {
      let account = holding('0 USD');
      let sum = 0n;
      for (const { rule, amount: moved } of attempts) {
        const decision = rule(account, { amount: moved, memo: null });
        const next = rule === deposit ? sum + BigInt(moved.minor) : sum - BigInt(moved.minor);
        expect(decision.type === 'Accepted').toBe(next >= 0n && next <= 10n ** 15n);
        if (decision.type !== 'Accepted') continue;
        sum = next;
        account = frozen(decision.state);
        expect(account.balance).toEqual({ minor: Number(sum), currency: 'USD' });
        expect(decision.detail.balance).toEqual(account.balance);
      }
    }),
  );
});
