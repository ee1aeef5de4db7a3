/** Money is exact: what is not a whole number of minor units, or too much of them, is refused and never rounded. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyCodes, decimalsOf } from '../../src/domain/currency.ts';
import {
  add,
  decimalPattern,
  formatDecimal,
  formatMoney,
  largestMinor,
  parseAmount,
  parsePrice,
  times,
} from '../../src/domain/money.ts';
import { isInvalid } from '../../src/versioned/refusal.ts';
import { anyCurrency, anyMinor, anyMoney, currency, money } from '../support/values.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

describe('reading and printing', () => {
  test('every amount of every currency is read back as it was printed', () => {
    for (const code of currencyCodes) {
      fc.assert(
        fc.property(anyMinor, (minor) => {
          const value = { minor, currency: currency(code) };
          const amount = formatDecimal(value);
          expect(amount).toMatch(decimalPattern);
          expect(parsePrice({ amount, currency: code }, [])).toEqual(value);
        }),
        { numRuns: 30 },
      );
    }
  });

  test('an amount is printed with exactly the decimals of its currency', () => {
    fc.assert(
      fc.property(anyMoney, (value) => {
        const [, fraction = ''] = formatDecimal(value).split('.');
        expect(fraction).toHaveLength(decimalsOf(value.currency));
      }),
    );
  });

  test('an amount of fewer decimals counts as many minor units as one with zeros after it', () => {
    const places = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        anyCurrency,
        fc.nat(10 ** 9),
        places.chain((length) => digits(length)),
        (code, whole, fraction) => {
          const decimals = decimalsOf(code);
          fc.pre(fraction.length <= decimals);
          const amount = fraction === '' ? `${whole}` : `${whole}.${fraction}`;
          const minor =
            BigInt(whole) * 10n ** BigInt(decimals) +
            BigInt(fraction || '0') * 10n ** BigInt(decimals - fraction.length);
          expect(parsePrice({ amount, currency: code }, [])).toEqual({
            minor: Number(minor),
            currency: code,
          });
        },
      ),
    );
  });

  test('an amount with more decimals than its currency has is refused, zeros too', () => {
    const tooMany = anyCurrency
      .filter((code) => decimalsOf(code) < 4)
      .chain((code) =>
        fc.integer({ min: decimalsOf(code) + 1, max: 4 }).chain((length) =>
          fc.record({
            code: fc.constant(code),
            whole: fc.nat(10 ** 9),
            fraction: fc.oneof(fc.constant('0'.repeat(length)), digits(length)),
          }),
        ),
      );
    fc.assert(
      fc.property(tooMany, ({ code, whole, fraction }) => {
        const amount = `${whole}.${fraction}`;
        expect(parsePrice({ amount, currency: code }, ['price'])).toMatchObject({
          type: 'InvalidInputError',
          path: ['price', 'amount'],
        });
      }),
    );
  });

  test.each([
    ['100.00 USD', 10_000],
    ['100 USD', 10_000],
    ['100.5 USD', 10_050],
    ['0.07 USD', 7],
    ['1500 JPY', 1500],
    ['1.234 BHD', 1234],
    ['1.2345 CLF', 12_345],
    ['0 USD', 0],
  ])('%s is %i minor units', (text, minor) => {
    expect(money(text).minor).toBe(minor);
  });

  test.each([
    ['', 'USD'],
    [' 1', 'USD'],
    ['1 ', 'USD'],
    ['1\n', 'USD'],
    ['1.', 'USD'],
    ['.5', 'USD'],
    ['01', 'USD'],
    ['+1', 'USD'],
    ['--1', 'USD'],
    ['1e3', 'USD'],
    ['0x10', 'USD'],
    ['1,000', 'USD'],
    ['1_000', 'USD'],
    ['\u0661', 'USD'],
    ['NaN', 'USD'],
    ['Infinity', 'USD'],
    ['1.00000', 'CLF'],
    ['12345678901234567', 'JPY'],
  ])('%j is no decimal', (amount, code) => {
    const message = `${amount} is not a decimal.`;
    expect(parsePrice({ amount, currency: code }, [])).toMatchObject({ path: ['amount'], message });
  });

  test('a debt is printed with its sign', () => {
    expect(formatDecimal({ minor: -5, currency: currency('USD') })).toBe('-0.05');
    expect(formatDecimal({ minor: -5, currency: currency('JPY') })).toBe('-5');
  });

  test('a person reads the amount and its currency', () => {
    expect(formatMoney(money('10000 USD'))).toBe('10000.00 USD');
    expect(formatMoney(money('7 JPY'))).toBe('7 JPY');
  });
});

describe('the bounds', () => {
  test.each([
    ['JPY', '1000000000000000', '1000000000000001'],
    ['USD', '10000000000000.00', '10000000000000.01'],
    ['BHD', '1000000000000.000', '1000000000000.001'],
    ['CLF', '100000000000.0000', '100000000000.0001'],
    ['CLF', '100000000000', '9999999999999999'],
  ])('10^15 minor units of %s are allowed, and nothing more', (code, most, more) => {
    expect(parsePrice({ amount: most, currency: code }, [])).toMatchObject({ minor: largestMinor });
    expect(parsePrice({ amount: more, currency: code }, ['price'])).toMatchObject({
      type: 'InvalidInputError',
      path: ['price', 'amount'],
    });
  });

  test('a price may be 0 and not less', () => {
    expect(parsePrice({ amount: '0.00', currency: 'USD' }, [])).toEqual(money('0 USD'));
    expect(parsePrice({ amount: '-0.01', currency: 'USD' }, ['unitPrice'])).toMatchObject({
      type: 'InvalidInputError',
      path: ['unitPrice', 'amount'],
    });
  });

  test('minus zero is zero', () => {
    for (const amount of ['-0', '-0.00']) {
      const parsed = parsePrice({ amount, currency: 'USD' }, []);
      expect(parsed).toStrictEqual({ minor: 0, currency: 'USD' });
      expect(parseAmount({ amount, currency: 'USD' }, [])).toMatchObject({ path: ['amount'] });
    }
  });

  test('an amount that moves is more than 0', () => {
    for (const amount of ['0', '0.00', '-0.01', '-100']) {
      expect(parseAmount({ amount, currency: 'USD' }, ['amount'])).toMatchObject({
        type: 'InvalidInputError',
        path: ['amount', 'amount'],
      });
    }
    expect(parseAmount({ amount: '0.01', currency: 'USD' }, [])).toEqual(money('0.01 USD'));
  });

  test.each(['USX', 'usd', 'XAU', 'XXX', 'ANG', ''])(
    'the currency "%s" is refused at the currency',
    (code) => {
      expect(parseAmount({ amount: '1', currency: code }, ['amount'])).toMatchObject({
        type: 'InvalidInputError',
        path: ['amount', 'currency'],
      });
    },
  );
});

describe('arithmetic', () => {
  test('a sum is exact, or refused where it passes 10^15 minor units', () => {
    fc.assert(
      fc.property(anyMinor, anyMinor, anyCurrency, (a, b, code) => {
        const exact = BigInt(a) + BigInt(b);
        const sum = add({ minor: a, currency: code }, { minor: b, currency: code });
        expect(sum).toEqual(
          exact <= 10n ** 15n ? { minor: Number(exact), currency: code } : undefined,
        );
      }),
    );
  });

  test('a price times a quantity is exact, or refused where it passes 10^15 minor units', () => {
    const quantity = fc.integer({ min: 1, max: 10 ** 6 });
    const price = fc.oneof(anyMinor, fc.integer({ min: 0, max: 2 * 10 ** 9 }));
    fc.assert(
      fc.property(price, quantity, anyCurrency, (minor, count, code) => {
        const exact = BigInt(minor) * BigInt(count);
        expect(times({ minor, currency: code }, count)).toEqual(
          exact <= 10n ** 15n ? { minor: Number(exact), currency: code } : undefined,
        );
      }),
    );
  });

  test('the bound itself is reached by a sum and by a product, one more by neither', () => {
    const most = { minor: largestMinor, currency: currency('USD') };
    const cent = money('0.01 USD');
    expect(add({ ...most, minor: largestMinor - 1 }, cent)).toEqual(most);
    expect(add(most, cent)).toBeUndefined();
    expect(times({ ...most, minor: 10 ** 9 }, 10 ** 6)).toEqual(most);
    expect(times({ ...most, minor: 10 ** 9 + 1 }, 10 ** 6)).toBeUndefined();
  });
});

test('an amount of an unknown currency is told what is wrong with it in every one', () => {
  const paths = (parse: typeof parsePrice, amount: string) => {
    const parsed = parse({ amount, currency: 'XXX' }, []);
    return isInvalid(parsed) && parsed.issues.map(({ path }) => path.join('.'));
  };
  for (const amount of ['x', '-0.01', '1000000000000001', '1000000000000.0001']) {
    expect(paths(parsePrice, amount)).toEqual(['amount', 'currency']);
  }
  // 10^15 minor units where a currency has no decimals, and two decimals are what some have.
  for (const amount of ['1000000000000000', '1.00']) {
    expect(paths(parsePrice, amount)).toEqual(['currency']);
  }
  expect(paths(parsePrice, '0')).toEqual(['currency']);
  expect(paths(parseAmount, '0')).toEqual(['amount', 'currency']);
});
