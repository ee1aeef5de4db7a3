/** What every answer says in its headers, whatever it is. */
import type { Plugin } from 'graphql-yoga';

export function useHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      headers.set('cache-control', 'no-store');
      headers.set('x-content-type-options', 'nosniff');
    },
  };
}
