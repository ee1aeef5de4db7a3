/** Exact money: whole minor units of a currency; never a float, never rounded. */
import * as v from 'valibot';
import { type CurrencyCode, decimalsOf, isCurrencyCode } from './currency.ts';
import { invalid, type InvalidInputError, isInvalid, parseAll } from '../versioned/refusal.ts';

/** What no balance and no total passes, in minor units. Two of these still add up to a safe integer. */
export const largestMinor = 10 ** 15;

/** Money as it is stored. */
export const storedMoney = v.object({
  minor: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largestMinor)),
  currency: v.custom<CurrencyCode>((code) => typeof code === 'string' && isCurrencyCode(code)),
});

export interface Money {
  /** Whole minor units, a safe integer: at most 10^15. */
  readonly minor: number;
  readonly currency: CurrencyCode;
}

export const decimalPattern = /^-?(0|[1-9]\d{0,15})(\.\d{1,4})?$/;

export interface DecimalMoney {
  readonly amount: string;
  readonly currency: string;
}

export function parseCurrency(
  code: string,
  path: readonly string[],
): CurrencyCode | InvalidInputError {
  if (isCurrencyCode(code)) return code;
  return invalid(path, `${code} is not an ISO 4217 currency with a minor unit.`);
}

/** Money that is 0 or more. */
export function parsePrice(
  money: DecimalMoney,
  path: readonly string[],
): Money | InvalidInputError {
  return parseMoney(money, path, 0n, `${money.amount} is less than 0.`);
}

/** Money that moves: more than 0. */
export function parseAmount(
  money: DecimalMoney,
  path: readonly string[],
): Money | InvalidInputError {
  return parseMoney(money, path, 1n, 'An amount that moves is more than 0.');
}

/** Of an unknown currency, the amount is refused for what is wrong in every one. */
function parseMoney(
  { amount, currency: code }: DecimalMoney,
  path: readonly string[],
  least: bigint,
  tooLittle: string,
): Money | InvalidInputError {
  const currency = parseCurrency(code, [...path, 'currency']);
  const amountPath = [...path, 'amount'];
  const minor = parseMinor(amount, isInvalid(currency) ? undefined : currency, amountPath);
  const parsed = parseAll({
    minor: !isInvalid(minor) && minor < least ? invalid(amountPath, tooLittle) : minor,
    currency,
  });
  return isInvalid(parsed) ? parsed : { ...parsed, minor: Number(parsed.minor) };
}

function parseMinor(
  amount: string,
  currency: CurrencyCode | undefined,
  path: readonly string[],
): bigint | InvalidInputError {
  if (!decimalPattern.test(amount)) return invalid(path, `${amount} is not a decimal.`);
  const [whole = '', fraction = ''] = amount.split('.');
  const decimals = currency ? decimalsOf(currency) : fraction.length;
  if (fraction.length > decimals) {
    return invalid(
      path,
      decimals === 0
        ? `${currency} has no decimals: send ${whole}, not ${amount}.`
        : `${currency} has ${decimals} decimals: ${amount} has ${fraction.length}.`,
    );
  }
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  return minor > BigInt(largestMinor)
    ? invalid(path, `${amount} is more than 10^15 minor units.`)
    : minor;
}

export function formatDecimal({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** For a person: `100.00 USD`. */
export function formatMoney(money: Money): string {
  return `${formatDecimal(money)} ${money.currency}`;
}

/** `undefined` where the result would pass 10^15 minor units. */
export function add(a: Money, b: Money): Money | undefined {
  const minor = a.minor + b.minor;
  return minor > largestMinor ? undefined : { minor, currency: a.currency };
}

/** `undefined` where the result would pass 10^15 minor units. */
export function times(price: Money, quantity: number): Money | undefined {
  const minor = BigInt(price.minor) * BigInt(quantity);
  return minor > BigInt(largestMinor)
    ? undefined
    : { minor: Number(minor), currency: price.currency };
}

export interface CurrencyMismatchError {
  readonly type: 'CurrencyMismatchError';
  readonly message: string;
  readonly expected: CurrencyCode;
  readonly got: CurrencyCode;
}

export function currencyMismatch(
  expected: CurrencyCode,
  got: CurrencyCode,
): CurrencyMismatchError | undefined {
  return expected === got
    ? undefined
    : { type: 'CurrencyMismatchError', message: `${got} instead of ${expected}.`, expected, got };
}
