/** The resolver map, type by type. */
import {
  forbidden,
  mayRead,
  mayReadSome,
  onlyOwn,
  permissionsToRead,
} from '../../../src/auth/access.ts';
import type { Viewer } from '../../../src/auth/viewer.ts';
import { type Account, type AccountDetail, accountKind } from '../../../src/domain/account.ts';
import type { Change } from '../../../src/versioned/change.ts';
import type { Kind } from '../../../src/versioned/kind.ts';
import { parseEntityId } from '../../../src/versioned/id.ts';
import { formatDecimal, formatMoney, type Money } from '../../../src/domain/money.ts';
import { lineTotal, type Order, type OrderDetail, orderKind } from '../../../src/domain/order.ts';
import type { OrderLine } from '../../../src/domain/order.ts';
import type { Stored } from '../../../src/versioned/store.ts';
import type { Data } from './data.ts';
import { scalars } from './scalars.ts';
import { withdraw, type WithdrawInput } from './withdraw.ts';

export interface Context {
  readonly viewer: Viewer;
  readonly data: Data;
  readonly now: Date;
}

type StoredAccount = Stored<Account, AccountDetail>;
type StoredOrder = Stored<Order, OrderDetail>;
type AnyStored = StoredAccount | StoredOrder;

const versioned = {
  id: ({ entity }: AnyStored) => entity.id,
  version: ({ entity }: AnyStored) => entity.version,
  createdAt: ({ entity }: AnyStored) => entity.createdAt,
  createdBy: ({ entity }: AnyStored) => entity.createdBy,
  updatedAt: ({ entity }: AnyStored) => entity.lastChange.at,
  updatedBy: ({ entity }: AnyStored) => entity.lastChange.by,
};

export const resolvers = {
  ...scalars,
  Query: {
    account: (_: unknown, { id }: { readonly id: string }, context: Context) => {
      requireRead(context.viewer, accountKind);
      return find(context, accountKind, id);
    },
    order: (_: unknown, { id }: { readonly id: string }, context: Context) => {
      requireRead(context.viewer, orderKind);
      return find(context, orderKind, id);
    },
    node: (_: unknown, { id }: { readonly id: string }, context: Context) => findNode(context, id),
    nodes: (_: unknown, { ids }: { readonly ids: readonly string[] }, context: Context) => {
      if (ids.length > 100) throw new Error('"ids" are at most 100.');
      return Promise.all(ids.map((id) => findNode(context, id)));
    },
    orders,
  },
  Mutation: {
    withdraw: (_: unknown, { input }: { readonly input: WithdrawInput }, context: Context) =>
      withdraw(input, context.viewer, context.data, context.now),
  },
  Node: {
    __resolveType: ({ entity }: AnyStored) =>
      entity.id.startsWith(accountKind.prefix) ? 'Account' : 'Order',
  },
  WithdrawResult: { __resolveType: ({ type }: { readonly type: string }) => type },
  Money: { amount: (money: Money) => formatDecimal(money) },
  Account: {
    ...versioned,
    owner: ({ entity }: StoredAccount) => entity.state.owner,
    status: ({ entity }: StoredAccount) => entity.state.status,
    balance: ({ entity }: StoredAccount) => entity.state.balance,
  },
  AccountChange: { summary: (change: Change<AccountDetail>) => summarize(change) },
  OrderLine: { total: (line: OrderLine) => lineTotal(line) },
  Order: {
    ...versioned,
    customer: ({ entity }: StoredOrder) => entity.state.customer,
    status: ({ entity }: StoredOrder) => entity.state.status,
    lines: ({ entity }: StoredOrder) => entity.state.lines,
    total: ({ entity }: StoredOrder) => entity.state.total,
    note: ({ entity }: StoredOrder) => entity.state.note,
  },
};

function requireRead<State, Detail>(viewer: Viewer, kind: Kind<State, Detail>): void {
  if (!mayReadSome(viewer, kind)) throw forbidden(permissionsToRead(kind));
}

async function find<State, Detail>(
  { viewer, data }: Context,
  kind: Kind<State, Detail>,
  text: string,
): Promise<Stored<State, Detail> | undefined> {
  const id = parseEntityId(kind.prefix, text);
  const stored = id && (await data.read(kind, viewer.tenant, id));
  return stored && mayRead(viewer, kind, stored.entity.state) ? stored : undefined;
}

async function findNode(context: Context, id: string): Promise<AnyStored | undefined> {
  return (await find(context, accountKind, id)) ?? (await find(context, orderKind, id));
}

async function orders(
  _: unknown,
  { first, after }: { readonly first?: number | null; readonly after?: string | null },
  { viewer, data }: Context,
) {
  requireRead(viewer, orderKind);
  if (onlyOwn(viewer, orderKind).length > 0) throw new Error('This needs orders.read.');
  const size = first ?? 20;
  if (size < 0 || size > 100) throw new Error('"first" is 0 to 100.');
  const key = Buffer.from(after ?? '', 'base64url').toString();
  const found = await data.list(orderKind, viewer.tenant, {
    first: size,
    after: parseEntityId(orderKind.prefix, key),
  });
  const edges = found.slice(0, size).map((node) => ({
    cursor: Buffer.from(node.entity.id).toString('base64url'),
    node,
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: typeof after === 'string',
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
  };
}

function summarize(change: Change<AccountDetail>): string {
  if (change.kind === 'DEPOSITED') return `deposited ${formatMoney(change.amount)}`;
  if (change.kind === 'WITHDREW') return `withdrew ${formatMoney(change.amount)}`;
  return change.kind === 'OPENED' ? 'opened the account' : 'closed the account';
}
