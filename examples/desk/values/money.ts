/** Exact amounts for what is shown before the server has answered: it alone decides what they become. */
import type { Decimal } from '../../client/scalars.ts';
import type { MoneyFieldsFragment } from '../gql/graphql.ts';

export type Money = MoneyFieldsFragment;

export function plus(a: Money, b: Pick<Money, 'amount'>): Money {
  return combine(a, b, (x, y) => x + y);
}

export function minus(a: Money, b: Pick<Money, 'amount'>): Money {
  return combine(a, b, (x, y) => x - y);
}

export function times(price: Money, quantity: number): Money {
  const decimals = decimalsOf(price.amount);
  return {
    ...price,
    amount: toDecimal(toUnits(price.amount, decimals) * BigInt(quantity), decimals),
  };
}

/** As the API takes a Decimal; what a person moves is never negative. */
export const amountPattern = String.raw`(0|[1-9]\d{0,15})(\.\d{1,4})?`;

export function isAmount(text: string): boolean {
  return new RegExp(`^${amountPattern}$`).test(text);
}

/** What is no amount is left to the server to refuse: until then nothing moves. */
function combine(
  a: Money,
  { amount }: Pick<Money, 'amount'>,
  add: (x: bigint, y: bigint) => bigint,
) {
  if (!isAmount(amount)) return a;
  const decimals = Math.max(decimalsOf(a.amount), decimalsOf(amount));
  const units = add(toUnits(a.amount, decimals), toUnits(amount, decimals));
  return { ...a, amount: toDecimal(units, decimals) };
}

/** How many the API wrote. */
export function decimalsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}

function toUnits(amount: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function toDecimal(units: bigint, decimals: number): Decimal {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const sign = units < 0n ? '-' : '';
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return `${sign}${text}` as Decimal;
}
