/** The writes of one container: each is decided by the whole partition key, the id, and the etag that it names. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from '../../record.ts';
import type { DocumentIndex, PartitionKey, StoredDocument } from './indexes.ts';
import { partitionKeyOf } from './indexes.ts';
import { type Answer, refusal } from './wire.ts';

export interface Write {
  readonly headers: IncomingHttpHeaders;
  readonly partition: PartitionKey;
  readonly body: unknown;
}

type Resource = Readonly<Record<string, unknown>> & Pick<StoredDocument, 'id'>;

const noId = refusal(400, 'a document needs an id');
const otherId = refusal(400, 'an id cannot be replaced');
const otherPartition = refusal(400, "the document's partition key is not the request's", 1001);
const absent = refusal(404, 'the document does not exist');
const present = refusal(409, 'a document of this id exists');
const otherEtag = refusal(412, 'the document has another etag');

export function createWriter(paths: readonly string[], index: DocumentIndex) {
  let lsn = 0;

  function create({ partition, body }: Write): Answer {
    if (!isResource(body)) return noId;
    const key = partitionKeyOf(paths, body);
    if (!isEqual(partition, key)) return otherPartition;
    if (index.find(key, body.id)) return present;
    return store(201, body, String(lsn).padStart(12, '0'));
  }

  function replace({ headers, partition, body }: Write, id: string): Answer {
    if (!isResource(body) || body.id !== id) return otherId;
    const key = partitionKeyOf(paths, body);
    if (!isEqual(partition, key)) return otherPartition;
    const found = index.find(key, id);
    if (!found) return absent;
    return isMet(headers, found) ? store(200, body, String(found['_rid'])) : otherEtag;
  }

  function remove(headers: IncomingHttpHeaders, partition: PartitionKey, id: string): Answer {
    const found = index.find(partition, id);
    if (!found) return absent;
    if (!isMet(headers, found)) return otherEtag;
    index.remove(found);
    lsn += 1;
    return { status: 204 };
  }

  function store(status: number, body: Resource, rid: string): Answer {
    const document = {
      ...body,
      _rid: rid,
      _self: `docs/${rid}/`,
      _etag: `"${randomUUID()}"`,
      _ts: Math.floor(Date.now() / 1000),
    };
    index.put(document);
    lsn += 1;
    return { status, body: document };
  }

  return {
    create,
    replace,
    remove,
    /** How many writes were accepted: the log sequence number of a session token. */
    lsn: () => lsn,
  };
}

/** `If-Match: *` asks for no more than that the document exists. */
function isMet(
  { 'if-match': etag = '*' }: IncomingHttpHeaders,
  { _etag }: StoredDocument,
): boolean {
  return etag === '*' || etag === _etag;
}

function isEqual(one: PartitionKey, other: PartitionKey): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isResource(value: unknown): value is Resource {
  return isRecord(value) && typeof value['id'] === 'string' && value['id'] !== '';
}
