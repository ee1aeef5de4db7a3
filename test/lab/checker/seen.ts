/** What a client must see of what is stored. */
import { shown } from './model.ts';
import type {
  SeenAccount,
  SeenChange,
  SeenLine,
  SeenOrder,
  StoredChange,
  StoredEntity,
  StoredLine,
  StoredState,
} from '../history.ts';

export function toSeenEntity(
  { id, createdAt, createdBy }: StoredEntity,
  version: number,
  etag: string,
  { at: updatedAt, by: updatedBy }: StoredChange,
  { status, owner = '', balance, customer = '', lines = [], note = null, total }: StoredState,
): SeenAccount | SeenOrder {
  const common = { id, etag, version, createdAt, createdBy, updatedAt, updatedBy };
  if (balance) {
    return { ...common, owner, status: status as SeenAccount['status'], balance: shown(balance) }; // as it is stored
  }
  return {
    ...common,
    customer,
    status: status as SeenOrder['status'], // as it is stored
    note,
    lines: lines.map(toSeenLine),
    total: shown(total ?? { minor: 0, currency: '' }),
  };
}

export function toSeenChange(change: StoredChange): SeenChange {
  const { requestId, version, at, by, kind, amount, balance, memo, line, total } = change;
  const common = { requestId, version, at, by, kind };
  if (balance) {
    const moved = { amount: amount ? shown(amount) : null, memo: memo ?? null };
    return { ...common, ...moved, balance: shown(balance) };
  }
  const left = { line: line ? toSeenLine(line) : null };
  return { ...common, ...left, total: shown(total ?? { minor: 0, currency: '' }) };
}

function toSeenLine(line: StoredLine): SeenLine {
  const { minor, currency } = line.unitPrice;
  const total = shown({ minor: minor * line.quantity, currency });
  return { ...line, unitPrice: shown(line.unitPrice), total };
}
