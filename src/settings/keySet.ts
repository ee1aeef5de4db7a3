/** Which JSON Web Keys this API takes: public ones, for the algorithms that it verifies with. */

import { createPublicKey } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';
import { isRecord } from '../record.ts';

export const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

export type KeySetResult =
  | {
      readonly type: 'KeySet';
      readonly jwks: JSONWebKeySet;
      /** What is wrong with keys that were meant for us and left out. */
      readonly malformed: readonly string[];
    }
  | { readonly type: 'NotAKeySet'; readonly reason: string };

const secretMembers: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const leastModulusBits = 2048;

export function parseKeySet(value: unknown): KeySetResult {
  const keys = keysOf(value);
  if (keys === undefined) {
    return notAKeySet('is not a JSON Web Key Set, {"keys":[...]}, with at least one key');
  }
  const secret = keys.findIndex((key) => isSecret(key));
  if (secret !== -1) {
    return notAKeySet(
      `holds a private or symmetric key, key ${secret + 1}: only public keys belong`,
    );
  }
  // RFC 7517, section 5: what is not understood is ignored, so that an issuer can add new kinds.
  const meant = keys.flatMap((key, index) =>
    isForUs(key) ? [{ key, number: index + 1, flaw: flawOf(key) }] : [],
  );
  if (meant.length === 0) {
    return notAKeySet(`holds no signature key for any of ${algorithms.join(', ')}`);
  }
  return {
    type: 'KeySet',
    jwks: {
      keys: meant.filter(({ flaw }) => flaw === undefined).map(({ key }) => toVerifyOnly(key)),
    },
    malformed: meant.flatMap(({ number, flaw }) =>
      flaw === undefined ? [] : [`key ${number} ${flaw}`],
    ),
  };
}

function keysOf(value: unknown): readonly JWK[] | undefined {
  if (!isRecord(value) || !Array.isArray(value['keys'])) return undefined;
  const keys: readonly unknown[] = value['keys'];
  return keys.length > 0 && keys.every((key) => isJwk(key)) ? keys : undefined;
}

export function isJwk(value: unknown): value is JWK {
  return isRecord(value) && typeof value['kty'] === 'string';
}

function isSecret(key: JWK): boolean {
  return key.kty === 'oct' || secretMembers.some((member) => Object.hasOwn(key, member));
}

function isForUs(key: JWK): boolean {
  if (key.use !== undefined && key.use !== 'sig') return false;
  if (Array.isArray(key.key_ops) && !key.key_ops.includes('verify')) return false;
  if (key.alg !== undefined && !algorithms.some((algorithm) => algorithm === key.alg)) return false;
  if (key.kty === 'EC') return key.crv === 'P-256';
  if (key.kty === 'OKP') return key.crv === 'Ed25519';
  return key.kty === 'RSA';
}

function flawOf(key: JWK): string | undefined {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: { ...key }, format: 'jwk' });
    const { modulusLength: bits, publicExponent: exponent } = asymmetricKeyDetails ?? {};
    if (bits !== undefined && bits < leastModulusBits) {
      return `is an RSA key of ${bits} bits: at least ${leastModulusBits} are needed`;
    }
    // With such an exponent, a signature is no secret.
    if (exponent !== undefined && exponent < 3n) return `is an RSA key with exponent ${exponent}`;
    return undefined;
  } catch {
    return 'is not a valid public key';
  }
}

/** A key_ops that holds more than `verify` makes Web Crypto refuse a public key. */
function toVerifyOnly(key: JWK): JWK {
  const { key_ops: _operations, ext: _extractable, ...rest } = key;
  return rest;
}

function notAKeySet(reason: string): KeySetResult {
  return { type: 'NotAKeySet', reason };
}
