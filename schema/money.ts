/** Money as a client sees it, and as it comes in. */
import {
  type CurrencyMismatchError as CurrencyMismatch,
  formatDecimal,
  type Money as DomainMoney,
  parseAmount,
  parseCurrency,
} from '../src/domain/money.ts';
import { builder } from './graphql/builder.ts';
import { UserError } from './graphql/errors.ts';
import { required } from './input.ts';

export const Money = builder.objectRef<DomainMoney>('Money').implement({
  description: 'An exact amount of a currency, with as many decimals as the currency has.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', resolve: formatDecimal }),
    currency: t.expose('currency', { type: 'CurrencyCode' }),
  }),
});

export const MoneyInput = builder.inputType('MoneyInput', {
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'At most as many decimals as the currency has: none for JPY, three for BHD.',
    }),
    currency: t.field({ type: 'CurrencyCode', required: true }),
  }),
});

/** The input fields of an amount that moves, and of a currency. */
export const amount = required(MoneyInput, parseAmount, 'More than 0.');
export const currency = required('CurrencyCode', parseCurrency);

export const CurrencyMismatchError = builder
  .objectRef<CurrencyMismatch>('CurrencyMismatchError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({
      expected: t.expose('expected', { type: 'CurrencyCode' }),
      got: t.expose('got', { type: 'CurrencyCode' }),
    }),
  });
