/** Asks quietly what happened to what is on the screen: when the tab is looked at again, and before a dialog opens. */
import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import type { Versioned } from '../change/action.ts';
import type { Kind } from '../entity/kind.ts';
import { type Missed, nothingMissed } from './missed.ts';

interface ChangesSince {
  readonly missed: Missed;
  readonly ask: () => void;
}

/** Nobody waits for the answer: where there is none, nothing is said. */
export function useChangesSince(
  query: Kind<Versioned>['changesSince'],
  { id, etag }: Versioned,
): ChangesSince {
  const client = useClient();
  const [answer, setAnswer] = useState({ etag, missed: nothingMissed });
  const ask = useCallback(async () => {
    const variables = { id, etag };
    const { data } = await client.query(query, variables, { requestPolicy: 'network-only' });
    const missed = data?.entity?.changesSince;
    if (missed) setAnswer({ etag, missed });
  }, [client, query, id, etag]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [ask]);

  return { missed: answer.etag === etag ? answer.missed : nothingMissed, ask: () => void ask() };
}
