/** One container's documents by partition, each partition in the order of ids: a query sees only what it asked for. */

import { isRecord } from '../../record.ts';

// NOTE: the system properties of a stored document, as Cosmos DB names them.
export interface StoredDocument {
  readonly id: string;
  readonly _etag: string;
  readonly [property: string]: unknown;
}

/** The value at each level, first level first; fewer levels than the container has are a prefix. */
export type PartitionKey = readonly unknown[];

/** A document that lacks a level has `{}` there, which is how the client's header says it, too. */
export function partitionKeyOf(
  paths: readonly string[],
  document: Readonly<Record<string, unknown>>,
): PartitionKey {
  return paths.map((path) => {
    let value: unknown = document;
    for (const name of path.slice(1).split('/')) {
      value = isRecord(value) ? value[name] : undefined;
    }
    return value === undefined ? {} : value;
  });
}

export function isStored(value: unknown): value is StoredDocument {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['_etag'] === 'string';
}

export class DocumentIndex {
  readonly #paths: readonly string[];
  readonly #scopes = new Map<string, StoredDocument[]>();

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Everything under a partition key or a prefix of one (the empty prefix: the container), by ascending id. */
  scope(prefix: PartitionKey): readonly StoredDocument[] {
    return this.#scopes.get(JSON.stringify(prefix)) ?? [];
  }

  find(partition: PartitionKey, id: string): StoredDocument | undefined {
    const documents = this.scope(partition);
    const found = documents[firstAtOrAfter(documents, id)];
    return found?.id === id ? found : undefined;
  }

  put(document: StoredDocument): void {
    for (const documents of this.#scopesOf(document)) {
      const at = this.#position(documents, document);
      documents.splice(at.index, at.present ? 1 : 0, document);
    }
  }

  remove(document: StoredDocument): void {
    for (const documents of this.#scopesOf(document)) {
      const at = this.#position(documents, document);
      if (at.present) documents.splice(at.index, 1);
    }
  }

  #scopesOf(document: StoredDocument): StoredDocument[][] {
    const partition = partitionKeyOf(this.#paths, document);
    return [...partition, undefined].map((_, levels) => {
      const key = JSON.stringify(partition.slice(0, levels));
      const documents = this.#scopes.get(key) ?? [];
      this.#scopes.set(key, documents);
      return documents;
    });
  }

  // An id is unique within one partition only, so a wider scope may hold several documents of one id.
  #position(documents: readonly StoredDocument[], document: StoredDocument) {
    const partition = JSON.stringify(partitionKeyOf(this.#paths, document));
    let index = firstAtOrAfter(documents, document.id);
    for (let at = documents[index]; at?.id === document.id; at = documents[index]) {
      if (JSON.stringify(partitionKeyOf(this.#paths, at)) === partition) {
        return { index, present: true };
      }
      index += 1;
    }
    return { index, present: false };
  }
}

function firstAtOrAfter(documents: readonly StoredDocument[], id: string): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = documents[middle];
    if (at !== undefined && at.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
