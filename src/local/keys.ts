/** The development key: what `npm run token` signs with and `npm start` trusts. It never leaves the machine. */

import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JSONWebKeySet } from 'jose';
import { isJwk } from '../settings/keySet.ts';
import { readIfThere } from './readIfThere.ts';
import { codeOf, ScriptError } from './script.ts';

export const developmentIssuer = 'https://order-desk.local/';
export const developmentAudience = 'order-desk';

export interface DevelopmentKey {
  readonly privateKey: CryptoKey;
  readonly kid: string;
  readonly jwks: JSONWebKeySet;
}

const developmentKeyFile = new URL('../../.local/development-key.json', import.meta.url);

export async function developmentKey(file: URL = developmentKeyFile): Promise<DevelopmentKey> {
  const text = (await readIfThere(file)) ?? (await create(file));
  try {
    return await toKey(text);
  } catch (cause) {
    const path = fileURLToPath(file);
    throw new ScriptError(`${path} holds no development key: remove it to get a new one`, {
      cause,
    });
  }
}

export async function developmentSettings(file?: URL): Promise<Record<string, string>> {
  const { jwks } = await developmentKey(file);
  return {
    JWT_ISSUER: developmentIssuer,
    JWT_AUDIENCE: developmentAudience,
    JWT_JWKS: JSON.stringify(jwks),
  };
}

/** Linking a finished file is atomic and fails when another process was first: then its key counts. */
async function create(file: URL): Promise<string> {
  await mkdir(new URL('.', file), { recursive: true });
  const draft = new URL(`${file.href}.${randomUUID()}`);
  await writeFile(draft, await generate(), { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(file, 'utf8');
}

async function generate(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return `${JSON.stringify({ ...jwk, kid, alg: 'ES256' }, null, 2)}\n`;
}

async function toKey(text: string): Promise<DevelopmentKey> {
  const jwk: unknown = JSON.parse(text);
  if (!isJwk(jwk)) throw new Error('not a JSON Web Key');
  const privateKey = await importJWK(jwk, 'ES256');
  const { kid, d: _, ...publicJwk } = jwk;
  if (kid === undefined || privateKey instanceof Uint8Array || privateKey.type !== 'private') {
    throw new Error('not a private key with a kid');
  }
  return { privateKey, kid, jwks: { keys: [{ ...publicJwk, kid, use: 'sig' }] } };
}
