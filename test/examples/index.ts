/** One example of each mutation, by the kind of its entity: the laws of all entities are tested with them. */
import type { KindName } from '../support/declared/declared.ts';
import type { Examples } from '../support/declared/example.ts';
import { accountExamples } from './account.ts';
import { orderExamples } from './order.ts';

export const examples: Readonly<Record<KindName, Examples>> = {
  account: accountExamples,
  order: orderExamples,
};
