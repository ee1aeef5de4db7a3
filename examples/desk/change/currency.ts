/** The question in which currency something is to be. */
import type { CurrencyCode } from '../../client/scalars.ts';
import type { Question, Values } from './action.ts';

export const currency: Question = {
  name: 'currency',
  label: 'Currency',
  kind: 'currency',
  suggestions: ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'BHD'],
};

export function currencyIn(values: Values): CurrencyCode {
  return (values['currency'] ?? '').toUpperCase() as CurrencyCode;
}
