/** What `npm start` reads from the environment, and what it puts there for the function where nothing is. */

import { readSettings } from '../settings/read.ts';
import type { Settings } from '../settings/schema.ts';
import { emulatorKey } from './cosmosdb/server.ts';
import { developmentSettings } from './keys.ts';
import { type Environment, messageOf, ScriptError, textOf } from './script.ts';

export function readPort(env: Environment): number {
  const text = textOf(env, 'PORT') || '7071';
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new ScriptError(`PORT is ${text}: set it to a number from 0 to 65535`);
}

export interface Applied {
  readonly settings: Settings;
  /** Tokens of the development key are good for the function that will run here. */
  readonly takesDevelopmentTokens: boolean;
}

export async function applySettings(
  env: Environment,
  started: { readonly endpoint: string; readonly key: string } | undefined,
): Promise<Applied> {
  const development = await developmentSettings();
  const hasKeysOfItsOwn =
    textOf(env, 'JWT_JWKS_URI') !== '' ||
    ![development['JWT_JWKS'], ''].includes(textOf(env, 'JWT_JWKS'));
  if (hasKeysOfItsOwn) delete development['JWT_JWKS'];
  if (started !== undefined) {
    env['COSMOS_ENDPOINT'] = started.endpoint;
    env['COSMOS_KEY'] = started.key;
  }
  const isLocal = ['127.0.0.1', 'localhost'].includes(
    URL.parse(textOf(env, 'COSMOS_ENDPOINT'))?.hostname ?? '',
  );
  const defaults = {
    ...development,
    ...(isLocal ? { COSMOS_KEY: emulatorKey } : {}),
    GRAPHQL_INTROSPECTION: 'true',
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (textOf(env, name) === '') env[name] = value;
  }
  const read = readSettings(env);
  if (read.type === 'SettingsProblems') throw new ScriptError(read.message);
  return { settings: read.settings, takesDevelopmentTokens: !hasKeysOfItsOwn };
}

export async function assertReachable(endpoint: string): Promise<void> {
  try {
    await (await fetch(endpoint, { signal: AbortSignal.timeout(4000) })).body?.cancel();
  } catch (cause) {
    const message = `the Cosmos DB at ${endpoint} cannot be reached: ${messageOf(cause)}`;
    throw new ScriptError(message, { cause });
  }
}
