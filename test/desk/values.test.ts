/** What the desk shows before the server has answered, and how it says amounts and times. */
import { expect, test } from 'vitest';
import { decimalPattern } from '../../src/domain/money.ts';
import { formatAgo, formatMoney } from '../../examples/desk/values/format.ts';
import {
  amountPattern,
  isAmount,
  minus,
  type Money,
  plus,
  times,
} from '../../examples/desk/values/money.ts';

const money = (amount: string, currency = 'USD') =>
  ({ __typename: 'Money', amount, currency }) as Money;

test.each([
  { what: 'cents', sum: plus(money('0.10'), money('0.20')), is: '0.30' },
  { what: 'an amount without its decimals', sum: plus(money('10.00'), money('5')), is: '15.00' },
  { what: 'a currency without decimals', sum: plus(money('100'), money('1')), is: '101' },
  {
    what: 'what a float cannot hold',
    sum: plus(money('9007199254740993.01'), money('0.01')),
    is: '9007199254740993.02',
  },
  { what: 'more than there is', sum: minus(money('100.00'), money('100.05')), is: '-0.05' },
  { what: 'three decimals times a quantity', sum: times(money('120.750'), 2), is: '241.500' },
  { what: 'what is no amount', sum: plus(money('100.00'), money('ten')), is: '100.00' },
])('a shown amount is exact: $what', ({ sum, is }) => {
  expect(sum.amount).toBe(is);
});

test('an amount in a form is what the API takes as one', () => {
  expect(new RegExp(`^-?${amountPattern}$`)).toEqual(decimalPattern);
});

test.each(['', '-1', '1.', '.5', '1.23456', '1e3', ' 1', '050', '12345678901234567'])(
  '%j is no amount',
  (text) => {
    expect(isAmount(text)).toBe(false);
  },
);

test.each([
  ['10035.00', 'USD', 'USD 10,035.00'],
  ['100', 'JPY', 'JPY 100'],
  ['99.125', 'BHD', 'BHD 99.125'],
  // Intl's own decimals for it are none.
  ['1.50', 'HUF', 'HUF 1.50'],
  ['9007199254740993.01', 'USD', 'USD 9,007,199,254,740,993.01'],
])('%s %s is shown with all its decimals', (amount, currency, shown) => {
  expect(formatMoney(money(amount, currency), 'en').replace('\u00A0', ' ')).toBe(shown);
});

test.each([
  [0, 'now'],
  [5, '5 seconds ago'],
  [89, '1 minute ago'],
  [7200, '2 hours ago'],
  [200_000, '2 days ago'],
  [-30, 'now'],
])('%i seconds later it is said to be %j', (seconds, said) => {
  const at = '2026-01-01T00:00:00Z';
  expect(formatAgo(at, Date.parse(at) + seconds * 1000)).toBe(said);
});
