/** What one person's desk has: their client, what it tells them, what they are changing, the faults that they ask for. */
import { createContext, use } from 'react';
import { cacheExchange, Client, fetchExchange } from 'urql';
import { createFetch } from '../../client/fetch.ts';
import type { Retry } from '../../client/repetition.ts';
import { trustedExchange } from '../../client/urql.ts';
import type { Place } from '../navigation/route.ts';
import { fetchToken, type Viewer } from '../person/people.ts';
import { type Fault, fetchWithFault } from './faults.ts';
import { waitOnline } from './online.ts';
import { createStore, type Store } from './store.ts';

export interface Desk {
  readonly client: Client;
  /** The last thing that the person was told. */
  readonly notice: Store<string>;
  /** What is sent again just now, and why. */
  readonly retry: Store<Retry | undefined>;
  /** What happens to the next answer. */
  readonly fault: Store<Fault | undefined>;
  /** How queries are read. With another object in it, urql reads all of them anew that are on the screen. */
  readonly reading: Store<{ readonly requestPolicy: 'cache-and-network' }>;
  /** What the person is changing, by what it is about: whoever leaves a page and comes back finds it as it is by then. */
  readonly changes: Map<string, unknown>;
}

/** With its person at it, and where they are. */
export interface OpenDesk extends Desk {
  readonly viewer: Viewer;
  readonly isPane: boolean;
  readonly href: (place: Place) => string;
}

export function createDesk(person: string): Desk {
  const notice = createStore('');
  const retry = createStore<Retry | undefined>(undefined);
  const fault = createStore<Fault | undefined>(undefined);
  const reading = createStore({ requestPolicy: 'cache-and-network' } as const);
  const send = createFetch({
    getToken: () => fetchToken(person),
    fetch: fetchWithFault(fault),
    onRetry: retry.set,
    wait: waitOnline,
  });
  let underWay = 0;
  const client = new Client({
    url: '/graphql',
    exchanges: [cacheExchange, trustedExchange, fetchExchange],
    fetch: async (input, init) => {
      underWay += 1;
      try {
        return await send(input, init);
      } finally {
        underWay -= 1;
        // What another request waits for is still to be told.
        if (underWay === 0) retry.set(undefined);
      }
    },
  });
  return { client, notice, retry, fault, reading, changes: new Map() };
}

/** What is on the screen may be old. */
export function readAnew({ reading }: Desk): void {
  reading.set({ ...reading.get() });
}

const desks = new Map<string, Desk>();

/** Whoever leaves their desk finds it as it was, and what was sent from there meanwhile. */
export function deskOf(person: string): Desk {
  const desk = desks.get(person) ?? createDesk(person);
  desks.set(person, desk);
  return desk;
}

export const DeskContext = createContext<OpenDesk | undefined>(undefined);

export function useDesk(): OpenDesk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('There is no desk here: render this inside one.');
  return desk;
}
