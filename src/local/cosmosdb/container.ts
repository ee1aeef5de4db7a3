/** What one container answers to the requests for its documents: which operation, on what session, in what scope. */
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from '../../record.ts';
import type { CollectionData } from './engine.ts';
import { DocumentIndex, isStored, type PartitionKey } from './indexes.ts';
import { queryPlan, runQuery } from './query.ts';
import { hasSeen } from './session.ts';
import { type Answer, flag, header, refusal } from './wire.ts';
import { createWriter } from './writes.ts';

export interface DocumentRequest {
  readonly method: string;
  readonly id?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Synchronous, so that a session token says exactly what its answer has seen. */
export type Container = (request: DocumentRequest) => Answer;

const notYet = refusal(404, 'the read session is not available for the session token', 1002);

export function createContainer({ partitionKey, indexingPolicy }: CollectionData): Container {
  const paths = partitionKey?.paths ?? ['/id'];
  const index = new DocumentIndex(paths);
  const writer = createWriter(paths, index);

  function decide({ method, id, headers, body }: DocumentRequest): Answer {
    const partition: PartitionKey = JSON.parse(
      header(headers, 'x-ms-documentdb-partitionkey') ?? '[]',
    );
    const write = { headers, partition, body };
    if (flag(headers, 'x-ms-cosmos-is-query-plan-request')) return { status: 200, body: queryPlan };
    const isBatch = flag(headers, 'x-ms-cosmos-is-batch-request');
    const isUpsert = flag(headers, 'x-ms-documentdb-is-upsert');
    if (isBatch || isUpsert || method === 'PATCH' || headers['a-im']) {
      return refusal(400, 'the embedded Cosmos DB has no batches, upserts, patches or change feed');
    }
    if (id === undefined) {
      if (method === 'GET') return query(headers, partition, { query: 'SELECT * FROM c' });
      if (flag(headers, 'x-ms-documentdb-isquery')) return query(headers, partition, body);
      return writer.create(write);
    }
    if (partition.length !== paths.length) {
      return refusal(400, `the partition key needs ${paths.length} levels`, 1001);
    }
    if (method === 'GET') return read(headers, partition, id);
    if (method === 'PUT') return writer.replace(write, id);
    if (method === 'DELETE') return writer.remove(headers, partition, id);
    return refusal(405, `${method} is not for documents`);
  }

  function read(headers: IncomingHttpHeaders, partition: PartitionKey, id: string): Answer {
    if (isAhead(headers)) return notYet;
    const document = index.find(partition, id);
    if (document === undefined) return refusal(404, 'the document does not exist');
    const { _etag: etag } = document;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    return { status: 200, body: document };
  }

  function query(headers: IncomingHttpHeaders, scope: PartitionKey, body: unknown): Answer {
    if (isAhead(headers)) return notYet;
    if (!isRecord(body) || typeof body['query'] !== 'string') return refusal(400, 'missing query');
    const { documents, continuation } = runQuery(index.scope(scope), body['query'], {
      parameters: body['parameters'],
      maxItemCount: Number(headers['x-ms-max-item-count']),
      continuation: header(headers, 'x-ms-continuation'),
      compositeIndexes: indexingPolicy?.compositeIndexes ?? [],
    });
    return {
      status: 200,
      body: { Documents: documents, _count: documents.length },
      headers: {
        'x-ms-item-count': String(documents.length),
        ...(continuation !== undefined && { 'x-ms-continuation': continuation }),
      },
    };
  }

  function isAhead(headers: IncomingHttpHeaders): boolean {
    const token = header(headers, 'x-ms-session-token');
    return token !== undefined && !hasSeen(new Map([['0', writer.lsn()]]), token);
  }

  return (request) => {
    const result = decide(request);
    const { _etag: etag } = isStored(result.body) ? result.body : {};
    const session = { 'x-ms-session-token': `0:-1#${writer.lsn()}` };
    return { ...result, headers: { ...(etag && { etag }), ...result.headers, ...session } };
  };
}
