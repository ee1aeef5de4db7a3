/** Whose tokens count, for how long, and the keys that verify them. */

import type { JSONWebKeySet } from 'jose';
import * as v from 'valibot';
import { parseKeySet } from './keySet.ts';
import { optional, parsePrivateUrl, required } from './text.ts';

export type JwtSettings = v.InferOutput<typeof jwt>['jwt'];

export const tokens = v.object({
  JWT_ISSUER: required({
    what: 'the exact iss claim of the tokens',
    description: 'The exact iss claim of the tokens.',
    examples: ['https://login.example.com/'],
    look: /\S/,
    parse: String,
    problem: 'is blank',
  }),
  JWT_AUDIENCE: required({
    what: 'the aud claim that names this API',
    description: 'The aud claim that names this API.',
    examples: ['order-desk'],
    look: /\S/,
    parse: String,
    problem: 'is blank',
  }),
  JWT_TENANT_CLAIM: optional({
    default: 'tid',
    description: 'The claim that names the tenant.',
    examples: ['tid'],
    // Claim names go into challenges, which are ASCII without quotes.
    look: /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/,
    parse: String,
    problem: 'is not a claim name: use printable ASCII without blanks, quotes or backslashes',
  }),
  JWT_MAX_TOKEN_AGE: optional({
    default: '100 minutes',
    description: 'How long a withdrawn permission may live on: seconds, or a span.',
    examples: ['6000', '1h', '100 minutes'],
    look: /^\d/,
    parse: parseSeconds,
    problem: 'is not a time: use whole seconds, or a span such as "100 minutes" or "1h"',
  }),
});

export const keySet = v.object({
  JWT_JWKS: required({
    what: 'the JSON Web Key Set of the issuer (or JWT_JWKS_URI)',
    description:
      "The issuer's public keys, as JSON. npm run settings fills in the development key.",
    examples: [
      '{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}',
    ],
    look: /^\s*\{[^]*"keys"/,
    parse: parseWholeKeySet,
    problem: problemWithKeySet,
  }),
});

export const keySetUri = v.object({
  JWT_JWKS_URI: required({
    what: 'where the issuer publishes its keys',
    description: 'Where the keys are fetched for each request. JWT_JWKS goes before it.',
    examples: ['https://login.example.com/keys'],
    look: /^https?:/i,
    parse: parsePrivateUrl,
    problem: "is not an https URL: set it to the issuer's jwks_uri (http on loopback only)",
  }),
});

/** The key set goes before its URI, which then is not looked at. */
const uriAlone = v.object({ JWT_JWKS: v.undefined(), JWT_JWKS_URI: v.string() });

export const jwt = v.pipe(
  v.intersect([tokens, v.lazy((texts) => (v.is(uriAlone, texts) ? keySetUri : keySet))]),
  v.transform((read) => ({
    jwt: {
      issuer: read.JWT_ISSUER,
      audience: read.JWT_AUDIENCE,
      tenantClaim: read.JWT_TENANT_CLAIM,
      maxTokenAgeSeconds: read.JWT_MAX_TOKEN_AGE,
      keys:
        'JWT_JWKS' in read
          ? ({ type: 'Local', jwks: read.JWT_JWKS } as const)
          : ({ type: 'Remote', uri: read.JWT_JWKS_URI } as const),
    },
  })),
);

const secondsPerUnit: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_557_600,
};

const timeSpan =
  /^(\d+(?:\.\d+)?) ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|y|yrs?|years?)?$/i;

/** Units as in jose, whose own parser is not exported. */
function parseSeconds(age: string): number | undefined {
  const [, amount, unit] = timeSpan.exec(age) ?? [];
  const factor = secondsPerUnit[unit?.charAt(0).toLowerCase() ?? 's'];
  const exact = Number(amount) * (factor ?? Number.NaN);
  const seconds = unit === undefined ? exact : Math.round(exact);
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined;
}

/** Unlike what an issuer publishes, a setting has no key that is broken. */
function parseWholeKeySet(json: string): JSONWebKeySet | undefined {
  const result = parseKeySet(parseJson(json));
  return result.type === 'KeySet' && result.malformed.length === 0 ? result.jwks : undefined;
}

function problemWithKeySet(json: string): string {
  const result = parseKeySet(parseJson(json));
  const reason =
    result.type === 'NotAKeySet'
      ? result.reason
      : `has malformed keys (${result.malformed.join('; ')})`;
  return `${reason}: set it to the public keys of the issuer`;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message would quote the value, and that may be a private key.
    return undefined;
  }
}
