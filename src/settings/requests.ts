/** How requests are served. */

import * as v from 'valibot';
import { flag, optional, parseHttpUrl } from './text.ts';

export const requests = v.pipe(
  v.object({
    CORS_ORIGINS: optional({
      default: '',
      description: 'Exact origins, comma-separated.',
      examples: ['http://localhost:3000,https://desk.example.com'],
      look: /^[\s,]*(?:https?:|$)/,
      parse: (list) => (wrongOrigin(list) === 0 ? originsIn(list) : undefined),
      problem: (list) =>
        `has an entry, number ${wrongOrigin(list)}, that is not an exact origin: write scheme, host and ` +
        'any unusual port in lower case, like https://app.example.com, with no path, final slash or *',
    }),
    REQUEST_DEADLINE_MS: optional({
      default: '10000',
      description: 'When a request is answered at the latest, in milliseconds.',
      examples: ['100', '10000', '200000'],
      look: /^0*\d{3,6}$/,
      parse: (ms) => (Number(ms) >= 100 && Number(ms) <= 200_000 ? Number(ms) : undefined),
      problem: 'is not a whole number of milliseconds from 100 to 200000',
    }),
    GRAPHQL_INTROSPECTION: flag('Whether who has a good token may ask for the schema.'),
    GRAPHQL_TRUSTED_ONLY: flag('Whether operations that the build does not know are refused.'),
    SERVER_TIMING: flag('Whether answers say in the Server-Timing header where their time went.'),
  }),
  v.transform((read) => ({
    corsOrigins: read.CORS_ORIGINS,
    requestDeadlineMs: read.REQUEST_DEADLINE_MS,
    introspection: read.GRAPHQL_INTROSPECTION,
    trustedOnly: read.GRAPHQL_TRUSTED_ONLY,
    serverTiming: read.SERVER_TIMING,
  })),
);

function originsIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
}

/** The number of the first one, 0 where all are right. */
function wrongOrigin(list: string): number {
  return originsIn(list).findIndex((origin) => parseHttpUrl(origin)?.origin !== origin) + 1;
}
