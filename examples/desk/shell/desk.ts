/** What one person's desk has: their client, what it tells them, and the trouble that they ask for. */
import { createContext, use } from 'react';
import { cacheExchange, Client, fetchExchange } from 'urql';
import { createFetch } from '../../client/fetch.ts';
import type { Retry } from '../../client/repetition.ts';
import { trustedExchange } from '../../client/urql.ts';
import { fetchToken } from '../person/people.ts';
import { waitOnline } from './online.ts';
import { createStore, type Store } from './store.ts';
import { fetchWithTrouble, type Trouble } from './trouble.ts';

export interface Desk {
  readonly client: Client;
  /** The last thing that the person was told. */
  readonly told: Store<string>;
  /** What is sent again just now, and why. */
  readonly retry: Store<Retry | undefined>;
  /** What happens to the next answer. */
  readonly trouble: Store<Trouble | undefined>;
}

export function createDesk(person: string): Desk {
  const told = createStore('');
  const retry = createStore<Retry | undefined>(undefined);
  const trouble = createStore<Trouble | undefined>(undefined);
  const send = createFetch({
    getToken: () => fetchToken(person),
    fetch: fetchWithTrouble(trouble),
    onRetry: retry.set,
    wait: waitOnline,
  });
  const client = new Client({
    url: '/graphql',
    exchanges: [cacheExchange, trustedExchange, fetchExchange],
    fetch: async (input, init) => {
      try {
        return await send(input, init);
      } finally {
        retry.set(undefined);
      }
    },
  });
  return { client, told, retry, trouble };
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('There is no desk here: render this inside one.');
  return desk;
}
