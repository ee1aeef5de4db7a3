/** The Cosmos DB that all contenders share: the embedded one, in a process of its own. */
import pLimit from 'p-limit';
import { openCosmos } from '../../../src/cosmos/client.ts';
import { emulatorKey } from '../../../src/local/cosmosdb/server.ts';
import { newRequestId } from '../../../src/local/requestId.ts';
import { startCosmosDbProcess } from '../../support/processes/cosmosDb.ts';

export type Database = Awaited<ReturnType<typeof startDatabase>>;

const name = 'bench';

export async function startDatabase() {
  const cosmosDb = await startCosmosDbProcess(name);
  const endpoint = cosmosDb.said;
  const settings = { endpoint, key: emulatorKey, database: name };
  const database = openCosmos({ ...settings, managedIdentityClientId: undefined });
  const inTurn = pLimit(32);
  return {
    endpoint,
    /** The same entity under so many other ids: no request of its past was for them. */
    copy: async (container: string, tenantId: string, id: string, count: number) => {
      const original = database.container(container).item(id, [tenantId, id]);
      const { resource } = await original.read<object>();
      const copyOnce = async () => {
        const copyId = `${id.slice(0, 4)}${newRequestId()}`;
        const document = { ...resource, id: copyId, entityId: copyId };
        const { etag } = await database.container(container).items.create(document);
        return { id: copyId, etag };
      };
      return Promise.all(Array.from({ length: count }, () => inTurn(copyOnce)));
    },
    [Symbol.asyncDispose]: () => cosmosDb[Symbol.asyncDispose](),
  };
}

/** What makes a contender use the database, or a proxy before it. */
export function cosmosSettings(endpoint: string) {
  return { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: emulatorKey, COSMOS_DATABASE: name };
}
