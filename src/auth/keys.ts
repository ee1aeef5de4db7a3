/** Where the keys that verify tokens come from: the settings, or the issuer, asked anew for each request. */

import { createLocalJWKSet, errors } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { connectionFailure, LoggableError } from '../loggableError.ts';
import type { JwtSettings } from '../settings/jwt.ts';
import { parseKeySet } from '../settings/keySet.ts';

const fetchTimeoutMs = 2000;

/** Thrown through jose, which asks for the key by a callback: no fault of the token's. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
  /** For the log: the message is for the client. */
  override readonly cause: LoggableError;

  constructor(message: string, cause: LoggableError) {
    super(message);
    this.cause = cause;
  }
}

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
    try {
      return await keySet(header, token);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw error;
      throw unavailable(keys.uri, 'hold a key that cannot be used', error);
    }
  };
}

async function fetchKeySet(uri: URL, signal: AbortSignal): Promise<JWTVerifyGetKey> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]);
  const result = parseKeySet(await fetchJson(uri, limited));
  if (result.type === 'NotAKeySet' || result.jwks.keys.length === 0) {
    throw unavailable(uri, 'are not a usable key set');
  }
  return createLocalJWKSet(result.jwks);
}

async function fetchJson(uri: URL, signal: AbortSignal): Promise<unknown> {
  const response = await request(uri, signal);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw unavailable(uri, `came with the status ${response.status}`);
  }
  try {
    return await response.json();
  } catch (error) {
    throw unavailable(uri, signal.aborted ? 'did not arrive in time' : 'are not JSON', error);
  }
}

async function request(uri: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(uri, {
      signal,
      redirect: 'error',
      headers: { accept: 'application/json, application/jwk-set+json' },
    });
  } catch (error) {
    throw unavailable(uri, signal.aborted ? 'did not arrive in time' : 'cannot be fetched', error);
  }
}

/** A URI of the settings may have a secret in its parameters. */
function unavailable({ origin, pathname }: URL, what: string, error?: unknown) {
  const message = `the token cannot be checked now, try again: the keys of its issuer ${what}`;
  const reason = error === undefined ? '' : ` (${connectionFailure(error)})`;
  const cause = new LoggableError(`the keys at ${origin}${pathname} ${what}${reason}`);
  return new KeysUnavailableError(message, cause);
}
