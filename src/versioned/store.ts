/**
 * The port to the database. What a caller has to decide about is a result; what it cannot help (throttled, not to be
 * reached, out of time) is thrown as a `Fault`. There is no delete, no upsert, and no write without a condition.
 */
import type { Change, Etag } from './change.ts';
import type { Entity, Page } from './entity.ts';
import type { Kind } from './kind.ts';
import type { EntityId, Ksuid } from './id.ts';
import type { LoggableError } from '../loggableError.ts';

/** An entity as the database holds it, with the name that the database gave to this version. */
export interface Stored<State, Detail> {
  readonly entity: Entity<State, Detail>;
  readonly etag: Etag;
}

/** As it was read: what is written next is laid over it. */
export interface Read<State, Detail> extends Stored<State, Detail> {
  /** The number of the format that it is stored in. */
  readonly schema: number;
  /** For the store alone: it may hold more than the entity does. */
  readonly document: object;
}

export type ReadResult<State, Detail> =
  { readonly type: 'Found'; readonly stored: Read<State, Detail> } | { readonly type: 'Absent' };

/** `Unknown`: the write may have happened or not (time-out, reset, cut-off answer). */
export type CreateResult =
  | { readonly type: 'Written'; readonly etag: Etag }
  | { readonly type: 'Exists' }
  | { readonly type: 'Unknown' };

/**
 * `Lost`: another write came first; the reads that follow in this session see it. `Busy`: two writes met inside the
 * service, and this one was not done.
 */
export type ReplaceResult =
  | { readonly type: 'Written'; readonly etag: Etag }
  | { readonly type: 'Lost' }
  | { readonly type: 'Busy' }
  | { readonly type: 'Absent' }
  | { readonly type: 'Unknown' };

export interface ListQuery {
  readonly tenantId: string;
  readonly first: number;
  /** Only ids before this one, in the order of the list: newest first. */
  readonly after: EntityId | undefined;
  /** Fields of the state that have to be equal: all of them. */
  readonly where: readonly { readonly field: string; readonly value: string }[];
  /** Which changes of each will be asked for: with the last alone, `changes` of the entities throws. */
  readonly changes: 'all' | 'last';
}

/** An entity in its place of the list. */
export interface Listed<State, Detail> {
  readonly id: EntityId;
  /** Throws where the entity cannot be read: the others can. */
  readonly read: () => Stored<State, Detail>;
}

export interface ListResult<State, Detail> {
  readonly items: readonly Listed<State, Detail>[];
  readonly hasMore: boolean;
}

/** The store as one request sees it: each answer pins the later reads of the request to what it has seen. */
export interface Store {
  read<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<ReadResult<State, Detail>>;

  /**
   * Whether the entity exists, by the replica that takes the writes; the reads that follow see at least what that one
   * has. Writes nothing.
   */
  askPrimary<State, Detail>(
    kind: Kind<State, Detail>,
    tenantId: string,
    id: EntityId,
  ): Promise<'Present' | 'Absent'>;

  create<State, Detail>(
    kind: Kind<State, Detail>,
    entity: Entity<State, Detail>,
  ): Promise<CreateResult>;

  /** Replaces the version that was read, and no other. */
  replace<State, Detail>(
    kind: Kind<State, Detail>,
    before: Read<State, Detail>,
    entity: Entity<State, Detail>,
  ): Promise<ReplaceResult>;

  /** A page of the changes of the version that was read. */
  createPage<State, Detail>(
    kind: Kind<State, Detail>,
    before: Read<State, Detail>,
    page: Page<Detail>,
  ): Promise<CreateResult>;

  /** The changes of a page that must exist. */
  page<State, Detail>(
    kind: Kind<State, Detail>,
    entity: Entity<State, Detail>,
    number: number,
  ): Promise<readonly Change<Detail>[]>;

  /** The change with this `requestId` in any page of the entity. */
  findPaged<State, Detail>(
    kind: Kind<State, Detail>,
    entity: Entity<State, Detail>,
    requestId: Ksuid,
  ): Promise<Change<Detail> | undefined>;

  list<State, Detail>(
    kind: Kind<State, Detail>,
    query: ListQuery,
  ): Promise<ListResult<State, Detail>>;
}

/** A request's store, and the session token that its answer carries: undefined where there is nothing to tell. */
export interface StoreSession {
  readonly store: Store;
  readonly token: () => string | undefined;
  /** What the request may have waited for in vain, for the log. */
  readonly lastFailure: () => LoggableError | undefined;
  readonly usage: () => Usage;
}

/** What the calls of a request came to so far. */
export interface Usage {
  readonly calls: number;
  /** In request units. */
  readonly requestCharge: number;
  /** Calls that were refused for want of throughput. */
  readonly throttles: number;
  /** While at least one call was under way. */
  readonly ms: number;
}

/**
 * `token` is what the client sent, if anything. After `signal`, every call ends with the fault DEADLINE. `traceparent`
 * (W3C Trace Context) says whose calls they are.
 */
export type OpenStore = (
  token: string | null,
  signal: AbortSignal,
  traceparent: string,
) => StoreSession | { readonly type: 'MalformedToken' };
