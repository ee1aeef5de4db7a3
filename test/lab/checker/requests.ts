/** What a request asked for, and whether its answer says that nothing was written. */
import { isDeepStrictEqual } from 'node:util';
import type { MutationRequest, Outcome, StoredChange } from '../history.ts';
import { initial, stored, sumOf, toLine, lineId } from './model.ts';
import { isChanged } from './shown.ts';
import type { Attempt } from './world.ts';

type Policy = NonNullable<MutationRequest['input']['onConflict']>;

const overwriting = ['setOrderNote'];
const reapplying = ['deposit', 'addOrderLine'];

export function policyOf({ mutation, input }: MutationRequest): Policy {
  if (input.onConflict) return input.onConflict;
  if (overwriting.includes(mutation)) return 'OVERWRITE';
  return reapplying.includes(mutation) ? 'REAPPLY' : 'REJECT';
}

/** Whether this change is what the attempt asked for, by the same client. */
export function isRequestOf({ client, request }: Attempt, change: StoredChange): boolean {
  const { mutation, input } = request;
  const { kind, line } = change;
  if (change.by !== client || change.requestId !== input.requestId) return false;
  switch (mutation) {
    case 'openAccount':
      return kind === 'OPENED' && change.balance?.currency === input.currency;
    case 'deposit':
      return kind === 'DEPOSITED' && moves(input, change);
    case 'withdraw':
      return kind === 'WITHDREW' && moves(input, change);
    case 'closeAccount':
      return kind === 'CLOSED';
    case 'createOrder': {
      const { lines = [] } = initial('order', input);
      return kind === 'CREATED' && change.total?.minor === sumOf(lines);
    }
    case 'addOrderLine':
      return (
        kind === 'LINE_ADDED' &&
        input.line !== undefined &&
        isDeepStrictEqual(line, toLine(input.line, lineId(input.id ?? '', input.requestId, 0)))
      );
    case 'changeOrderLine':
      return (
        kind === 'LINE_CHANGED' && line?.id === input.lineId && line?.quantity === input.quantity
      );
    case 'removeOrderLine':
      return kind === 'LINE_REMOVED' && line?.id === input.lineId;
    case 'setOrderNote':
      return kind === 'NOTE_SET' && (change.note ?? null) === (input.note ?? null);
    case 'placeOrder':
      return kind === 'PLACED';
    case 'cancelOrder':
      return kind === 'CANCELLED';
  }
}

function moves({ amount, memo }: MutationRequest['input'], change: StoredChange): boolean {
  return (
    amount !== undefined &&
    isDeepStrictEqual(change.amount, stored(amount)) &&
    (change.memo ?? null) === (memo ?? null)
  );
}

/** The answer says for certain that this attempt has written nothing, and that no other one will through it. */
export function wasRefused(outcome: Outcome): boolean {
  switch (outcome.type) {
    case 'NoAnswer':
      return false;
    case 'Failed':
      return !outcome.errors.some(({ mutationRequestId }) => mutationRequestId !== undefined);
    case 'Answered':
      return !isChanged(outcome.result);
  }
}
