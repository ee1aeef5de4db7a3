/** What stands between a point read and the raw SDK's: the parts that no function over this SDK goes without. */
import { type PartName, partNames } from '../parts.ts';
import { ratioOf } from '../statistics.ts';
import type { WarmResults } from '../warm.ts';
import { showAll, showSpread, table } from './format.ts';

const partLabels: Readonly<Record<PartName, string>> = {
  client: 'the read itself, with our agents and signature',
  verification: 'the token, verified by jose',
  request: "the library's request and context, and the body",
  parsing: 'the stored document, parsed by the schema of its kind',
};

/** Empty where the parts were not measured. */
export function partsTable({ operations, parts }: WarmResults): string {
  const { raw, trusted, ours } =
    operations.find(({ operation }) => operation === 'read')?.cpu ?? {};
  if (!raw || !trusted || !ours) return '';
  const row = (what: string, values: readonly number[]) => [
    what,
    showAll(values),
    showSpread(ratioOf(values, raw)),
  ];
  const figures = partNames.map((name) => parts[name] ?? []);
  if (figures.some((values) => values.length !== raw.length)) return '';
  const sum = raw.map((_, round) =>
    figures.reduce((total, values) => total + (values[round] ?? 0), 0),
  );
  const minus = (values: readonly number[], others: readonly number[]) =>
    values.map((value, round) => value - (others[round] ?? 0));
  return table(
    ['', 'CPU, ms', '/ raw SDK'],
    [
      ...partNames.map((name, index) => row(partLabels[name], figures[index] ?? [])),
      row('these together', sum),
      row('Order Desk, trusted', trusted),
      row('what is left for GraphQL and all the rest', minus(trusted, sum)),
      row('Order Desk, by text', ours),
      row('what parsing and validating the text adds', minus(ours, trusted)),
    ],
  );
}
