/** The calls that an operation needs, and nothing else: `@azure/cosmos` with its stock HTTP client. */
import { CosmosClient } from '@azure/cosmos';
import { listQuery } from '../../../src/cosmos/queries.ts';
import { orderKind } from '../../../src/domain/order.ts';
import type { Call } from '../calls.ts';

export interface RawSettings {
  readonly endpoint: string;
  readonly key: string;
  readonly database: string;
  readonly tenantId: string;
}

// NOTE: the variables of the documents in operations.ts.
interface Variables {
  readonly id: string;
  readonly ids: readonly string[];
  readonly first: number;
  readonly input: { readonly id: string; readonly ifMatch: string };
}

/** Answers how many documents came; throws where one did not. */
export function createRaw({ endpoint, key, database, tenantId }: RawSettings) {
  const client = new CosmosClient({
    endpoint,
    key,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  const accounts = client.database(database).container('accounts');
  const orders = client.database(database).container('orders');

  async function read(id: string): Promise<Record<string, unknown>> {
    const { resource } = await accounts.item(id, [tenantId, id]).read<Record<string, unknown>>();
    return resource ?? fail(`there is no ${id}`);
  }

  async function page(first: number): Promise<number> {
    const most = first + 1;
    const query = listQuery(orderKind, { tenantId, first, after: undefined, where: [] }, most);
    const { resources } = await orders.items
      .query(query, { partitionKey: [tenantId], maxItemCount: most })
      .fetchNext();
    return Math.min(first, resources.length);
  }

  return async ({ document, variables }: Call): Promise<number> => {
    const { id, ids, first, input } = variables as unknown as Variables; // what requests.ts makes
    switch (document) {
      case 'account':
        await read(id);
        return 1;
      case 'nodes':
        return (await Promise.all(ids.map((each) => read(each)))).length;
      case 'orders':
        return page(first);
      case 'withdraw':
      case 'deposit': {
        const found = await read(input.id);
        // A conflict and a replay end here.
        if (found['_etag'] !== input.ifMatch) return 1;
        const accessCondition = { type: 'IfMatch', condition: input.ifMatch };
        const item = accounts.item(input.id, [tenantId, input.id]);
        await item.replace(
          { ...found, id: input.id, version: Number(found['version']) + 1 },
          { accessCondition },
        );
        return 1;
      }
    }
  };
}

function fail(message: string): never {
  throw new Error(message);
}
