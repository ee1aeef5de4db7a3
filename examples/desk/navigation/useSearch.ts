/** The query of the page's address. Where the browser has the Navigation API, links change it without loading anew. */
import { useSyncExternalStore } from 'react';

export function useSearch(): string {
  return useSyncExternalStore(whenMoved, () => location.search);
}

function whenMoved(moved: () => void): () => void {
  if (!('navigation' in window)) return () => {};
  const { navigation } = window;
  const intercept = (event: NavigateEvent) => {
    const isHere = new URL(event.destination.url).pathname === location.pathname;
    const isReload = event.navigationType === 'reload';
    if (!event.canIntercept || !isHere || isReload || event.hashChange) return;
    // The new page's heading takes the focus, see OpenDesk.tsx.
    event.intercept({ focusReset: 'manual', handler: () => Promise.resolve(moved()) });
  };
  navigation.addEventListener('navigate', intercept);
  return () => navigation.removeEventListener('navigate', intercept);
}
