/** The query of the page's address. Where the browser has the Navigation API, links change it without loading anew. */
import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { focusHeading } from './focus.ts';

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
    const handler = async () => {
      flushSync(moved);
      // Whoever follows a link is read the heading of what they came to. Whoever chooses a status stays where they are.
      if (event.userInitiated) focusHeading();
    };
    event.intercept({ focusReset: 'manual', handler });
  };
  navigation.addEventListener('navigate', intercept);
  return () => navigation.removeEventListener('navigate', intercept);
}
