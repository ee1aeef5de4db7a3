/** Asks quietly what happened to what is on the screen: when the tab is looked at again, and before a dialog opens. */
import { useCallback, useEffect } from 'react';
import { useQuery } from 'urql';
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
  const variables = { id, etag };
  const [{ data, operation }, read] = useQuery({ query, variables, pause: true });
  const ask = useCallback(() => read({ requestPolicy: 'network-only' }), [read]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') ask();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [ask]);

  // urql shows the answer to the question before until there is another.
  const isAnswer = operation?.variables.etag === etag;
  return { missed: (isAnswer && data?.entity?.changesSince) || nothingMissed, ask };
}
