/** The mutation: the same steps in the same order as ours, up to the first lost race. */
import { forbidden, mayRead } from '../../../src/auth/access.ts';
import type { Viewer } from '../../../src/auth/viewer.ts';
import { accountKind, withdraw as withdrawRule } from '../../../src/domain/account.ts';
import type { Account, AccountDetail } from '../../../src/domain/account.ts';
import type { Change, Etag } from '../../../src/versioned/change.ts';
import { changed, changesSince } from '../../../src/versioned/entity.ts';
import { type Ksuid, ksuidTime, parseEntityId } from '../../../src/versioned/id.ts';
import { type DecimalMoney, parseAmount } from '../../../src/domain/money.ts';
import { invalid, isInvalid, parseAll } from '../../../src/versioned/refusal.ts';
import { parseOptional } from '../../../src/domain/text.ts';
import { fingerprint } from '../../../src/versioned/fingerprint.ts';
import type { Read } from '../../../src/versioned/store.ts';
import type { Data } from './data.ts';

export interface WithdrawInput {
  readonly requestId: Ksuid;
  readonly id: string;
  readonly ifMatch: Etag;
  readonly onConflict?: 'REJECT' | 'REAPPLY' | 'OVERWRITE' | null;
  readonly amount: DecimalMoney;
  readonly memo?: string | null;
}

type StoredAccount = Read<Account, AccountDetail>;

const furthestAheadMs = 5 * 60 * 1000;
const mostRounds = 5;
const impossibleEtag = '"00000000-0000-0000-0000-000000000000"' as Etag;

export async function withdraw(input: WithdrawInput, viewer: Viewer, data: Data, now: Date) {
  const permission = 'accounts.withdraw';
  if (!viewer.permissions.has(permission)) throw forbidden([permission]);
  const { requestId } = input;
  if (ksuidTime(requestId).getTime() > now.getTime() + furthestAheadMs) {
    return invalid(['requestId'], 'This KSUID is from the future.');
  }
  const policy = input.onConflict ?? 'REJECT';
  if (policy === 'OVERWRITE') return invalid(['onConflict'], 'OVERWRITE is not allowed.');
  const parsed = parseAll({
    amount: parseAmount(input.amount, ['amount']),
    memo: parseOptional(input.memo, ['memo']),
  });
  if (isInvalid(parsed)) return parsed;
  const id = parseEntityId(accountKind.prefix, input.id);
  if (!id) return notFound(input.id);
  const print = fingerprint(viewer.subject, 'withdraw', { id, ...parsed });

  let primaryAsked = false;
  for (let round = 1; round <= mostRounds; round += 1) {
    const stored = await data.read(accountKind, viewer.tenant, id);
    if (!stored || !mayRead(viewer, accountKind, stored.entity.state)) return notFound(input.id);
    const { entity, etag } = stored;
    const earlier = await findChange(data, stored, requestId);
    if (earlier) {
      if (earlier.fingerprint === print) return done(stored, earlier, true, []);
      const message = 'This requestId was accepted before, for something else.';
      return { type: 'RequestIdReusedError', message, requestId };
    }
    const missed = etag === input.ifMatch ? [] : changesSince(entity, input.ifMatch);
    if (!missed || (missed.length > 0 && policy === 'REJECT')) {
      if (primaryAsked) return conflict(stored, input.ifMatch, missed);
      primaryAsked = true;
      await data.replace(accountKind, stored, entity, impossibleEtag);
      continue;
    }
    const decision = withdrawRule(entity.state, parsed);
    if (decision.type !== 'Accepted') return { ...decision, id };
    const by = viewer.subject;
    const intent = { requestId, fingerprint: print, by, at: now.toISOString() };
    const next = changed(entity, etag, decision, intent);
    if (next.page) await data.createPage(accountKind, stored, next.page);
    const written = await data.replace(accountKind, stored, next.entity);
    const after = { ...stored, entity: next.entity };
    if (written) return done({ ...after, etag: written }, next.entity.lastChange, false, missed);
  }
  throw new Error('Too many others are changing this account right now.');
}

async function findChange(data: Data, { entity }: StoredAccount, requestId: Ksuid) {
  const atHand = entity.changes.find((change) => change.requestId === requestId);
  if (atHand || entity.newestPaged === null || requestId > entity.newestPaged) return atHand;
  return data.findPaged(accountKind, entity, requestId);
}

function done(
  account: StoredAccount,
  change: Change<AccountDetail>,
  replayed: boolean,
  missedChanges: readonly Change<AccountDetail>[],
) {
  return { type: 'AccountChanged', account, change, replayed, missedChanges };
}

function conflict(
  current: StoredAccount,
  ifMatch: Etag,
  missed: readonly Change<AccountDetail>[] | undefined,
) {
  return {
    type: 'AccountConflictError',
    message: 'It was changed after the version that you hold. Nothing was written.',
    ifMatch,
    current,
    missedChanges: missed ?? [],
    missedChangesComplete: missed !== undefined,
  };
}

function notFound(id: string) {
  return { type: 'NotFoundError', message: 'There is no such entity.', id };
}
