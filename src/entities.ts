/** The kinds of entities that there are. Containers, ids, permissions and what clients see of each follow from this list. */
import { accountKind } from './domain/account.ts';
import { orderKind } from './domain/order.ts';

export const kinds = [accountKind, orderKind] as const;

export type AnyKind = (typeof kinds)[number];
