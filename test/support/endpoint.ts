/** Where the end-to-end tests find the API: at ORDERDESK_URL, else on an embedded host of their own. */

import { containers } from '../../src/cosmos/containers.ts';
import { type CosmosDb, startCosmosDb } from '../../src/local/cosmosdb/server.ts';
import { applySettings } from '../../src/local/environment.ts';
import { loadFunctions } from '../../src/local/functionsCore.ts';
import { startHost } from '../../src/local/host.ts';

export interface Endpoint {
  /** Without a slash at its end: `http://127.0.0.1:7071/graphql`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Either way the development key signs the tokens: `mintToken` of src/local/tokens.ts. */
export async function openEndpoint(): Promise<Endpoint> {
  const given = process.env['ORDERDESK_URL'];
  if (given !== undefined && given !== '') {
    return { url: given.replace(/\/+$/, ''), close: () => Promise.resolve() };
  }
  const database = await startCosmosDb({ database: 'orderdesk', containers });
  const host = await startHost({ port: 0, functions: await loadFor(database) });
  return {
    url: `http://127.0.0.1:${host.port}/graphql`,
    close: async () => {
      await host.close();
      await database.close();
    },
  };
}

/** The function reads its settings from the environment at load, and other tests have theirs. */
async function loadFor(database: CosmosDb) {
  const before = { ...process.env };
  try {
    await applySettings(process.env, database);
    return await loadFunctions(new URL('../../functions/graphql.ts', import.meta.url));
  } finally {
    for (const name of Object.keys(process.env)) {
      if (!Object.hasOwn(before, name)) delete process.env[name];
    }
    Object.assign(process.env, before);
  }
}
