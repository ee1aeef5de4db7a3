/**
 * The main promises of the API, tried on a running one: a change, a stale change answered with a conflict, a replay. It
 * leaves a closed account behind, since nothing can be deleted.
 */

import { isDeepStrictEqual } from 'node:util';
import type { Target } from '../../local/client.ts';
import { newRequestId } from '../../local/requestId.ts';
import { messageOf } from '../../local/script.ts';
import { createSmokeClient, type MutationAnswer } from './client.ts';

export interface SmokeOptions extends Target {
  /** Told each step that went well. */
  readonly say: (line: string) => void;
}

const money = { amount: '1.00', currency: 'USD' };

/** Throws the first thing that was not as promised. */
export async function runSmoke({ say, ...target }: SmokeOptions): Promise<void> {
  const client = createSmokeClient(target);

  function check(what: string, found: unknown, expected: unknown): void {
    if (!isDeepStrictEqual(found, expected)) {
      const [was, should] = [found, expected].map((json) => JSON.stringify(json));
      throw new Error(`${what}: was ${was}, should be ${should}`);
    }
    say(what);
  }

  check('the health check answers', await client.health(), 200);
  check('a request without a token is refused', await client.withoutToken(), {
    status: 401,
    challenge: 'Bearer',
  });

  const opened = await client.mutate('openAccount', {
    requestId: newRequestId(),
    owner: 'smoke test',
    currency: 'USD',
  });
  const { id = '', etag: firstEtag } = opened.account ?? {};
  check('an account is opened', brief(opened), changed(1, '0.00', 'OPEN'));
  try {
    const deposit = { requestId: newRequestId(), id, ifMatch: firstEtag, amount: money };
    const deposited = await client.mutate('deposit', deposit);
    check('it is changed', brief(deposited), changed(2, '1.00', 'OPEN'));

    const withdrawal = { requestId: newRequestId(), id, amount: money };
    const conflict = await client.mutate('withdraw', { ...withdrawal, ifMatch: firstEtag });
    check(
      'a change under the etag before is answered with the conflict, what was missed, and the account as it is',
      {
        type: conflict.__typename,
        missed: conflict.missedChanges?.map(({ requestId }) => requestId),
        complete: conflict.missedChangesComplete,
        etag: conflict.current?.etag,
      },
      {
        type: 'AccountConflictError',
        missed: [deposit.requestId],
        complete: true,
        etag: deposited.account?.etag,
      },
    );

    const replayed = await client.mutate('deposit', deposit);
    check(
      'the same change sent again is answered as a replay, and not made twice',
      brief(replayed),
      { ...changed(2, '1.00', 'OPEN'), replayed: true },
    );

    const ifMatch = conflict.current?.etag;
    const withdrawn = await client.mutate('withdraw', { ...withdrawal, ifMatch });
    check(
      'the etag of the conflict is good to go on',
      brief(withdrawn),
      changed(3, '0.00', 'OPEN'),
    );

    const closed = await client.mutate('closeAccount', {
      requestId: newRequestId(),
      id,
      ifMatch: withdrawn.account?.etag,
    });
    check('the account is closed', brief(closed), changed(4, '0.00', 'CLOSED'));

    check('what was written is read', await client.read(id), {
      account: { id, version: 4, status: 'CLOSED' },
    });
  } catch (error) {
    throw new Error(`${messageOf(error)}\nThe account ${id} is left behind.`, { cause: error });
  }
}

/** What a refusal says is shown instead. */
function brief({ __typename: type, account, replayed, message }: MutationAnswer): object {
  if (account === undefined) return { type, message };
  const { version, status, balance } = account;
  return { type, version, status, balance: balance.amount, replayed };
}

function changed(version: number, balance: string, status: string) {
  return { type: 'AccountChanged', version, status, balance, replayed: false };
}
