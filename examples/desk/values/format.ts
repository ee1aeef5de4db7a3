/** Amounts and times as the person's own region writes them; what is a part of a sentence, in the page's English. */
import { decimalsOf, type Money } from './money.ts';

/** The decimals that the API sent are the currency's: Intl's own differ for some. It takes the text, so nothing is rounded. */
export function formatMoney({ amount, currency }: Money, locale?: string): string {
  const decimals = decimalsOf(amount);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount as Intl.StringNumericLiteral);
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "5 seconds ago". A clock that is behind the server's is no reason to speak of the future. */
export function formatAgo(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? units[3];
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  return format.format(-Math.floor(seconds / length), unit);
}

export function formatMoment(at: string, locale?: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  return format.format(new Date(at));
}

/** People are known by their subject: "pete" is Pete to read. */
export function nameOf(subject: string): string {
  return subject.charAt(0).toLocaleUpperCase() + subject.slice(1);
}

export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}
