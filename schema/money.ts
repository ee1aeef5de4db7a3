/** Money as a client sees it. */
import { formatDecimal, type Money as DomainMoney } from '../src/domain/money.ts';
import { builder } from './builder.ts';

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
