/** Where the end-to-end tests find the API: at ORDERDESK_URL, else on an embedded host of their own. */

import { containers } from '../../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../../src/local/cosmosdb/server.ts';
import { applySettings } from '../../../src/local/environment.ts';
import { loadApp } from '../../../src/local/host/app.ts';
import { startHost } from '../../../src/local/host/host.ts';

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
  const env = { ...process.env };
  await applySettings(env, database);
  const host = await startHost({ port: 0, ...(await loadApp(env)) });
  return {
    url: `http://127.0.0.1:${host.port}/graphql`,
    close: async () => {
      await host.close();
      await database.close();
    },
  };
}
