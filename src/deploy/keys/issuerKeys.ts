/** An issuer's signature keys, from its OpenID configuration, in the form of the JWT_JWKS setting. */

import { messageOf, ScriptError } from '../../local/script.ts';
import { isRecord } from '../../record.ts';
import { parseKeySet } from '../../settings/keySet.ts';
import { parsePrivateUrl } from '../../settings/text.ts';

// NOTE: a part of the type PublicKey in bicep/types.bicep, which takes no other members. Certificates would
// make the setting many times as long, and nothing reads them.
const members = ['kty', 'kid', 'use', 'key_ops', 'alg', 'crv', 'n', 'e', 'x', 'y'] as const;

type PublicKey = Readonly<Partial<Record<(typeof members)[number], unknown>>>;

/** The text of a key set, the same for the same keys, in whatever order they came. */
export function printKeySet(keys: readonly PublicKey[]): string {
  const texts = keys.map((key) => JSON.stringify(key, [...members]));
  return `{"keys":[${texts.sort().join(',')}]}`;
}

/** `warn` is told of keys that nobody can use, and that are left out. */
export async function fetchIssuerKeys(
  issuer: string,
  warn: (message: string) => void,
): Promise<readonly PublicKey[]> {
  const configuration = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const found = await fetchJson(configuration);
  const { issuer: named, jwks_uri: uri } = isRecord(found) ? found : {};
  if (named !== issuer) {
    throw new ScriptError(`${configuration} is of the issuer ${String(named)}: give that one`);
  }
  const address = String(uri);
  // Entra ID also lists keys of issuers that are not this one.
  const own = keysOf(await fetchJson(address)).filter((key) => isOf(issuer, key));
  return readKeys({ keys: own }, address, warn).map((key) => ({ ...key, use: 'sig' }));
}

function isOf(issuer: string, key: unknown): boolean {
  const named = isRecord(key) ? key['issuer'] : undefined;
  return typeof named !== 'string' || named === issuer || named.includes('{');
}

/**
 * A key that the issuer no longer lists stays until the next run: tokens that it signed are still in use. `key_ops` in
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
  const usable = readKeys(value, source, () => undefined);
  return keysOf(value).filter((key) => usable.some((other) => isSame(key, other)));
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ScriptError(`${source} is not JSON`, { cause });
  }
}

function keysOf(value: unknown): readonly PublicKey[] {
  return isRecord(value) && Array.isArray(value['keys']) ? value['keys'] : [];
}

/** By the rules of the API itself, which would not start with anything else. */
function readKeys(
  value: unknown,
  source: string,
  warn: (message: string) => void,
): readonly PublicKey[] {
  const result = parseKeySet(value);
  if (result.type === 'NotAKeySet') throw new ScriptError(`${source} ${result.reason}`);
  const { jwks, malformed } = result;
  if (jwks.keys.length === 0) throw new ScriptError(`${source}: ${malformed.join('; ')}`);
  for (const flaw of malformed) warn(`${source}: ${flaw}, so it is left out`);
  return jwks.keys;
}

async function fetchJson(address: string): Promise<unknown> {
  if (parsePrivateUrl(address) === undefined) {
    throw new ScriptError(`"${address}" is not an https URL (http on this machine only)`);
  }
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(address, { redirect: 'error', signal }).catch((cause: unknown) => {
    throw new ScriptError(`${address} cannot be read: ${messageOf(cause)}`, { cause });
  });
  if (answer.status !== 200) throw new ScriptError(`${address} answered ${answer.status}`);
  return parseJson(await answer.text(), address);
}
