import type { Examples } from '../support/declared/example.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const movement = () => ({ amount: usd('1.00'), memo: 'rent' });

const inEuros = () => ({ amount: { amount: '1.00', currency: 'EUR' } });

export const accountExamples: Examples = {
  meanwhile: ['deposit', 'withdraw'],
  ownedBy: (owner) => ({ owner }),
  mutations: {
    openAccount: { input: () => ({ owner: 'carol', currency: 'USD' }) },
    deposit: {
      input: movement,
      refused: {
        AccountClosedError: { after: ['closeAccount'] },
        CurrencyMismatchError: { input: inEuros },
      },
    },
    withdraw: {
      after: ['deposit'],
      input: movement,
      refused: {
        AccountClosedError: { after: ['closeAccount'] },
        CurrencyMismatchError: { input: inEuros },
        InsufficientFundsError: { input: () => ({ amount: usd('1.01') }) },
      },
    },
    closeAccount: {
      refused: {
        AccountClosedError: { after: ['closeAccount'] },
        AccountNotEmptyError: { after: ['deposit'] },
      },
    },
  },
};
