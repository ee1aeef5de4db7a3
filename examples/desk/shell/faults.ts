/** Faults on purpose: the local host loses or delays the answer to a change, which it makes nevertheless. */
import type { Store } from './store.ts';

export type Fault = 'lost' | 'delayed';

/** It is for the next change, and for the first time that it is sent: what is sent again gets its answer. */
export function fetchWithFault(fault: Store<Fault | undefined>): typeof fetch {
  return (input, init) => {
    const answer = fault.get();
    const isChange = typeof init?.body === 'string' && init.body.includes('"requestId"');
    if (answer === undefined || !isChange) return fetch(input, init);
    fault.set(undefined);
    const headers = new Headers(init?.headers);
    headers.set('x-desk-answer', answer);
    return fetch(input, { ...init, headers });
  };
}
