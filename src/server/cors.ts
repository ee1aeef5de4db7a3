/** What a page of another origin may do: nothing, unless the settings name that origin. */
import type { CORSOptions, Plugin } from 'graphql-yoga';
import type { RequestScope } from './request.ts';
import { sessionTokenHeader } from './sessionToken.ts';

/** Browsers keep what they were told for so long at most. */
const rememberedSeconds = 2 * 60 * 60;

/**
 * Yoga answers a stranger with a header, and where no origin is named it lets in all. Which headers a page may send is not
 * said: yoga then allows those that it asks for, and there are no cookies to abuse.
 */
export function corsFor(origins: readonly string[]) {
  return ({ headers }: Request): CORSOptions => {
    const origin = headers.get('origin');
    if (origin === null || !origins.includes(origin)) return false;
    return {
      origin: [origin],
      methods: ['GET', 'POST', 'OPTIONS'],
      exposedHeaders: [sessionTokenHeader, 'www-authenticate', 'retry-after'],
      credentials: false,
      maxAge: rememberedSeconds,
    };
  };
}

/** A cache must not give the answer to one origin to another. */
export function useVaryByOrigin(): Plugin<object, RequestScope> {
  return {
    onResponse({ response: { headers } }) {
      headers.append('vary', 'Origin');
    },
  };
}
