/** One Cosmos DB for all tests: that of COSMOS_ENDPOINT and COSMOS_KEY where they are set, else an embedded one. */
import { CosmosClient, PartitionKeyKind } from '@azure/cosmos';
import type { TestProject } from 'vitest/node';
import { containers } from '../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../src/local/cosmosdb/server.ts';

export interface TestDatabase {
  readonly endpoint: string;
  readonly key: string;
  readonly database: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly cosmos: TestDatabase;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key } = process.env;
  const database = 'orderdesk-test';
  if (endpoint && key) {
    await createContainers({ endpoint, key, database });
    project.provide('cosmos', { endpoint, key, database });
    return () => Promise.resolve();
  }
  const embedded = await startCosmosDb({ database, containers });
  project.provide('cosmos', { endpoint: embedded.endpoint, key: embedded.key, database });
  return () => embedded.close();
}

/** They stay: each test has tenants of its own. */
async function createContainers({ endpoint, key, database: id }: TestDatabase): Promise<void> {
  const client = new CosmosClient({ endpoint, key });
  const { database } = await client.databases.createIfNotExists({ id });
  for (const { partitionKey, indexingPolicy, ...container } of containers) {
    await database.containers.createIfNotExists({
      ...container,
      partitionKey: {
        kind: PartitionKeyKind.MultiHash,
        version: partitionKey.version,
        paths: [...partitionKey.paths],
      },
      indexingPolicy: {
        ...indexingPolicy,
        includedPaths: [...indexingPolicy.includedPaths],
        excludedPaths: [...indexingPolicy.excludedPaths],
      },
    });
  }
  client.dispose();
}
