/** An issuer's signature keys, from its OpenID configuration, in the form of the JWT_JWKS setting. */

import type { JWK } from 'jose';
import { parseKeySet } from '../../settings/keySet.ts';
import { parseUrl } from '../urls.ts';

/** Why there are no keys to write: for the person who asked. */
export class KeysError extends Error {}

// NOTE: a part of the type PublicKey in bicep/types.bicep, which takes no other members. Certificates would
// make the setting many times as long, and nothing reads them.
const members = ['kty', 'kid', 'use', 'key_ops', 'alg', 'crv', 'n', 'e', 'x', 'y'] as const;

type PublicKey = Readonly<Partial<Record<(typeof members)[number], unknown>>>;

/** The text of a key set, the same for the same keys, in whatever order they came. */
export function printKeySet(keys: readonly PublicKey[]): string {
  const texts = keys.map((key) =>
    JSON.stringify(
      Object.fromEntries(
        members.flatMap((name) => (key[name] === undefined ? [] : [[name, key[name]]])),
      ),
    ),
  );
  return `{"keys":[${texts.sort().join(',')}]}`;
}

/** `warn` is told of keys that nobody can use, and that are left out. */
export async function fetchIssuerKeys(
  issuer: string,
  warn: (message: string) => void,
): Promise<readonly PublicKey[]> {
  const configuration = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer: named, jwks_uri: uri } = toRecord(await fetchJson(configuration));
  if (named !== issuer) {
    throw new KeysError(`${configuration} is of the issuer ${String(named)}: give that one`);
  }
  const address = String(uri);
  const { keys } = toRecord(await fetchJson(address));
  // Entra ID also lists keys of issuers that are not this one.
  const own = Array.isArray(keys) ? keys.filter((key) => isOf(issuer, key)) : keys;
  return readKeys({ keys: own }, address, warn).map((key) => ({ ...key, use: 'sig' }));
}

function isOf(issuer: string, key: unknown): boolean {
  const { issuer: named } = toRecord(key);
  return typeof named !== 'string' || named === issuer || named.includes('{');
}

/**
 * A key that the issuer no longer lists stays until the next run: tokens that it signed are still about. `key_ops` in
 * place of `use` marks it, so that the next run knows.
 */
export function overlap(
  published: readonly PublicKey[],
  previous: readonly PublicKey[],
): readonly PublicKey[] {
  const kept = previous
    .filter((key) => !isKept(key) && !published.some((other) => isSame(key, other)))
    .map(({ use: _use, ...key }) => ({ ...key, key_ops: ['verify'] }));
  return [...published, ...kept];
}

function isKept({ use, key_ops: operations }: PublicKey): boolean {
  return use === undefined && operations !== undefined;
}

/** By their names where they have any: of two keys of one name the older could never be found. */
function isSame(a: PublicKey, b: PublicKey): boolean {
  if (a.kid !== undefined || b.kid !== undefined) return a.kid === b.kid;
  return a.n === b.n && a.x === b.x && a.y === b.y;
}

/** The keys of a JWT_JWKS, with the marks of those that were kept. */
export function parseKeys(text: string, source: string): readonly PublicKey[] {
  const value = parseJson(text, source);
  const { keys } = toRecord(value);
  const marked: readonly PublicKey[] = Array.isArray(keys) ? keys : [];
  return readKeys(value, source, () => undefined).map((key) => {
    const { key_ops: operations } = marked.find((other) => isSame(key, other)) ?? {};
    return operations === undefined ? key : { ...key, key_ops: operations };
  });
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KeysError(`${source} is not JSON`, { cause });
  }
}

/** By the rules of the API itself, which would not start with anything else. */
function readKeys(value: unknown, source: string, warn: (message: string) => void): readonly JWK[] {
  const result = parseKeySet(value);
  if (result.type === 'NotAKeySet') throw new KeysError(`${source} ${result.reason}`);
  const { jwks, malformed } = result;
  if (jwks.keys.length === 0) throw new KeysError(`${source}: ${malformed.join('; ')}`);
  for (const flaw of malformed) warn(`${source}: ${flaw}, so it is left out`);
  return jwks.keys;
}

async function fetchJson(address: string): Promise<unknown> {
  if (parseUrl(address) === undefined) {
    throw new KeysError(`"${address}" is not an https URL (http on this machine only)`);
  }
  try {
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (answer.status !== 200) throw new KeysError(`${address} answered ${answer.status}`);
    return await answer.json();
  } catch (error) {
    if (error instanceof KeysError) throw error;
    throw new KeysError(`${address} cannot be read`, { cause: error });
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
