/** What the business lets a person choose for each mutation: @onConflict of the schema, with which a test compares it. */
import type { ConflictPolicy } from '../gql/graphql.ts';

interface Policy {
  readonly policy: ConflictPolicy;
  readonly allows: readonly ConflictPolicy[];
}

export const policies: Readonly<Record<string, Policy>> = {
  addOrderLine: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
  cancelOrder: { policy: 'REJECT', allows: ['REJECT'] },
  changeOrderLine: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
  closeAccount: { policy: 'REJECT', allows: ['REJECT'] },
  deposit: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
  placeOrder: { policy: 'REJECT', allows: ['REJECT'] },
  removeOrderLine: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
  setOrderNote: { policy: 'OVERWRITE', allows: ['REJECT', 'OVERWRITE'] },
  withdraw: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
};
