/** The writes of one container: `@vercel/cosmosdb-server` decides each, by the whole partition key. */
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from '../../record.ts';
import { type Collection, HierarchicalDocuments, operations, type Resource } from './engine.ts';
import { type DocumentIndex, isStored, type PartitionKey } from './indexes.ts';
import { partitionKeyOf } from './indexes.ts';
import { type Answer, refusal } from './wire.ts';

export interface Write {
  readonly headers: IncomingHttpHeaders;
  /** What the request's header says, if it says anything. */
  readonly partition: PartitionKey | undefined;
  readonly body: unknown;
}

const otherPartition = refusal(400, "the document's partition key is not the request's", 1001);

export function createWriter(
  collection: Collection,
  paths: readonly string[],
  index: DocumentIndex,
) {
  collection.documents = new HierarchicalDocuments(collection, [...paths]);

  function create({ partition, body }: Write): Answer {
    if (!isDocument(body)) return refusal(400, 'a document needs an id');
    if (!isOf(partition, body)) return otherPartition;
    return accepted(operations.createOperation(collection, { resourceBody: body }));
  }

  function upsert({ headers, partition, body }: Write): Answer {
    if (!isDocument(body)) return refusal(400, 'a document needs an id');
    if (!isOf(partition, body)) return otherPartition;
    const input = { ...condition(headers), ...key(body), resourceBody: body };
    return accepted(operations.upsertOperation(collection, input));
  }

  function replace({ headers, partition, body }: Write, id: string): Answer {
    if (!isDocument(body) || body.id !== id) return refusal(400, 'an id cannot be replaced');
    if (!isOf(partition, body)) return otherPartition;
    const input = { ...condition(headers), ...key(body), resourceBody: body };
    return accepted(operations.replaceOperation(collection, input));
  }

  function remove({ headers, partition = [] }: Write, id: string): Answer {
    const document = index.find(partition, id);
    if (document === undefined) return refusal(404, 'the document does not exist');
    const input = { ...condition(headers), ...key(document), id };
    const { statusCode, body } = operations.deleteOperation(collection, input);
    if (statusCode === 204) index.remove(document);
    return { status: statusCode, body };
  }

  function accepted({ statusCode, body }: { statusCode: number; body?: unknown }): Answer {
    if (statusCode < 300 && isStored(body)) index.put(body);
    return { status: statusCode, body };
  }

  function isOf(partition: PartitionKey | undefined, document: Resource): boolean {
    if (partition === undefined) return true;
    return JSON.stringify(partition) === JSON.stringify(partitionKeyOf(paths, document));
  }

  // A partition key that is a JSON string is taken as it stands.
  function key(document: Readonly<Record<string, unknown>>): { partitionKey: string } {
    return { partitionKey: JSON.stringify(JSON.stringify(partitionKeyOf(paths, document))) };
  }

  return { create, upsert, replace, remove };
}

/** `If-Match: *` asks for no more than that the document exists. */
function condition(headers: IncomingHttpHeaders): { ifMatch?: string } {
  const etag = headers['if-match'];
  return etag === undefined || etag === '*' ? {} : { ifMatch: etag };
}

function isDocument(value: unknown): value is Resource & { readonly id: string } {
  return isRecord(value) && typeof value['id'] === 'string' && value['id'] !== '';
}
