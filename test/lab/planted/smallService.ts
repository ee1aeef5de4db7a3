/** The service as it should be, in memory and in a few lines: its histories are what the checker must find in order. */
import { after, initial } from '../checker/model.ts';
import { policyOf } from '../checker/requests.ts';
import { toSeenChange, toSeenEntity } from '../checker/seen.ts';
import { targetOf } from '../checker/world.ts';
import { detailOf, refusalOf } from './smallChanges.ts';
import type {
  Final,
  MutationRequest,
  Operation,
  ReadRequest,
  Result,
  StoredChange,
  StoredEntity,
  StoredPage,
  StoredState,
} from '../history.ts';

export interface SendOptions {
  readonly client?: string;
  readonly session?: string | null;
  /** Without one the client never learns what happened. */
  readonly answered?: boolean;
  /** How long before and after the moment at which it happens. */
  readonly takes?: readonly [number, number];
}

export class SmallService {
  readonly history: Operation[] = [];
  readonly #entities = new Map<string, StoredEntity>();
  readonly #pages: StoredPage[] = [];
  #time = 0;
  #writes = 0;

  send(
    request: MutationRequest | ReadRequest,
    { client = 'ann', session = null, answered = true, takes = [1, 1] }: SendOptions = {},
  ): Operation {
    this.#time += 10;
    const result = request.type === 'read' ? this.#read(request) : this.#change(request, client);
    const operation: Operation = {
      number: this.history.length,
      client,
      instance: 0,
      began: this.#time - takes[0],
      ended: this.#time + takes[1],
      request,
      session,
      mergedInto: session === null || !answered ? [] : [session],
      outcome: answered
        ? { type: 'Answered', status: 200, result }
        : { type: 'NoAnswer', reason: 'the connection broke' },
    };
    this.history.push(operation);
    return operation;
  }

  entity(id: string): StoredEntity | undefined {
    return this.#entities.get(id);
  }

  final(): Final {
    const documents = [...this.#entities.values(), ...this.#pages];
    return {
      accounts: documents.filter(({ id }) => id.startsWith('acc_')),
      orders: documents.filter(({ id }) => id.startsWith('ord_')),
    };
  }

  #read({ query, variables: { id = '', first = 20 } }: ReadRequest): Result {
    if (query === 'accounts' || query === 'orders') {
      const all = [...this.#entities.values()]
        .filter(({ kind }) => query.startsWith(kind))
        .toSorted((a, b) => (a.id < b.id ? 1 : -1));
      const edges = all.slice(0, first).map((entity) => ({
        cursor: `cursor of ${entity.id}`,
        node: toSeenEntity(entity, entity.version, entity._etag, this.#last(entity), entity.state),
      }));
      return { edges, pageInfo: { hasNextPage: all.length > first } };
    }
    const entity = this.#entities.get(id);
    if (!entity) return null;
    if (query === 'account' || query === 'order') return this.#seen(entity);
    const changes = this.#changes(entity).toReversed();
    const edges = changes
      .slice(0, first)
      .map((change) => ({ cursor: String(change.version), node: toSeenChange(change) }));
    const pageInfo = { hasNextPage: changes.length > first };
    return { id, version: entity.version, history: { edges, pageInfo } };
  }

  #change(request: MutationRequest, client: string): Result {
    const { mutation, input } = request;
    const id = targetOf(request);
    const entity = this.#entities.get(id);
    const creates = mutation === 'openAccount' || mutation === 'createOrder';
    if (!entity) {
      if (!creates) return { __typename: 'NotFoundError', message: '' };
      const kind = mutation === 'openAccount' ? 'account' : 'order';
      return this.#write(id, kind, initial(kind, input), undefined, request, client, []);
    }
    const all = this.#changes(entity);
    const done = all.find(({ requestId }) => requestId === input.requestId);
    if (done) return this.#changed(entity, done, true, []);
    if (entity._etag !== input.ifMatch) {
      const from = entity.changes.find(({ baseEtag }) => baseEtag === input.ifMatch)?.version;
      const missed = from === undefined ? [] : all.slice(from - 1);
      if (from === undefined || policyOf(request) === 'REJECT') {
        return {
          __typename: entity.kind === 'account' ? 'AccountConflictError' : 'OrderConflictError',
          ifMatch: input.ifMatch ?? '',
          missedChangesComplete: from !== undefined,
          missedChanges: missed.map(toSeenChange),
          current: this.#seen(entity),
        };
      }
      return this.#decide(entity, request, client, missed);
    }
    return this.#decide(entity, request, client, []);
  }

  #decide(
    entity: StoredEntity,
    request: MutationRequest,
    client: string,
    missed: readonly StoredChange[],
  ): Result {
    const refusal = refusalOf(request, entity.state);
    if (refusal) return { __typename: refusal, message: '' };
    return this.#write(entity.id, entity.kind, entity.state, entity, request, client, missed);
  }

  #write(
    id: string,
    kind: StoredEntity['kind'],
    before: StoredState,
    entity: StoredEntity | undefined,
    request: MutationRequest,
    client: string,
    missed: readonly StoredChange[],
  ): Result {
    this.#writes += 1;
    const at = new Date(Date.UTC(2026, 0, 1) + this.#time).toISOString();
    const change: StoredChange = {
      requestId: request.input.requestId,
      version: (entity?.version ?? 0) + 1,
      at,
      by: client,
      baseEtag: entity?._etag ?? null,
      ...detailOf(request, before),
    };
    let changes = [...(entity?.changes ?? []), change];
    let newestPaged = entity?.newestPaged ?? null;
    if (changes.length > 31) {
      const moved = changes.slice(0, 16);
      changes = changes.slice(16);
      const requestIds = moved.map(({ requestId }) => requestId);
      newestPaged = [newestPaged ?? '', ...requestIds].toSorted().at(-1) ?? null;
      const number = this.#pages.filter(({ entityId }) => entityId === id).length;
      const page = { id: `${id}~${number}`, kind: 'page', entityId: id, number } as const;
      this.#pages.push({ ...page, requestIds, changes: moved });
    }
    const next = {
      id,
      kind,
      _etag: `"etag ${this.#writes}"`,
      state: after(before, change),
      version: change.version,
      createdAt: entity?.createdAt ?? at,
      createdBy: entity?.createdBy ?? client,
      changes,
      newestPaged,
    };
    this.#entities.set(id, next);
    return this.#changed(next, change, false, missed);
  }

  #changed(
    entity: StoredEntity,
    change: StoredChange,
    replayed: boolean,
    missed: readonly StoredChange[],
  ): Result {
    const seen = this.#seen(entity);
    const common = {
      change: toSeenChange(change),
      replayed,
      missedChanges: missed.map(toSeenChange),
    };
    return 'balance' in seen
      ? { __typename: 'AccountChanged', account: seen, ...common }
      : { __typename: 'OrderChanged', order: seen, ...common };
  }

  #seen(entity: StoredEntity) {
    return toSeenEntity(entity, entity.version, entity._etag, this.#last(entity), entity.state);
  }

  #last(entity: StoredEntity): StoredChange {
    const last = entity.changes.at(-1);
    if (!last) throw new Error('an entity without a change');
    return last;
  }

  #changes(entity: StoredEntity): readonly StoredChange[] {
    const pages = this.#pages.filter(({ entityId }) => entityId === entity.id);
    return [...pages.flatMap(({ changes }) => changes), ...entity.changes];
  }
}
