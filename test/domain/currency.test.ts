/** The table of currencies against another one, made by other people. */
import { code as recordOf, codes } from 'currency-codes';
import { expect, test } from 'vitest';
import { currencyCodes, decimalsOf, isCurrencyCode } from '../../src/domain/currency.ts';
import { currency } from '../support/values.ts';

// Metals, units of account, and the codes for tests and for no currency.
const withoutMinorUnit = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');
const withdrawn = ['ANG', 'CUC'];
const newer = ['XCG'];

test('the currencies are those of ISO 4217, without those that have no minor unit or are withdrawn', () => {
  const expected = codes().filter((code) => ![...withoutMinorUnit, ...withdrawn].includes(code));
  expect(currencyCodes.toSorted()).toEqual([...expected, ...newer].toSorted());
});

test('each of the named differences is one', () => {
  expect(codes()).toEqual(expect.arrayContaining([...withoutMinorUnit, ...withdrawn]));
  expect(codes()).not.toEqual(expect.arrayContaining(newer));
});

test('each currency has the decimals of ISO 4217', () => {
  const ours = currencyCodes.map((code) => [code, decimalsOf(currency(code))]);
  expect(ours).toEqual(currencyCodes.map((code) => [code, recordOf(code)?.digits ?? 2]));
});

test.each([
  ['JPY', 0],
  ['KRW', 0],
  ['USD', 2],
  ['HUF', 2],
  ['PKR', 2],
  ['XCG', 2],
  ['BHD', 3],
  ['TND', 3],
  ['CLF', 4],
  ['UYW', 4],
])('%s has %i decimals', (code, decimals) => {
  expect(decimalsOf(currency(code))).toBe(decimals);
});

test.each(['', 'usd', 'USDX', 'US', 'AAA', ' USD', 'constructor', ...withoutMinorUnit])(
  '"%s" is no currency that money can have',
  (code) => {
    expect(isCurrencyCode(code)).toBe(false);
  },
);

test('no code is in the table twice', () => {
  expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
});
