/** The mutations of accounts: who may, what happens on a stale etag, and which rule decides. */
import {
  accountKind,
  closeAccount,
  deposit,
  openAccount,
  type Opening,
  withdraw,
} from '../src/domain/account.ts';
import { parseAmount, parseCurrency } from '../src/domain/money.ts';
import { parseAll } from '../src/versioned/refusal.ts';
import { parseOptional, parseText } from '../src/domain/text.ts';
import {
  CloseAccountResult,
  DepositResult,
  OpenAccountResult,
  WithdrawResult,
} from './accountResults.ts';
import { builder } from './builder.ts';
import { changingFields, type InputFields, oneLine } from './input.ts';
import { MoneyInput } from './money.ts';
import { mutationsOf } from './mutation.ts';

const OpenAccountInput = builder.inputType('OpenAccountInput', {
  fields: (t) => ({
    requestId: t.field({
      type: 'KSUID',
      required: true,
      description:
        'Names the intention, and the new account: its id is `acc_` and this KSUID. Make it before the first try, and send it with each.',
    }),
    owner: t.string({ required: true, description: oneLine }),
    currency: t.field({ type: 'CurrencyCode', required: true }),
  }),
});

const DepositInput = builder.inputType('DepositInput', {
  description:
    '`requestId` names the intention: make it before the first try and send it with each. However often it is sent, at any time\nand to any instance, by a person, a retrying client or the browser itself, it is done at most once.',
  fields: (t) => ({ ...changingFields(t), ...movementFields(t) }),
});

const WithdrawInput = builder.inputType('WithdrawInput', {
  fields: (t) => ({ ...changingFields(t), ...movementFields(t) }),
});

const CloseAccountInput = builder.inputType('CloseAccountInput', { fields: changingFields });

const { creating, changing } = mutationsOf(accountKind, {
  changed: 'AccountChanged',
  conflict: 'AccountConflictError',
});

builder.mutationFields((t) => ({
  openAccount: t.field({
    type: OpenAccountResult,
    args: { input: t.arg({ type: OpenAccountInput, required: true }) },
    ...creating<typeof OpenAccountInput.$inferInput, Opening, never>({
      name: 'openAccount',
      permission: 'accounts.open',
      parse: ({ owner, currency }) =>
        parseAll({
          owner: parseText(owner, ['owner']),
          currency: parseCurrency(currency, ['currency']),
        }),
      rule: openAccount,
    }),
  }),

  deposit: t.field({
    type: DepositResult,
    args: { input: t.arg({ type: DepositInput, required: true }) },
    ...changing({
      name: 'deposit',
      permission: 'accounts.deposit',
      onConflict: { policy: 'REAPPLY', allows: ['REJECT', 'REAPPLY'] },
      parse: parseMovement,
      rule: deposit,
    }),
  }),

  withdraw: t.field({
    type: WithdrawResult,
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    ...changing({
      name: 'withdraw',
      permission: 'accounts.withdraw',
      onConflict: { policy: 'REJECT', allows: ['REJECT', 'REAPPLY'] },
      parse: parseMovement,
      rule: withdraw,
    }),
  }),

  closeAccount: t.field({
    type: CloseAccountResult,
    args: { input: t.arg({ type: CloseAccountInput, required: true }) },
    ...changing({
      name: 'closeAccount',
      permission: 'accounts.close',
      onConflict: { policy: 'REJECT', allows: ['REJECT'] },
      parse: (_input: typeof CloseAccountInput.$inferInput) => ({}),
      rule: closeAccount,
    }),
  }),
}));

function movementFields(t: InputFields) {
  return {
    amount: t.field({ type: MoneyInput, required: true, description: 'More than 0.' }),
    memo: t.string({ description: 'At most 500 characters.' }),
  };
}

function parseMovement({ amount, memo }: typeof DepositInput.$inferInput) {
  return parseAll({
    amount: parseAmount(amount, ['amount']),
    memo: parseOptional(memo, ['memo']),
  });
}
