/** The port over Cosmos DB. */
import type { Database } from '@azure/cosmos';
import type { Change, Entity, Etag, Kind, Page } from '../domain/entity.ts';
import type { EntityId, Ksuid } from '../domain/id.ts';
import { LoggableError } from '../loggableError.ts';
import type {
  CreateResult,
  ListQuery,
  ListResult,
  OpenStore,
  ReadResult,
  ReplaceResult,
  Store,
  Stored,
} from '../store.ts';
import { type Calls, callsOf, type Located } from './calls.ts';
import { changesOfPage, fromDocument, pageId, toDocument, toPageDocument } from './documents.ts';
import { Failure } from './outcome.ts';
import { findPagedQuery, listQuery } from './queries.ts';
import { type Pause, repeat } from './repeat.ts';
import { readSessionTokens } from './sessionToken.ts';

// No etag of Cosmos DB looks like this, so a replace under it writes nothing and is answered by the primary.
const impossibleEtag = '"no-such-version"' as Etag;

export function cosmosStore(database: Database, pause: Pause): OpenStore {
  return (token, signal, measures) => {
    const tokens = readSessionTokens(token);
    if (!tokens) return { type: 'MalformedToken' };
    let lastFailure: LoggableError | undefined;
    const calls = callsOf(database, tokens, signal, measures, (failure) => {
      lastFailure = failure;
    });
    const store = new CosmosStore(calls, (send) => repeat(send, signal, pause));
    return { store, token: tokens.toHeader, lastFailure: () => lastFailure };
  };
}

type Repeat = <Answer extends object>(
  send: () => Promise<Answer | Failure>,
) => ReturnType<typeof repeat<Answer>>;

class CosmosStore implements Store {
  readonly #calls: Calls;
  readonly #repeat: Repeat;

  constructor(calls: Calls, repeat: Repeat) {
    this.#calls = calls;
    this.#repeat = repeat;
  }

  async read<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<ReadResult<State, Detail>> {
    const at = { tenantId, entityId: id, id };
    const document = await this.#repeat(() => this.#calls.read(kind.container, at));
    if (!(document instanceof Failure)) {
      return { type: 'Found', stored: toStored(kind, tenantId, document) };
    }
    if (document.type === 'Absent') return { type: 'Absent' };
    throw unexpected(document);
  }

  async askPrimary<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<{ readonly type: 'Present' | 'Absent' }> {
    const nothing = { tenantId, entityId: id, id };
    const answer = await this.#repeat(() =>
      this.#calls.replace(kind.container, nothing, impossibleEtag),
    );
    if (answer instanceof Failure) {
      if (answer.type === 'Absent') return { type: 'Absent' };
      if (answer.type === 'Lost') return { type: 'Present' };
    }
    throw unexpected(answer);
  }

  create<State, Detail>(
    kind: Kind<State, Detail>,
    entity: Entity<State, Detail>,
  ): Promise<CreateResult> {
    return this.#create(kind, toDocument(kind, entity));
  }

  createPage<State, Detail>(kind: Kind<State, Detail>, page: Page<Detail>): Promise<CreateResult> {
    return this.#create(kind, toPageDocument(page));
  }

  async replace<State, Detail>(
    kind: Kind<State, Detail>,
    entity: Entity<State, Detail>,
    etag: Etag,
  ): Promise<ReplaceResult> {
    const answer = await this.#calls.replace(kind.container, toDocument(kind, entity), etag);
    if (!(answer instanceof Failure)) return { type: 'Written', etag: etagOf(answer) };
    if (answer.type === 'Lost' || answer.type === 'Busy') return { type: 'Lost' };
    return { type: answer.type === 'Absent' ? 'Absent' : 'Unknown' };
  }

  async page<State, Detail>(
    kind: Kind<State, Detail>,
    { tenantId, id: entityId }: Entity<State, Detail>,
    number: number,
  ): Promise<readonly Change<Detail>[]> {
    const at = { tenantId, entityId, id: pageId(entityId, number) };
    const document = await this.#repeat(async () => {
      const answer = await this.#calls.read(kind.container, at);
      // Pages are written before the entity that leads here and never deleted: this replica has not got it yet.
      const isMissing = answer instanceof Failure && answer.type === 'Absent';
      return isMissing ? new Failure('Behind', noPage(kind.container, at.id)) : answer;
    });
    if (document instanceof Failure) throw unexpected(document);
    return changesOfPage(tenantId, entityId, document);
  }

  async findPaged<State, Detail>(
    kind: Kind<State, Detail>,
    { tenantId, id }: Entity<State, Detail>,
    requestId: Ksuid,
  ): Promise<Change<Detail> | undefined> {
    const query = findPagedQuery(tenantId, id, requestId);
    const [document] = await this.#query(kind, query, [tenantId, id], 1);
    if (!document) return undefined;
    const changes = changesOfPage<Detail>(tenantId, id, document);
    return changes.find((change) => change.requestId === requestId);
  }

  async list<State, Detail>(
    kind: Kind<State, Detail>,
    query: ListQuery,
  ): Promise<ListResult<State, Detail>> {
    const { tenantId, first } = query;
    // One more than asked for tells whether there is more.
    const most = first + 1;
    const documents = await this.#query(kind, listQuery(kind, query, most), [tenantId], most);
    return {
      items: documents.slice(0, first).map((document) => toStored(kind, tenantId, document)),
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

  async #query<State, Detail>(
    kind: Kind<State, Detail>,
    query: Parameters<Calls['query']>[1],
    partitionKey: string[],
    most: number,
  ): Promise<readonly object[]> {
    const documents = await this.#repeat(() =>
      this.#calls.query(kind.container, query, partitionKey, most),
    );
    if (documents instanceof Failure) throw unexpected(documents);
    return documents;
  }
}

function toStored<State, Detail>(
  kind: Kind<State, Detail>,
  tenantId: string,
  document: object,
): Stored<State, Detail> {
  return { entity: fromDocument(kind, tenantId, document), etag: etagOf(document) };
}

function etagOf(document: object): Etag {
  if ('_etag' in document && typeof document._etag === 'string') return document._etag as Etag;
  throw new LoggableError('the database answered a document without an etag');
}

function noPage(container: string, id: string): LoggableError {
  return new LoggableError(
    `the page ${id}, which must exist, is not in the container "${container}"`,
  );
}

function unexpected(answer: object | Failure): Error {
  const what = answer instanceof Failure ? answer.type : 'a document';
  return new Error(`the database answered ${what} where that cannot be`);
}
