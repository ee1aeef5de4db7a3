/** Exact money: whole minor units of a currency; never a float, never rounded. */
import { type CurrencyCode, decimalsOf, isCurrencyCode } from './currency.ts';
import { invalid, type InvalidInputError } from './refusal.ts';

/** NOTE: stored as it stands. */
export interface Money {
  /** Whole minor units, a safe integer: at most 10^15. */
  readonly minor: number;
  readonly currency: CurrencyCode;
}

/** What no balance and no total passes, in minor units. Two of these still add up to a safe integer. */
export const largestMinor = 10 ** 15;

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
  { amount, currency: code }: DecimalMoney,
  path: readonly string[],
): Money | InvalidInputError {
  const currency = parseCurrency(code, [...path, 'currency']);
  if (typeof currency !== 'string') return currency;
  const amountPath = [...path, 'amount'];
  if (!decimalPattern.test(amount)) return invalid(amountPath, `${amount} is not a decimal.`);
  const decimals = decimalsOf(currency);
  const [whole = '', fraction = ''] = amount.split('.');
  if (fraction.length > decimals) {
    return invalid(
      amountPath,
      decimals === 0
        ? `${currency} has no decimals: send ${whole}, not ${amount}.`
        : `${currency} has ${decimals} decimals: ${amount} has ${fraction.length}.`,
    );
  }
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (minor < 0n) return invalid(amountPath, `${amount} is less than 0.`);
  if (minor > BigInt(largestMinor)) {
    return invalid(amountPath, `${amount} ${currency} is more than 10^15 minor units.`);
  }
  return { minor: Number(minor), currency };
}

/** Money that moves: more than 0. */
export function parseAmount(
  money: DecimalMoney,
  path: readonly string[],
): Money | InvalidInputError {
  const parsed = parsePrice(money, path);
  if ('minor' in parsed && parsed.minor === 0) {
    return invalid([...path, 'amount'], 'An amount that moves is more than 0.');
  }
  return parsed;
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
