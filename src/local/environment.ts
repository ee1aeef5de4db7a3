/** What `npm start` reads from the environment, and what it puts there for the function where nothing is. */

import { readSettings } from '../settings/read.ts';
import { isLoopback } from '../settings/text.ts';
import type { Settings } from '../settings/schema.ts';
import { emulatorKey } from './cosmosdb/server.ts';
import { developmentSettings } from './keys.ts';
import { type Environment, messageOf, ScriptError, textOf } from './script.ts';

export interface Listening {
  readonly port: number;
  /** Absent where nobody asked for another than loopback. */
  readonly address?: string;
}

export function readListening(env: Environment): Listening {
  const port = textOf(env, 'PORT') || '7071';
  const address = textOf(env, 'HOST');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new ScriptError(`PORT is ${port}: set it to a number from 0 to 65535`);
  }
  return { port: Number(port), ...(address !== '' && { address }) };
}

/** Names under which browsers may ask for pages, beside those of loopback. */
export function readPageHosts(env: Environment): readonly string[] {
  const names = textOf(env, 'PAGE_HOSTS')
    .split(',')
    .map((name) => name.trim());
  return names.filter((name) => name !== '').map(readPageHost);
}

function readPageHost(name: string): string {
  const { href, hostname = '' } = URL.parse(`http://${name}`) ?? {};
  if (/^([\w.-]+|\[.+\])$/.test(hostname) && href === `http://${hostname}/`) return hostname;
  const example = 'PAGE_HOSTS=laptop.local,192.168.1.20';
  throw new ScriptError(
    `PAGE_HOSTS names ${name}: give names or addresses alone, as in ${example}`,
  );
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
  const endpoint = URL.parse(textOf(env, 'COSMOS_ENDPOINT'));
  const defaults = {
    ...development,
    ...(endpoint && isLoopback(endpoint) && { COSMOS_KEY: emulatorKey }),
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
