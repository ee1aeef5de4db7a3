/** Figures and tables as the results show them. */
import type { OperationName } from '../requests.ts';
import { type Spread, spreadOf } from '../statistics.ts';

export const operationLabels: Readonly<Record<OperationName | 'lateReplay', string>> = {
  read: 'point read',
  nodes: '`nodes`',
  page: 'page of orders',
  withdraw: 'withdraw',
  conflict: 'REJECT conflict',
  replay: 'replay',
  lateReplay: 'replay of the third change',
};

/** Three digits that count, and a whole number as such. */
export function show(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.min(digits, 3),
    maximumFractionDigits: Math.min(digits, 3),
  });
}

/** The middle of the rounds, and between what they lie. */
export function showSpread({ median, min, max }: Spread): string {
  return `${show(median)} (${show(min)} to ${show(max)})`;
}

export function showAll(values: readonly number[] | undefined): string {
  return values === undefined || values.length === 0 ? '' : showSpread(spreadOf(values));
}

/** What comes after the first column are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? ':--' : '--:'));
  return [line(head), line(rule), ...rows.map((row) => line(row))].join('\n');
}
