/** The few forms that the cost page is written in. */

import { prices } from './costInputs.ts';

const three = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** Three digits are more than the inputs are good for. */
export function number(value: number): string {
  return three.format(value);
}

export function euros(dollars: number): string {
  return `€${number(dollars * prices.eurosPerDollar.value)}`;
}

/** The first column is words, the others are numbers where `numbers` says so. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string {
  const rule = head.map((_, column) => (numbers.includes(column) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
