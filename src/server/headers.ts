/** What every answer says in its headers, whatever it is. */
import type { Plugin } from 'graphql-yoga';

export const everyAnswer: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export function useHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      for (const [name, value] of Object.entries(everyAnswer)) headers.set(name, value);
    },
  };
}
