/** The Cosmos DB that all contenders share: the embedded one, in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import pLimit from 'p-limit';
import { openCosmos } from '../../../src/cosmos/client.ts';
import { containers } from '../../../src/cosmos/containers.ts';
import { emulatorKey, startCosmosDb } from '../../../src/local/cosmosdb/server.ts';
import { newRequestId } from '../../../src/local/requestId.ts';

export type Database = Awaited<ReturnType<typeof startDatabase>>;

const name = 'bench';

export async function startDatabase() {
  // 100,000 entities are more than a process has room for by default on a small machine.
  const child = fork(import.meta.filename, { execArgv: ['--max-old-space-size=4096'] });
  const endpoint = String((await once(child, 'message'))[0]);
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
    [Symbol.asyncDispose]: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** What makes a contender use the database, or a proxy before it. */
export function cosmosSettings(endpoint: string) {
  return { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: emulatorKey, COSMOS_DATABASE: name };
}

if (import.meta.main) {
  process.once('disconnect', () => process.exit());
  const { endpoint } = await startCosmosDb({ database: name, containers });
  process.send?.(endpoint);
}
