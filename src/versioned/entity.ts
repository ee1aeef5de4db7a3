/** What all entities have in common: a state, a version, and every change that led there. */
import type { Change, Etag } from './change.ts';
import { type EntityId, entityId, type Ksuid } from './id.ts';
import type { Kind } from './kind.ts';

export interface Entity<State, Detail> {
  readonly id: EntityId;
  readonly tenantId: string;
  readonly state: State;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly lastChange: Change<Detail>;
  /**
   * The latest changes, oldest first: at least 16 once there are that many, at most 31. Of a stored entity they are parsed
   * when they are used, which throws where that cannot be done.
   */
  readonly changes: readonly Change<Detail>[];
  /** The largest `requestId` that ever moved to a page: one above it cannot be in any page. */
  readonly newestPaged: Ksuid | null;
}

/** 16 changes that moved out of their entity, for good: page k holds the versions 16k+1 to 16k+16. */
export interface Page<Detail> {
  readonly entityId: EntityId;
  readonly tenantId: string;
  readonly number: number;
  readonly requestIds: readonly Ksuid[];
  readonly changes: readonly Change<Detail>[];
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
export const mostChangesAtHand = 31;

export function created<State, Detail>(
  kind: Kind<State, Detail>,
  tenantId: string,
  { state, detail }: Accepted<State, Detail>,
  intent: Intent,
): Entity<State, Detail> {
  const change = { ...intent, version: 1, baseEtag: null, ...detail };
  return {
    id: entityId(kind.prefix, intent.requestId),
    tenantId,
    state,
    version: 1,
    createdAt: intent.at,
    createdBy: intent.by,
    lastChange: change,
    changes: [change],
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
  const last = entity.lastChange;
  const at = last.at > intent.at ? last.at : intent.at;
  const lastChange = { ...intent, at, version, baseEtag, ...detail };
  const changes = [...entity.changes, lastChange];
  const next = { ...entity, state, version, lastChange, changes };
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
