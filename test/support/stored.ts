/** Documents as they lie in Cosmos DB, past the API: those of entities, and pages, which are called `<entity's id>~<number>`. */
import { type Container, CosmosClient, type Item } from '@azure/cosmos';
import { inject } from 'vitest';
import { kindOfId } from './declared/declared.ts';
import type { Result } from './mutations.ts';

const { endpoint, key, database } = inject('cosmos');
const client = new CosmosClient({
  endpoint,
  key,
  connectionPolicy: { enableEndpointDiscovery: false, enableBackgroundEndpointRefreshing: false },
});

function containerNamed(name: string): Container {
  return client.database(database).container(name);
}

function itemOf(tenant: string, id: string): Item {
  const [entityId = id] = id.split('~');
  return containerNamed(kindOfId(id).container).item(id, [tenant, entityId]);
}

export async function stored(tenant: string, id: string): Promise<Result> {
  return (await itemOf(tenant, id).read()).resource;
}

/** Every document of the tenant. */
export async function allStored(container: string, tenant: string): Promise<Result[]> {
  const query = {
    query: 'SELECT * FROM c WHERE c.tenantId = @tenant',
    parameters: [{ name: '@tenant', value: tenant }],
  };
  const { resources } = await containerNamed(container)
    .items.query<Result>(query, { partitionKey: [tenant] })
    .fetchAll();
  return resources;
}

/** Makes something else of a document. */
export async function rewrite(
  tenant: string,
  id: string,
  toOther: (document: Result) => Result,
): Promise<void> {
  await itemOf(tenant, id).replace(toOther(await stored(tenant, id)));
}

export async function store(
  container: string,
  tenant: string,
  documents: readonly Result[],
): Promise<void> {
  for (const document of documents) {
    await containerNamed(container).items.create({ ...document, tenantId: tenant });
  }
}
