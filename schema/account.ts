/** Accounts as a client reads them. */
import { onlyOwner, requireRead } from '../src/auth/access.ts';
import {
  type Account as AccountState,
  type AccountDetail,
  accountKind,
} from '../src/domain/account.ts';
import type { Change as DomainChange } from '../src/versioned/entity.ts';
import { formatMoney } from '../src/domain/money.ts';
import { toOneLine } from '../src/domain/text.ts';
import type { Stored } from '../src/versioned/store.ts';
import { builder, callCost } from './builder.ts';
import {
  Change,
  changesSinceField,
  changesSinceType,
  historyCost,
  historyExtensions,
  historyPage,
} from './change.ts';
import { connectionType, pageArgs } from './connection.ts';
import { listCost, listExtensions, listPage } from './list.ts';
import { Money } from './money.ts';
import { findEntity, Node, Versioned } from './node.ts';

const AccountStatus = builder.enumType('AccountStatus', { values: ['OPEN', 'CLOSED'] as const });

const AccountChangeKind = builder.enumType('AccountChangeKind', {
  values: ['OPENED', 'DEPOSITED', 'WITHDREW', 'CLOSED'] as const,
});

export const AccountChange = builder
  .objectRef<DomainChange<AccountDetail>>('AccountChange')
  .implement({
    interfaces: [Change],
    fields: (t) => ({
      summary: t.string({ resolve: (change) => toOneLine(summarize(change)) }),
      kind: t.expose('kind', { type: AccountChangeKind }),
      amount: t.field({
        type: Money,
        nullable: true,
        description: 'What moved, never negative; null for OPENED and CLOSED.',
        resolve: (change) => ('amount' in change ? change.amount : null),
      }),
      balance: t.expose('balance', {
        type: Money,
        description: 'The balance right after this change.',
      }),
      memo: t.string({
        nullable: true,
        resolve: (change) => ('memo' in change ? change.memo : null),
      }),
    }),
  });

const AccountChangeConnection = connectionType('AccountChange', AccountChange);

const AccountChangesSince = changesSinceType('AccountChangesSince', AccountChange);

export const Account = builder.objectRef<Stored<AccountState, AccountDetail>>('Account').implement({
  interfaces: [Node, Versioned],
  fields: (t) => ({
    owner: t.string({ resolve: ({ entity }) => entity.state.owner }),
    status: t.field({ type: AccountStatus, resolve: ({ entity }) => entity.state.status }),
    balance: t.field({ type: Money, resolve: ({ entity }) => entity.state.balance }),
    history: t.field({
      type: AccountChangeConnection,
      nullable: true,
      description:
        'Every accepted change since the account was opened, newest first: none is ever dropped. Null, with an error, where it could not be read: the rest of the answer stays.',
      args: pageArgs,
      complexity: historyCost,
      extensions: historyExtensions,
      resolve: (stored, args, { store }) => historyPage(store, accountKind, stored, args),
    }),
    changesSince: t.field({ type: AccountChangesSince, ...changesSinceField }),
  }),
});

const AccountConnection = connectionType('Account', Account, { nullableNode: true });

builder.queryFields((t) => ({
  account: t.field({
    type: Account,
    nullable: true,
    description: 'Null where there is no such account, or the caller may not see it.',
    args: { id: t.arg.id({ required: true }) },
    complexity: callCost,
    resolve: (_parent, { id }, context) => {
      requireRead(context.viewer, accountKind);
      return findEntity(context, accountKind, id);
    },
  }),
  accounts: t.field({
    type: AccountConnection,
    nullable: true,
    description: "Newest first by id, whose time is its maker's clock. `first` is 0 to 100.",
    args: pageArgs,
    complexity: listCost,
    extensions: listExtensions(accountKind),
    resolve: (_parent, args, context) => {
      requireRead(context.viewer, accountKind);
      return listPage(context, accountKind, args, [
        { owner: onlyOwner(context.viewer, accountKind) },
      ]);
    },
  }),
}));

function summarize(change: DomainChange<AccountDetail>): string {
  switch (change.kind) {
    case 'OPENED':
      return `opened the account in ${change.balance.currency}`;
    case 'DEPOSITED':
      return `deposited ${formatMoney(change.amount)}`;
    case 'WITHDREW':
      return `withdrew ${formatMoney(change.amount)}`;
    case 'CLOSED':
      return 'closed the account';
  }
}
