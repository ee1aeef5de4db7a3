/** The embedded Cosmos DB in a process of its own, whose CPU and memory are nobody else's. */
import { containers } from '../../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../../src/local/cosmosdb/server.ts';
import { type Child, startChild } from './child.ts';

/** It tells its endpoint. */
export function startCosmosDbProcess(database: string): Promise<Child> {
  // 100,000 entities are more than a process has room for by default on a small machine.
  const execArgv = ['--max-old-space-size=4096'];
  return startChild(import.meta.filename, { execArgv }, [database]);
}

if (import.meta.main) {
  process.once('disconnect', () => process.exit());
  const [, , database = ''] = process.argv;
  const { endpoint } = await startCosmosDb({ database, containers });
  process.send?.(endpoint);
}
