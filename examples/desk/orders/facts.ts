/** What there is to see of an order, for a conflict to compare. */
import type { Fact } from '../conflict/differences.ts';
import type { OrderFieldsFragment } from '../gql/graphql.ts';
import { formatMoney } from '../values/format.ts';

export function factsOfOrder({ status, total, note, lines }: OrderFieldsFragment): readonly Fact[] {
  return [
    { key: 'total', label: 'Total', value: formatMoney(total) },
    { key: 'status', label: 'Status', value: status.toLowerCase() },
    ...(note === null ? [] : [{ key: 'note', label: 'Note', value: note }]),
    ...lines.map((line) => ({
      key: line.id,
      label: line.description,
      value: `${line.quantity} × ${formatMoney(line.unitPrice)}`,
    })),
  ];
}
