/** Where the keys that verify tokens come from: the settings, or the issuer, asked anew for each request. */

import { createLocalJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { type Fault, unavailable } from '../faults.ts';
import { connectionFailure, LoggableError } from '../loggableError.ts';
import type { JwtSettings } from '../settings/jwt.ts';
import { parseKeySet } from '../settings/keySet.ts';

const fetchTimeoutMs = 2000;

/** The result is lazy: jose asks only once the token's header has passed. */
export function createKeySource(
  keys: JwtSettings['keys'],
): (signal: AbortSignal) => JWTVerifyGetKey {
  if (keys.type === 'Local') {
    const keySet = createLocalJWKSet(keys.jwks);
    return () => keySet;
  }
  return (signal) => async (header, token) => {
    const keySet = await fetchKeySet(keys.uri, signal);
    return keySet(header, token);
  };
}

async function fetchKeySet(uri: URL, signal: AbortSignal): Promise<JWTVerifyGetKey> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]);
  const result = parseKeySet(await fetchJson(uri, limited));
  if (result.type === 'NotAKeySet' || result.jwks.keys.length === 0) {
    throw noKeys(uri, 'are not a usable key set');
  }
  return createLocalJWKSet(result.jwks);
}

async function fetchJson(uri: URL, signal: AbortSignal): Promise<unknown> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const failing = (what: string) => (error: unknown) => {
    throw noKeys(uri, signal.aborted ? 'did not arrive in time' : what, error);
  };
  const response = await fetch(uri, { signal, redirect: 'error', headers }).catch(
    failing('cannot be fetched'),
  );
  if (response.status !== 200) throw noKeys(uri, `came with the status ${response.status}`);
  return response.json().catch(failing('are not JSON'));
}

/** No fault of the token's. A URI of the settings may have a secret in its parameters. */
function noKeys({ origin, pathname }: URL, what: string, error?: unknown): Fault {
  const message = `the token cannot be checked now, try again: the keys of its issuer ${what}`;
  const reason = error === undefined ? '' : ` (${connectionFailure(error)})`;
  const cause = new LoggableError(`the keys at ${origin}${pathname} ${what}${reason}`);
  return unavailable(message, { cause });
}
