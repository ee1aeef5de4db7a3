/** The port over Cosmos DB. */
import type { Database } from '@azure/cosmos';
import type { Change } from '../versioned/change.ts';
import type { Entity, Page } from '../versioned/entity.ts';
import type { Kind } from '../versioned/kind.ts';
import type { EntityId, Ksuid } from '../versioned/id.ts';
import { LoggableError } from '../loggableError.ts';
import type {
  CreateResult,
  ListQuery,
  ListResult,
  OpenStore,
  Read,
  ReadResult,
  ReplaceResult,
  Store,
} from '../versioned/store.ts';
import type { System } from '../system.ts';
import { type Calls, callsOf, type Located } from './calls.ts';
import {
  etagOf,
  pageId,
  toDocument,
  toListed,
  toPageChanges,
  toPageDocument,
  toRead,
  toReplacement,
} from './documents.ts';
import { Failure } from './outcome.ts';
import { findPagedQuery, listQuery } from './queries.ts';
import { Reads } from './reads.ts';
import { readSessionTokens } from './sessionToken.ts';
import { UsageMeter } from './usage.ts';

export function cosmosStore(
  database: Database,
  { pause, clock }: Pick<System, 'pause' | 'clock'>,
): OpenStore {
  return (token, signal, traceparent) => {
    const tokens = readSessionTokens(token);
    if (!tokens) return { type: 'MalformedToken' };
    let lastFailure: LoggableError | undefined;
    const note = (failure: LoggableError) => {
      lastFailure = failure;
    };
    const usage = new UsageMeter(clock);
    const calls = callsOf(database, { tokens, signal, traceparent, usage, note });
    const store = new CosmosStore(calls, new Reads(calls, tokens, signal, pause));
    return {
      store,
      token: () => tokens.toHeader(),
      lastFailure: () => lastFailure,
      usage: () => usage.read(),
    };
  };
}

class CosmosStore implements Store {
  readonly #calls: Calls;
  readonly #reads: Reads;

  constructor(calls: Calls, reads: Reads) {
    this.#calls = calls;
    this.#reads = reads;
  }

  async read<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<ReadResult<State, Detail>> {
    const at = { tenantId, entityId: id, id };
    const document = await this.#reads.one(kind.container, at, (token) =>
      this.#calls.read(kind.container, at, token),
    );
    if (!document) return { type: 'Absent' };
    return { type: 'Found', stored: toRead(kind, at, document) };
  }

  async askPrimary<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<{ readonly type: 'Present' | 'Absent' }> {
    return { type: await this.#reads.askPrimary(kind.container, { tenantId, entityId: id, id }) };
  }

  create<State, Detail>(
    kind: Kind<State, Detail>,
    entity: Entity<State, Detail>,
  ): Promise<CreateResult> {
    return this.#create(kind, toDocument(kind, entity));
  }

  createPage<State, Detail>(
    kind: Kind<State, Detail>,
    before: Read<State, Detail>,
    page: Page<Detail>,
  ): Promise<CreateResult> {
    return this.#create(kind, toPageDocument(before, page));
  }

  async replace<State, Detail>(
    kind: Kind<State, Detail>,
    before: Read<State, Detail>,
    entity: Entity<State, Detail>,
  ): Promise<ReplaceResult> {
    const document = toReplacement(kind, before, entity);
    const answer = await this.#calls.replace(kind.container, document, before.etag);
    if (!(answer instanceof Failure)) return { type: 'Written', etag: etagOf(answer) };
    const { type } = answer;
    return { type: type === 'Lost' || type === 'Busy' || type === 'Absent' ? type : 'Unknown' };
  }

  async page<State, Detail>(
    kind: Kind<State, Detail>,
    { tenantId, id: entityId }: Entity<State, Detail>,
    number: number,
  ): Promise<readonly Change<Detail>[]> {
    const at = { tenantId, entityId, id: pageId(entityId, number) };
    const document = await this.#reads.one(kind.container, at, async (token) => {
      const answer = await this.#calls.read(kind.container, at, token);
      // Pages are written before the entity that leads here and never deleted: this replica has not got it yet.
      const isMissing = answer instanceof Failure && answer.type === 'Absent';
      return isMissing ? new Failure('Behind', noPage(kind.container, at.id)) : answer;
    });
    if (!document) throw noPage(kind.container, at.id);
    return toPageChanges(kind, at, document);
  }

  async findPaged<State, Detail>(
    kind: Kind<State, Detail>,
    { tenantId, id }: Entity<State, Detail>,
    requestId: Ksuid,
  ): Promise<Change<Detail> | undefined> {
    const at = { tenantId, entityId: id, id };
    const query = findPagedQuery(tenantId, id, requestId);
    const documents = await this.#reads.one(kind.container, at, (token) =>
      this.#calls.query(kind.container, query, [tenantId, id], 1, token),
    );
    const [document] = documents ?? [];
    if (!document) return undefined;
    const changes = toPageChanges(kind, { tenantId, entityId: id }, document);
    return changes.find((change) => change.requestId === requestId);
  }

  async list<State, Detail>(
    kind: Kind<State, Detail>,
    query: ListQuery,
  ): Promise<ListResult<State, Detail>> {
    const { tenantId, first } = query;
    // One more than asked for tells whether there is more.
    const most = first + 1;
    const documents = await this.#reads.many(kind.container, (token) =>
      this.#calls.query(kind.container, listQuery(kind, query, most), [tenantId], most, token),
    );
    return {
      items: documents.slice(0, first).map((document) => toListed(kind, { tenantId }, document)),
      hasMore: documents.length > first,
    };
  }

  async #create<State, Detail>(
    kind: Kind<State, Detail>,
    document: Located,
  ): Promise<CreateResult> {
    const answer = await this.#calls.create(kind.container, document);
    if (!(answer instanceof Failure)) return { type: 'Written', etag: etagOf(answer) };
    return { type: answer.type === 'Exists' ? 'Exists' : 'Unknown' };
  }
}

function noPage(container: string, id: string): LoggableError {
  return new LoggableError(
    `the page ${id}, which must exist, is not in the container "${container}"`,
  );
}
