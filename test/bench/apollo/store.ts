/** The store's port over the stock Cosmos DB client: as much of it as the measured operations call. */
import { CosmosClient, ErrorResponse } from '@azure/cosmos';
import { etagOf, toListed, toRead, toReplacement } from '../../../src/cosmos/documents.ts';
import type { Located } from '../../../src/cosmos/calls.ts';
import { listQuery } from '../../../src/cosmos/queries.ts';
import { impossibleEtag } from '../../../src/cosmos/reads.ts';
import type { CosmosSettings } from '../../../src/settings/cosmos.ts';
import type { Store } from '../../../src/versioned/store.ts';

export function stockStore({ endpoint, key = '', database: name }: CosmosSettings): Store {
  // The embedded Cosmos DB has one endpoint: discovery would go past the proxy that counts.
  const connectionPolicy = { enableEndpointDiscovery: false };
  const database = new CosmosClient({ endpoint, key, connectionPolicy }).database(name);
  const itemOf = (container: string, tenantId: string, id: string) =>
    database.container(container).item(id, [tenantId, id]);

  /** Undefined where the document has another etag. */
  async function replace(container: string, document: Located, etag: string) {
    const item = itemOf(container, document.tenantId, document.id);
    try {
      const accessCondition = { type: 'IfMatch', condition: etag };
      return (await item.replace({ ...document }, { accessCondition })).resource;
    } catch (error) {
      if (error instanceof ErrorResponse && error.code === 412) return undefined;
      throw error;
    }
  }

  const used: Pick<Store, 'read' | 'askPrimary' | 'replace' | 'list'> = {
    read: async (kind, tenantId, id) => {
      const { resource } = await itemOf(kind.container, tenantId, id).read<object>();
      if (!resource) return { type: 'Absent' };
      return { type: 'Found', stored: toRead(kind, { tenantId }, resource) };
    },
    askPrimary: async ({ container }, tenantId, id) => {
      await replace(container, { tenantId, entityId: id, id }, impossibleEtag);
      return 'Present';
    },
    replace: async (kind, before, entity) => {
      const document = toReplacement(kind, before, entity);
      const written = await replace(kind.container, document, before.etag);
      return written ? { type: 'Written', etag: etagOf(written) } : { type: 'Lost' };
    },
    list: async (kind, query) => {
      const { tenantId, first, changes } = query;
      const options = { partitionKey: [tenantId], maxItemCount: first + 1 };
      const { items } = database.container(kind.container);
      const pages = items.query<object>(listQuery(kind, query, first + 1), options);
      const { resources } = await pages.fetchNext();
      const listed = resources.map((one) => toListed(kind, { tenantId }, one, changes));
      return { items: listed.slice(0, first), hasMore: resources.length > first };
    },
  };
  return used as Store; // no measured operation creates anything or needs older changes
}
