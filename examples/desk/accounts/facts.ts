/** What there is to see of an account, for a conflict to compare. */
import type { Fact } from '../conflict/differences.ts';
import type { AccountFieldsFragment } from '../gql/graphql.ts';
import { formatMoney } from '../values/format.ts';

export function factsOfAccount({ balance, status }: AccountFieldsFragment): readonly Fact[] {
  return [
    { key: 'balance', label: 'Balance', value: formatMoney(balance) },
    { key: 'status', label: 'Status', value: status.toLowerCase() },
  ];
}
