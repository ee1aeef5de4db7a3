/** Asks quietly what happened to what is on the screen: when the tab is looked at again, and before a dialog opens. */
import { useCallback, useEffect, useState } from 'react';
import type { ETag } from '../../client/scalars.ts';
import { type Missed, nothingMissed } from './missed.ts';

export interface News {
  /** Since the version on the screen. */
  readonly missed: Missed;
  readonly ask: () => void;
}

/** `fetchNews` answers `undefined` where it cannot tell: it was a quiet question, and nobody waits for its answer. */
export function useNews(etag: ETag, fetchNews: (etag: ETag) => Promise<Missed | undefined>): News {
  const [news, setNews] = useState({ etag, missed: nothingMissed });
  const ask = useCallback(async () => {
    const missed = await fetchNews(etag);
    if (missed) setNews({ etag, missed });
  }, [etag, fetchNews]);

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

  return { missed: news.etag === etag ? news.missed : nothingMissed, ask: () => void ask() };
}
