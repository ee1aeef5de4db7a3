/** What each setting may be. */

import type { JSONWebKeySet } from 'jose';
import { parseKeySet } from './auth/keySet.ts';
import type { Parsed } from './settingsReader.ts';

export function parseText(text: string): Parsed<string> {
  return { value: text };
}

export interface Endpoint {
  readonly href: string;
  readonly encrypted: boolean;
  readonly loopback: boolean;
}

export function parseEndpoint(text: string): Parsed<Endpoint> {
  if (/AccountEndpoint=|AccountKey=/i.test(text)) {
    return {
      problem: 'is a connection string: put its AccountEndpoint here, its key in COSMOS_KEY',
    };
  }
  const url = parseHttpUrl(text);
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return { problem: 'is not an http(s) URL like https://<account>.documents.azure.com:443/' };
  }
  return {
    value: { href: url.href, encrypted: url.protocol === 'https:', loopback: isLoopback(url) },
  };
}

export function parseBase64(text: string): Parsed<string> {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isBase64
    ? { value: text }
    : {
        problem: 'is not base64: copy the whole account key, or remove it to use managed identity',
      };
}

export function parseDatabase(text: string): Parsed<string> {
  return /^[^/\\#?\p{Cc}]{1,255}$/u.test(text)
    ? { value: text }
    : { problem: 'is not a database name: use 1 to 255 characters, none of / \\ # ?' };
}

export function parseClientId(text: string): Parsed<string> {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
    ? { value: text }
    : { problem: 'is not a GUID: set it to the client id of the user-assigned identity' };
}

/** Claim names go into challenges, which are ASCII without quotes. */
export function parseClaimName(text: string): Parsed<string> {
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(text)
    ? { value: text }
    : { problem: 'is not a claim name: use printable ASCII without blanks, quotes or backslashes' };
}

type LocalKeys = { readonly type: 'Local'; readonly jwks: JSONWebKeySet };
type RemoteKeys = { readonly type: 'Remote'; readonly uri: URL };

export function parseJwks(text: string): Parsed<LocalKeys> {
  const result = parseKeySet(parseJson(text));
  const advice = 'set it to the public keys of the issuer';
  if (result.type === 'NotAKeySet') return { problem: `${result.reason}: ${advice}` };
  const [flaw] = result.malformed;
  if (flaw !== undefined) {
    return { problem: `has malformed keys (${result.malformed.join('; ')}): ${advice}` };
  }
  return { value: { type: 'Local', jwks: result.jwks } };
}

export function parseJwksUri(text: string): Parsed<RemoteKeys> {
  const uri = parseHttpUrl(text);
  return uri !== undefined && (uri.protocol === 'https:' || isLoopback(uri))
    ? { value: { type: 'Remote', uri } }
    : { problem: "is not an https URL: set it to the issuer's jwks_uri (http on loopback only)" };
}

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
export function parseMaxTokenAge(text: string): Parsed<number> {
  const [, amount, unit] = timeSpan.exec(text) ?? [];
  const factor = secondsPerUnit[unit?.charAt(0).toLowerCase() ?? 's'];
  const exact = Number(amount) * (factor ?? Number.NaN);
  const seconds = unit === undefined ? exact : Math.round(exact);
  return Number.isSafeInteger(seconds) && seconds > 0
    ? { value: seconds }
    : { problem: 'is not a time: use whole seconds, or a span such as "100 minutes" or "1h"' };
}

export function parseOrigins(text: string): Parsed<readonly string[]> {
  const origins = text
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  const number = origins.findIndex((origin) => parseHttpUrl(origin)?.origin !== origin) + 1;
  return number === 0
    ? { value: origins }
    : {
        problem:
          `has an entry, number ${number}, that is not an exact origin: write scheme, host and any ` +
          'unusual port in lower case, like https://app.example.com, with no path, final slash or *',
      };
}

export function parseDeadline(text: string): Parsed<number> {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= 100 && value <= 200_000
    ? { value }
    : { problem: 'is not a whole number of milliseconds from 100 to 200000' };
}

export function parseFlag(text: string): Parsed<boolean> {
  return text === 'true' || text === 'false'
    ? { value: text === 'true' }
    : { problem: 'is neither true nor false: write one of them, in lower case' };
}

export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the value, and that may be a private key.
    return undefined;
  }
}
