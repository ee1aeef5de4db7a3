/** The data source: the stock Cosmos client, and the documents as the domain knows them. */
import { CosmosClient, type Database, ErrorResponse } from '@azure/cosmos';
import { etagOf, toPageDocument, toRead, toReplacement } from '../../../src/cosmos/documents.ts';
import { findPagedQuery, listQuery } from '../../../src/cosmos/queries.ts';
import type { Change, Etag } from '../../../src/versioned/change.ts';
import type { Entity, Page } from '../../../src/versioned/entity.ts';
import type { Kind } from '../../../src/versioned/kind.ts';
import type { EntityId, Ksuid } from '../../../src/versioned/id.ts';
import type { Read } from '../../../src/versioned/store.ts';
import type { CosmosSettings } from '../../../src/settings/cosmos.ts';

export class Data {
  readonly #database: Database;

  constructor({ endpoint, key = '', database }: CosmosSettings) {
    // The embedded Cosmos DB has one endpoint: discovery would go past the proxy that counts.
    const connectionPolicy = { enableEndpointDiscovery: false };
    this.#database = new CosmosClient({ endpoint, key, connectionPolicy }).database(database);
  }

  async read<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<Read<State, Detail> | undefined> {
    const item = this.#database.container(kind.container).item(id, [tenantId, id]);
    const { resource } = await item.read<object>();
    return resource && toRead(kind, { tenantId }, resource);
  }

  async list<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    { first, after }: { readonly first: number; readonly after: EntityId | undefined },
  ): Promise<readonly Read<State, Detail>[]> {
    const query = listQuery(kind, { tenantId, first, after, where: [] }, first + 1);
    const { resources } = await this.#database
      .container(kind.container)
      .items.query<object>(query, { partitionKey: [tenantId], maxItemCount: first + 1 })
      .fetchNext();
    return resources.map((resource) => toRead(kind, { tenantId }, resource));
  }

  async createPage<State, Detail>(
    kind: Kind<State, Detail>,
    before: Read<State, Detail>,
    page: Page<Detail>,
  ): Promise<void> {
    try {
      await this.#database.container(kind.container).items.create(toPageDocument(before, page));
    } catch (error) {
      if (codeOf(error) !== 409) throw error;
    }
  }

  /** The new etag; undefined where somebody was faster. */
  async replace<State, Detail>(
    kind: Kind<State, Detail>,
    before: Read<State, Detail>,
    entity: Entity<State, Detail>,
    etag = before.etag,
  ): Promise<Etag | undefined> {
    try {
      const { resource } = await this.#database
        .container(kind.container)
        .item(entity.id, [entity.tenantId, entity.id])
        .replace(toReplacement(kind, before, entity), {
          accessCondition: { type: 'IfMatch', condition: etag },
        });
      return etagOf(resource ?? {});
    } catch (error) {
      if (codeOf(error) === 412) return undefined;
      throw error;
    }
  }

  async findPaged<State, Detail>(
    kind: Kind<State, Detail>,
    { tenantId, id }: Entity<State, Detail>,
    requestId: Ksuid,
  ): Promise<Change<Detail> | undefined> {
    const { resources } = await this.#database
      .container(kind.container)
      .items.query<Page<Detail>>(findPagedQuery(tenantId, id, requestId), {
        partitionKey: [tenantId, id],
      })
      .fetchNext();
    return resources[0]?.changes.find((change) => change.requestId === requestId);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof ErrorResponse ? error.code : undefined;
}
