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

/** What lies under a partition key, or under a prefix of one. */
interface Scope {
  readonly documents: Map<string, StoredDocument>;
  /** Made by the first who asks after a write. */
  byId?: readonly StoredDocument[] | undefined;
}

export class DocumentIndex {
  readonly #paths: readonly string[];
  readonly #scopes = new Map<string, Scope>();

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Everything under a partition key or a prefix of one (the empty prefix: the container), by ascending id. */
  scope(prefix: PartitionKey): readonly StoredDocument[] {
    const scope = this.#scopes.get(JSON.stringify(prefix));
    if (!scope) return [];
    scope.byId ??= [...scope.documents.values()].sort(
      (one, other) => Number(one.id > other.id) - Number(one.id < other.id),
    );
    return scope.byId;
  }

  find(partition: PartitionKey, id: string): StoredDocument | undefined {
    return this.#scopes.get(JSON.stringify(partition))?.documents.get(keyOf(partition, id));
  }

  put(document: StoredDocument): void {
    const partition = partitionKeyOf(this.#paths, document);
    for (const { documents } of this.#changedScopes(partition)) {
      documents.set(keyOf(partition, document.id), document);
    }
  }

  remove(document: StoredDocument): void {
    const partition = partitionKeyOf(this.#paths, document);
    for (const { documents } of this.#changedScopes(partition)) {
      documents.delete(keyOf(partition, document.id));
    }
  }

  #changedScopes(partition: PartitionKey): readonly Scope[] {
    return [...partition, undefined].map((_, levels) => {
      const prefix = JSON.stringify(partition.slice(0, levels));
      const scope: Scope = this.#scopes.get(prefix) ?? { documents: new Map() };
      scope.byId = undefined;
      this.#scopes.set(prefix, scope);
      return scope;
    });
  }
}

/** An id is unique within one partition only. */
function keyOf(partition: PartitionKey, id: string): string {
  return JSON.stringify([...partition, id]);
}
