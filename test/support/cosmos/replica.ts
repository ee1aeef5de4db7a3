/** A replica that stopped at one moment: it answers reads and queries from a copy, or not at all. */
import { CosmosClient } from '@azure/cosmos';
import { DocumentIndex, isStored, type PartitionKey } from '../../../src/local/cosmosdb/indexes.ts';
import { runQuery } from '../../../src/local/cosmosdb/query.ts';
import { hasSeen, parseSessionToken } from '../../../src/local/cosmosdb/session.ts';
import { isRecord } from '../../../src/record.ts';
import type { ProxyAnswer } from './actions.ts';
import type { SeenRequest } from './requests.ts';

export interface Replica {
  /** Undefined: this request is for the primary. */
  answer(request: SeenRequest): ProxyAnswer | undefined;
}

/** The documents of one container at one moment, and the session token of that moment. */
export interface Copy {
  readonly documents: DocumentIndex;
  readonly token: string;
}

/** With `id`, only the logical partition that has it as a level of its key, or the document of that id, stands still. */
export async function freeze(upstream: string, key: string, id?: string): Promise<Replica> {
  const copies = await copyAll(upstream, key);

  return {
    answer: (request) => {
      if (request.kind !== 'read' && request.kind !== 'query') return undefined;
      const copy = copies.get(request.container ?? '');
      const isOther = id !== undefined && request.id !== id && !partitionOf(request)?.includes(id);
      return copy === undefined || isOther ? undefined : answerFrom(copy, request);
    },
  };
}

/** What a replica that stands there answers to a read or a query; undefined where it has not seen what the client has. */
export function answerFrom(copy: Copy, request: SeenRequest): ProxyAnswer | undefined {
  const partition = partitionOf(request);
  const asked = request.headers['x-ms-session-token'];
  const stand = parseSessionToken(copy.token) ?? new Map<string, number>();
  if (partition === undefined || (asked !== undefined && !hasSeen(stand, asked))) return undefined;
  return request.id === undefined
    ? query(copy, partition, request)
    : read(copy, partition, request.id);
}

function partitionOf({ headers }: SeenRequest): PartitionKey | undefined {
  const partition: unknown = JSON.parse(headers['x-ms-documentdb-partitionkey'] ?? '[]');
  return Array.isArray(partition) ? partition : undefined;
}

function read({ documents, token }: Copy, partition: PartitionKey, id: string): ProxyAnswer {
  const document = documents.find(partition, id);
  if (document === undefined) {
    return reply(404, token, { code: 'NotFound', message: 'not on this replica' });
  }
  const { _etag: etag } = document;
  return reply(200, token, document, { etag });
}

function query(
  { documents, token }: Copy,
  scope: PartitionKey,
  { body, headers }: SeenRequest,
): ProxyAnswer {
  const sql = isRecord(body) && typeof body['query'] === 'string' ? body['query'] : '';
  const most = Number(headers['x-ms-max-item-count']);
  const { documents: found, continuation } = runQuery(documents.scope(scope), sql, {
    parameters: isRecord(body) ? body['parameters'] : [],
    maxItemCount: most > 0 ? most : undefined,
    continuation: headers['x-ms-continuation'],
  });
  return reply(
    200,
    token,
    { Documents: found, _count: found.length },
    continuation === undefined ? {} : { 'x-ms-continuation': continuation },
  );
}

function reply(
  status: number,
  token: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ProxyAnswer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-ms-request-charge': '1',
      'x-ms-session-token': token,
      ...headers,
    },
    body: Buffer.from(JSON.stringify(body)),
  };
}

async function copyAll(upstream: string, key: string): Promise<ReadonlyMap<string, Copy>> {
  const client = new CosmosClient({
    endpoint: upstream,
    key,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  try {
    const copies = new Map<string, Copy>();
    const { resources: databases } = await client.databases.readAll().fetchAll();
    for (const database of databases) {
      const { containers } = client.database(database.id);
      const { resources } = await containers.readAll().fetchAll();
      for (const { id, partitionKey } of resources) {
        const name = `dbs/${database.id}/colls/${id}`;
        copies.set(name, await copy(client, database.id, id, partitionKey?.paths ?? ['/id']));
      }
    }
    return copies;
  } finally {
    client.dispose();
  }
}

async function copy(
  client: CosmosClient,
  database: string,
  container: string,
  paths: readonly string[],
): Promise<Copy> {
  const documents = new DocumentIndex(paths);
  const pages = client.database(database).container(container).items.query('SELECT * FROM c');
  let token = '';
  while (pages.hasMoreResults()) {
    const page = await pages.fetchNext();
    // Of several pages the first is the oldest, and so is what the whole copy may claim.
    token ||= sessionTokenOf(page);
    for (const document of page.resources) {
      if (isStored(document)) documents.put(document);
    }
  }
  return { documents, token };
}

/** A page of a query has its headers, but not in its type. */
function sessionTokenOf(page: object): string {
  const headers: unknown = 'headers' in page ? page.headers : undefined;
  return isRecord(headers) ? String(headers['x-ms-session-token']) : '';
}
