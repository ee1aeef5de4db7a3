/** The business once more, as plainly as it can be said: what a change does, what it needs, and what is refused. */
import { isDeepStrictEqual } from 'node:util';
import { partId, parseEntityId, parseKsuid } from '../../../src/versioned/id.ts';
import type {
  LineInput,
  MoneyText,
  Mutation,
  MutationInput,
  SeenRefusal,
  StoredChange,
  StoredLine,
  StoredMoney,
  StoredState,
} from '../history.ts';

const zero: StoredMoney = { minor: 0, currency: 'USD' };

/** USD has two decimals; other currencies only come where a refusal is wanted. */
export function stored({ amount, currency }: MoneyText): StoredMoney {
  const [whole = '', decimals = ''] = amount.split('.');
  return { minor: Number(whole + decimals.padEnd(2, '0')), currency };
}

export function shown({ minor, currency }: StoredMoney): MoneyText {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  const sign = minor < 0 ? '-' : '';
  return { amount: `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`, currency };
}

export function sumOf(lines: readonly StoredLine[]): number {
  return lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.minor, 0);
}

/** What an entity is before its first change has set balance, total and status. */
export function initial(kind: 'account' | 'order', input: MutationInput): StoredState {
  const { requestId, owner = '', customer = '', lines = [], note = null } = input;
  if (kind === 'account') return { owner, status: 'OPEN', balance: zero };
  const made = lines.map((line, index) =>
    toLine(line, lineId(`ord_${requestId}`, requestId, index + 1)),
  );
  return { customer, status: 'OPEN', lines: made, note, total: zero };
}

/** Lines are named by their order, the request that made them, and their number in it: 0 is an added one's. */
export function lineId(order: string, requestId: string, number: number): string {
  const [id, ksuid] = [parseEntityId('ord_', order), parseKsuid(requestId)];
  return id && ksuid ? partId(id, ksuid, number) : '';
}

export function toLine(line: LineInput, id: string): StoredLine {
  const { sku, description, quantity, unitPrice } = line;
  return { id, sku, description, quantity, unitPrice: stored(unitPrice) };
}

/** The state that this change leaves, with balance and total as it says itself: `problemOf` says whether they are right. */
export function after(state: StoredState, change: StoredChange): StoredState {
  const { lines = [] } = state;
  const { line, kind } = change;
  const money = change.balance ? { balance: change.balance } : { total: change.total ?? zero };
  const next = { ...state, ...money };
  switch (kind) {
    case 'CLOSED':
    case 'PLACED':
    case 'CANCELLED':
      return { ...next, status: kind };
    case 'LINE_ADDED':
      return line ? { ...next, lines: [...lines, line] } : next;
    case 'LINE_CHANGED':
      return { ...next, lines: lines.map((old) => (line && old.id === line.id ? line : old)) };
    case 'LINE_REMOVED':
      return { ...next, lines: lines.filter(({ id }) => id !== line?.id) };
    case 'NOTE_SET':
      return { ...next, note: change.note ?? null };
    case 'OPENED':
    case 'DEPOSITED':
    case 'WITHDREW':
    case 'CREATED':
      break;
  }
  return next;
}

const kinds: Readonly<Record<'account' | 'order', readonly string[]>> = {
  account: ['OPENED', 'DEPOSITED', 'WITHDREW', 'CLOSED'],
  order: [
    'CREATED',
    'LINE_ADDED',
    'LINE_CHANGED',
    'LINE_REMOVED',
    'NOTE_SET',
    'PLACED',
    'CANCELLED',
  ],
};

/** Why this change cannot follow from that state alone; undefined when it does. */
export function problemOf(before: StoredState, change: StoredChange): string | undefined {
  const known = kinds[before.balance ? 'account' : 'order'];
  if (!known.includes(change.kind)) return `there is no change ${change.kind}`;
  const next = after(before, change);
  const { amount = zero, line } = change;
  const balance = before.balance?.minor ?? 0;
  const old = before.lines?.find(({ id }) => id === line?.id);
  if (next.lines && next.total?.minor !== sumOf(next.lines)) return 'the total is not the sum';
  const isOpen = before.status === 'OPEN';
  switch (change.kind) {
    case 'OPENED':
      return unless(change.balance?.minor === 0, 'an account opens with a balance');
    case 'DEPOSITED':
    case 'WITHDREW': {
      const by = change.kind === 'DEPOSITED' ? amount.minor : -amount.minor;
      const follows = isOpen && amount.minor > 0 && change.balance?.minor === balance + by;
      return unless(follows, `${balance} becomes ${change.balance?.minor} by ${by}`);
    }
    case 'CLOSED':
      return unless(isOpen && balance === 0 && change.balance?.minor === 0, 'closed, not empty');
    case 'CREATED':
      return undefined;
    case 'LINE_ADDED':
      return unless(isOpen && line !== undefined && !old, 'a line comes again, or too late');
    case 'LINE_CHANGED': {
      const same = isDeepStrictEqual({ ...old, quantity: 0 }, { ...line, quantity: 0 });
      return unless(isOpen && same, 'more than the quantity of a line was changed');
    }
    case 'LINE_REMOVED':
      return unless(isOpen && isDeepStrictEqual(old, line), 'another line was removed');
    case 'PLACED':
      return unless(isOpen && before.lines?.length !== 0, 'an empty or closed order was placed');
    case 'NOTE_SET':
    case 'CANCELLED':
      return unless(before.status !== 'CANCELLED', 'a cancelled order was changed');
  }
}

function unless(holds: boolean, problem: string): string | undefined {
  return holds ? undefined : problem;
}

/** Whether this refusal is the right answer to the mutation in that state; undefined where the state does not decide. */
export function refuses(
  type: SeenRefusal['__typename'],
  state: StoredState,
  mutation: Mutation,
  input: MutationInput,
): boolean | undefined {
  const isOpen = state.status === 'OPEN';
  const balance = state.balance?.minor ?? 0;
  const price = input.amount ?? input.line?.unitPrice;
  const currency = (state.balance ?? state.total)?.currency;
  switch (type) {
    case 'InsufficientFundsError':
      return isOpen && input.amount !== undefined && balance < stored(input.amount).minor;
    case 'AccountClosedError':
      return state.status === 'CLOSED';
    case 'AccountNotEmptyError':
      return isOpen && balance !== 0;
    case 'CurrencyMismatchError':
      return isOpen && price !== undefined && price.currency !== currency;
    case 'OrderStatusError':
      return mutation === 'setOrderNote' || mutation === 'cancelOrder'
        ? state.status === 'CANCELLED'
        : !isOpen;
    case 'OrderEmptyError':
      return isOpen && state.lines?.length === 0;
    case 'OrderLineNotFoundError':
      return isOpen && !state.lines?.some(({ id }) => id === input.lineId);
    case 'NotFoundError':
    case 'InvalidInputError':
    case 'RequestIdReusedError':
      return undefined;
  }
}
