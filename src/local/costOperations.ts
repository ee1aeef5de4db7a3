/** The operations whose cost is told: each on an entity as it is found in the middle of its life. */

import { accountParts, type Desk, orderParts } from './costDesk.ts';
import { account, line, order, replaying, stale, usd, withdrawing } from './costEntities.ts';

export interface Operation {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  /** Says what it stands on. */
  readonly on: string;
  /** Makes what it needs, and answers what is to be measured; done `times`, and told as the average of those. */
  readonly prepare: (desk: Desk) => Promise<() => Promise<unknown>>;
  readonly times?: number;
}

const historyQuery = `query ($id: ID!, $first: Int!) {
  result: account(id: $id) {
    id history(first: $first) {
      edges { node { version at by summary amount { amount } balance { amount } memo } }
    }
  }
}`;

const history = (on: string, versions: number, first: number): Operation => ({
  name: `history, ${first} changes`,
  kind: 'query',
  on,
  prepare: async (desk) => {
    const { id } = await account(desk, versions);
    return () => desk.query(historyQuery, { id, first });
  },
});

const middleAged = 'an account of 24 changes';

export const operations = {
  accountRead: {
    name: 'account by id',
    kind: 'query',
    on: middleAged,
    prepare: async (desk) => {
      const { id } = await account(desk, 24);
      const query = `query ($id: ID!) { result: account(id: $id) { ${accountParts} } }`;
      return () => desk.query(query, { id });
    },
  },
  orderPage: {
    name: 'page of 20 orders with lines',
    kind: 'query',
    on: 'orders of 3 lines and 1 change',
    prepare: async (desk) => {
      for (let count = 0; count < 21; count += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as ids are minted
        await order(desk);
      }
      const query = `{ result: orders(first: 20) {
        edges { cursor node { ${orderParts} } } pageInfo { hasNextPage endCursor }
      } }`;
      return () => desk.query(query);
    },
  },
  history: history(middleAged, 24, 20),
  longHistory: history('an account of 120 changes', 120, 100),
  withdraw: {
    name: 'withdraw, on average',
    kind: 'mutation',
    on: '16 in a row, one of which moves a page',
    prepare: (desk) => withdrawing(desk, 31),
    times: 16,
  },
  plainWithdraw: {
    name: 'withdraw, accepted',
    kind: 'mutation',
    on: middleAged,
    prepare: (desk) => withdrawing(desk, 24),
  },
  pageWithdraw: {
    name: 'withdraw that moves a page',
    kind: 'mutation',
    on: 'an account of 31 changes',
    prepare: (desk) => withdrawing(desk, 31),
  },
  conflict: {
    name: 'withdraw under a stale etag: conflict',
    kind: 'mutation',
    on: middleAged,
    prepare: async (desk) => {
      const input = await stale(desk);
      return () => desk.mutate('withdraw', input, 'ConflictError');
    },
  },
  reapply: {
    name: 'the same under REAPPLY: accepted',
    kind: 'mutation',
    on: middleAged,
    prepare: async (desk) => {
      const input = await stale(desk);
      return () => desk.mutate('withdraw', { ...input, onConflict: 'REAPPLY' });
    },
  },
  replay: {
    name: 'replay',
    kind: 'mutation',
    on: middleAged,
    prepare: (desk) => replaying(desk, 23, 0),
  },
  lateReplay: {
    name: 'replay of a change in a page',
    kind: 'mutation',
    on: 'an account of 40 changes',
    prepare: (desk) => replaying(desk, 9, 30),
  },
  refusal: {
    name: 'refusal: insufficient funds',
    kind: 'mutation',
    on: middleAged,
    prepare: async (desk) => {
      const { id, etag } = await account(desk, 24);
      const input = { id, ifMatch: etag, amount: usd('999999.00') };
      return () => desk.mutate('withdraw', input, 'InsufficientFundsError');
    },
  },
  openAccount: {
    name: 'open an account',
    kind: 'mutation',
    on: 'nothing',
    prepare: async (desk) => {
      await account(desk, 1);
      return () => account(desk, 1);
    },
  },
  createOrder: {
    name: 'create an order',
    kind: 'mutation',
    on: '3 lines',
    prepare: async (desk) => {
      await order(desk);
      return () => order(desk);
    },
  },
  addLine: {
    name: 'add an order line',
    kind: 'mutation',
    on: 'an order of 3 lines',
    prepare: async (desk) => {
      const { id, etag } = await order(desk);
      return () => desk.mutate('addOrderLine', { id, ifMatch: etag, line: line('em-4') });
    },
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationKey = keyof typeof operations;
