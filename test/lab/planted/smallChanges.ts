/** What the small service does with a mutation: refuse it, or make a change of it. */
import { lineId, refuses, shown, stored, sumOf, toLine } from '../checker/model.ts';
import type { MutationRequest, SeenRefusal, StoredState } from '../history.ts';

type Refusal = SeenRefusal['__typename'];

const refusals: Readonly<Record<MutationRequest['mutation'], readonly Refusal[]>> = {
  openAccount: [],
  deposit: ['AccountClosedError'],
  withdraw: ['AccountClosedError', 'InsufficientFundsError'],
  closeAccount: ['AccountClosedError', 'AccountNotEmptyError'],
  createOrder: [],
  addOrderLine: ['OrderStatusError'],
  changeOrderLine: ['OrderStatusError', 'OrderLineNotFoundError'],
  removeOrderLine: ['OrderStatusError', 'OrderLineNotFoundError'],
  setOrderNote: ['OrderStatusError'],
  placeOrder: ['OrderStatusError', 'OrderEmptyError'],
  cancelOrder: ['OrderStatusError'],
};

export function refusalOf(
  { mutation, input }: MutationRequest,
  state: StoredState,
): Refusal | undefined {
  return refusals[mutation].find((type) => refuses(type, state, mutation, input));
}

export function detailOf({ mutation, input }: MutationRequest, before: StoredState) {
  const { balance = { minor: 0, currency: 'USD' }, lines = [] } = before;
  const total = (after: typeof lines) => ({ total: { minor: sumOf(after), currency: 'USD' } });
  const old = lines.find(({ id }) => id === input.lineId);
  const amount = stored(input.amount ?? shown(balance));
  const move = (minor: number) => ({
    amount,
    balance: { ...balance, minor },
    memo: input.memo ?? null,
  });
  switch (mutation) {
    case 'openAccount':
      return { kind: 'OPENED', balance } as const;
    case 'deposit':
      return { kind: 'DEPOSITED', ...move(balance.minor + amount.minor) } as const;
    case 'withdraw':
      return { kind: 'WITHDREW', ...move(balance.minor - amount.minor) } as const;
    case 'closeAccount':
      return { kind: 'CLOSED', balance } as const;
    case 'createOrder':
      return { kind: 'CREATED', ...total(lines) } as const;
    case 'placeOrder':
      return { kind: 'PLACED', ...total(lines) } as const;
    case 'cancelOrder':
      return { kind: 'CANCELLED', ...total(lines) } as const;
    case 'setOrderNote':
      return { kind: 'NOTE_SET', note: input.note ?? null, ...total(lines) } as const;
    case 'addOrderLine': {
      if (!input.line) throw new Error('no line to add');
      const line = toLine(input.line, lineId(input.id ?? '', input.requestId, 0));
      return { kind: 'LINE_ADDED', line, ...total([...lines, line]) } as const;
    }
    case 'changeOrderLine': {
      if (!old) throw new Error('no line to change');
      const line = { ...old, quantity: input.quantity ?? 0 };
      const next = lines.map((other) => (other === old ? line : other));
      return { kind: 'LINE_CHANGED', line, ...total(next) } as const;
    }
    case 'removeOrderLine': {
      if (!old) throw new Error('no line to remove');
      const next = lines.filter((other) => other !== old);
      return { kind: 'LINE_REMOVED', line: old, ...total(next) } as const;
    }
  }
}
