/** The resolver map, type by type, of what the measured operations ask for. */
import { GraphQLError } from 'graphql';
import type { Viewer } from '../../../src/auth/viewer.ts';
import { type AccountDetail, accountKind, withdraw } from '../../../src/domain/account.ts';
import { formatDecimal, formatMoney, type Money, parseAmount } from '../../../src/domain/money.ts';
import { lineTotal, orderKind, type OrderLine } from '../../../src/domain/order.ts';
import { parseOptional } from '../../../src/domain/text.ts';
import type { Change, Etag } from '../../../src/versioned/change.ts';
import { commit } from '../../../src/versioned/commit.ts';
import { fingerprint } from '../../../src/versioned/fingerprint.ts';
import { type Ksuid, parseEntityId, parseKsuid } from '../../../src/versioned/id.ts';
import type { Kind } from '../../../src/versioned/kind.ts';
import { isInvalid, parseAll } from '../../../src/versioned/refusal.ts';
import type { Store, Stored } from '../../../src/versioned/store.ts';

export interface Context {
  readonly viewer: Viewer;
  readonly store: Store;
}

interface WithdrawInput {
  readonly requestId: Ksuid;
  readonly id: string;
  readonly ifMatch: Etag;
  readonly onConflict?: 'REJECT' | 'REAPPLY';
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly memo?: string;
}

export const resolvers = {
  Query: {
    account: (_: unknown, { id }: { readonly id: string }, context: Context) =>
      find(context, accountKind, id),
    nodes: (_: unknown, { ids }: { readonly ids: readonly string[] }, context: Context) =>
      Promise.all(ids.map((id) => findNode(context, id))),
    orders: (_: unknown, { first }: { readonly first: number }, context: Context) =>
      listOrders(context, first),
  },
  Mutation: {
    withdraw: (_: unknown, { input }: { readonly input: WithdrawInput }, context: Context) =>
      withdrawFrom(input, context),
  },
  WithdrawResult: { __resolveType: ({ type }: { readonly type: string }) => type },
  Money: { amount: (money: Money) => formatDecimal(money) },
  AccountChange: {
    summary: (change: Change<AccountDetail>) =>
      `${change.kind.toLowerCase()} ${'amount' in change ? formatMoney(change.amount) : ''}`,
  },
  OrderLine: { total: (line: OrderLine) => lineTotal(line) },
};

function demand({ permissions }: Viewer, permission: string): void {
  if (permissions.has(permission)) return;
  const extensions = { code: 'FORBIDDEN' };
  throw new GraphQLError(`This needs the permission ${permission}.`, { extensions });
}

/** What a client sees of it. */
function shown<State, Detail>(kind: Kind<State, Detail>, { entity, etag }: Stored<State, Detail>) {
  const { id, version, createdAt, createdBy, lastChange, state } = entity;
  const { at: updatedAt, by: updatedBy } = lastChange;
  const __typename = kind.name === 'account' ? 'Account' : 'Order';
  return { __typename, id, etag, version, createdAt, createdBy, updatedAt, updatedBy, ...state };
}

async function find<State, Detail>(context: Context, kind: Kind<State, Detail>, text: string) {
  const { viewer, store } = context;
  demand(viewer, `${kind.container}.read`);
  const id = parseEntityId(kind.prefix, text);
  const read = id && (await store.read(kind, viewer.tenant, id));
  return read?.type === 'Found' ? shown(kind, read.stored) : undefined;
}

async function findNode(context: Context, id: string) {
  return (await find(context, accountKind, id)) ?? find(context, orderKind, id);
}

/** The first page. */
async function listOrders({ viewer, store }: Context, first: number) {
  demand(viewer, 'orders.read');
  if (first < 0 || first > 100) throw new GraphQLError('"first" is 0 to 100.');
  const { tenant: tenantId } = viewer;
  const query = { tenantId, first, after: undefined, where: [], changes: 'last' } as const;
  const { items, hasMore: hasNextPage } = await store.list(orderKind, query);
  const edges = items.map(({ id, read }) => ({
    cursor: Buffer.from(id).toString('base64url'),
    node: shown(orderKind, read()),
  }));
  const [startCursor, endCursor] = [edges[0]?.cursor, edges.at(-1)?.cursor];
  return { edges, pageInfo: { hasNextPage, hasPreviousPage: false, startCursor, endCursor } };
}

async function withdrawFrom(input: WithdrawInput, { viewer, store }: Context) {
  demand(viewer, 'accounts.read');
  demand(viewer, 'accounts.withdraw');
  const { requestId, id, ifMatch, onConflict: policy = 'REJECT' } = input;
  if (!parseKsuid(requestId)) throw new GraphQLError('"requestId" is no KSUID.');
  const parsed = parseAll({
    amount: parseAmount(input.amount, ['amount']),
    memo: parseOptional(input.memo, ['memo']),
  });
  if (isInvalid(parsed)) return parsed;
  const asked = { tenantId: viewer.tenant, by: viewer.subject, requestId, id, ifMatch, policy };
  const result = await commit(
    {
      ...asked,
      kind: accountKind,
      fingerprint: fingerprint(viewer.subject, 'withdraw', { id, ...parsed }),
      visible: () => true,
      rule: (account) => withdraw(account, parsed),
    },
    { store, now: () => new Date(), pause: async () => {} },
  );
  switch (result.type) {
    case 'Changed':
      return { ...result, type: 'AccountChanged', account: shown(accountKind, result.stored) };
    case 'Conflict':
      return {
        type: 'AccountConflictError',
        message: 'It was changed after the version that you hold. Nothing was written.',
        ifMatch,
        current: shown(accountKind, result.current),
        missedChanges: result.missedChanges ?? [],
        missedChangesComplete: result.missedChanges !== undefined,
      };
    case 'Refused':
      return { ...result.refusal, id, current: shown(accountKind, result.current) };
    default:
      return result;
  }
}
