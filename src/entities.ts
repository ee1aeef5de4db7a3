/** The kinds of entities that there are. Containers, ids, permissions and what clients see of each follow from this list. */
import { accountKind } from './domain/account.ts';
import { orderKind } from './domain/order.ts';

const declared = {
  account: accountKind,
  order: orderKind,
} as const;

export type AnyKind = (typeof declared)[keyof typeof declared];

export const kinds: readonly AnyKind[] = Object.values(declared);

/** By the prefix of an id, whether or not there is such an entity. */
export function findKind(id: string): AnyKind | undefined {
  return kinds.find(({ prefix }) => id.startsWith(prefix));
}
