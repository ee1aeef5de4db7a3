/** What accounts and orders have in common: a state, a version, and every change that led there. */
import { type EntityId, type EntityPrefix, entityId, type Ksuid } from './id.ts';

declare const etagBrand: unique symbol;

/** A version's name, made by the database alone: compared for equality, never parsed, trimmed or computed. */
export type Etag = string & { readonly [etagBrand]: true };

/**
 * One accepted change, without what its kind adds.
 * NOTE: stored as it stands.
 */
export interface Recorded {
  readonly requestId: Ksuid;
  /** Tells the same request from another under the same `requestId`. */
  readonly fingerprint: string;
  readonly version: number;
  /** RFC 3339, UTC, milliseconds: as strings they sort by time. Never goes backwards within an entity. */
  readonly at: string;
  readonly by: string;
  /** The etag that this change replaced; null for the one that created the entity. */
  readonly baseEtag: Etag | null;
}

export type Change<Detail> = Recorded & Detail;

/** NOTE: stored as it stands. */
export interface Entity<State, Detail> {
  readonly id: EntityId;
  readonly tenantId: string;
  readonly state: State;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  /** The latest changes, oldest first: at least 16 once there are that many, at most 31. */
  readonly changes: readonly Change<Detail>[];
  /** The largest `requestId` that ever moved to a page: one above it cannot be in any page. */
  readonly newestPaged: Ksuid | null;
}

/**
 * 16 changes that moved out of their entity, for good: page k holds the versions 16k+1 to 16k+16.
 * NOTE: stored as it stands.
 */
export interface Page<Detail> {
  readonly entityId: EntityId;
  readonly tenantId: string;
  readonly number: number;
  readonly requestIds: readonly Ksuid[];
  readonly changes: readonly Change<Detail>[];
}

/** A kind of entity: what the store and the commit loop need to know about it. */
export interface Kind<State, Detail> {
  readonly name: 'account' | 'order';
  readonly container: 'accounts' | 'orders';
  readonly prefix: EntityPrefix;
  /** Whose entity it is, for those who may see only their own. */
  readonly ownerField: keyof State & string;
  readonly owner: (state: State) => string;
  /** Phantom: ties `Detail` to the kind. */
  readonly detail?: Detail;
}

/** A rule's yes: the state after it, and what its change has to remember. */
export interface Accepted<State, Detail> {
  readonly type: 'Accepted';
  readonly state: State;
  readonly detail: Detail;
}

export function accepted<State, Detail>(state: State, detail: Detail): Accepted<State, Detail> {
  return { type: 'Accepted', state, detail };
}

/** Who wants a change, when, and under which id. */
export interface Intent {
  readonly requestId: Ksuid;
  readonly fingerprint: string;
  readonly by: string;
  readonly at: string;
}

/** What a rule knows of it, besides the state and the input. */
export interface NamedIntent extends Intent {
  /** The entity that it is about. */
  readonly id: EntityId;
}

export const pageSize = 16;
const mostChangesAtHand = 31;

export function created<State, Detail>(
  kind: Kind<State, Detail>,
  tenantId: string,
  { state, detail }: Accepted<State, Detail>,
  intent: Intent,
): Entity<State, Detail> {
  return {
    id: entityId(kind.prefix, intent.requestId),
    tenantId,
    state,
    version: 1,
    createdAt: intent.at,
    createdBy: intent.by,
    changes: [{ ...intent, version: 1, baseEtag: null, ...detail }],
    newestPaged: null,
  };
}

/** The entity after one more change, and the page that has to exist before it is written. */
export function changed<State, Detail>(
  entity: Entity<State, Detail>,
  baseEtag: Etag,
  { state, detail }: Accepted<State, Detail>,
  intent: Intent,
): { readonly entity: Entity<State, Detail>; readonly page: Page<Detail> | undefined } {
  const version = entity.version + 1;
  const last = entity.changes.at(-1);
  const at = last && last.at > intent.at ? last.at : intent.at;
  const changes = [...entity.changes, { ...intent, at, version, baseEtag, ...detail }];
  const next = { ...entity, state, version, changes };
  if (changes.length <= mostChangesAtHand) return { entity: next, page: undefined };

  const moved = changes.slice(0, pageSize);
  const page = {
    entityId: entity.id,
    tenantId: entity.tenantId,
    number: pageOf(moved[0]?.version ?? 1),
    requestIds: moved.map((change) => change.requestId),
    changes: moved,
  };
  const newestPaged = page.requestIds.reduce(
    (newest, requestId) => (requestId > newest ? requestId : newest),
    entity.newestPaged ?? ('' as Ksuid),
  );
  return { entity: { ...next, changes: changes.slice(pageSize), newestPaged }, page };
}

/** The number of the page that holds, or would hold, this version. */
export function pageOf(version: number): number {
  return Math.floor((version - 1) / pageSize);
}

/** The changes since the version that had this etag, oldest first; `undefined` where the changes at hand cannot tell. */
export function changesSince<Detail>(
  entity: { readonly changes: readonly Change<Detail>[] },
  etag: Etag,
): readonly Change<Detail>[] | undefined {
  const first = entity.changes.findIndex((change) => change.baseEtag === etag);
  return first === -1 ? undefined : entity.changes.slice(first);
}
