/** Whether the browser has a network at all. */
import { useSyncExternalStore } from 'react';

function whenSwitched(switched: () => void): () => void {
  addEventListener('online', switched);
  addEventListener('offline', switched);
  return () => {
    removeEventListener('online', switched);
    removeEventListener('offline', switched);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(whenSwitched, () => navigator.onLine);
}

/** A pause between two attempts; without a network it lasts until there is one: what waits is sent then. */
export async function waitOnline(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  if (!navigator.onLine) {
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
  }
}
