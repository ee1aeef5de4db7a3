/** How an entity and its pages lie in Cosmos DB. NOTE: what is written here is what older documents look like. */
import type { Change, Entity, Kind, Page } from '../domain/entity.ts';
import type { EntityId } from '../domain/id.ts';

/** Both levels of the hierarchical partition key. */
interface Located {
  readonly tenantId: string;
  readonly entityId: EntityId;
}

interface EntityDocument<State, Detail> extends Located, Entity<State, Detail> {
  readonly kind: string;
}

interface PageDocument<Detail> extends Located, Page<Detail> {
  readonly id: string;
  readonly kind: 'page';
}

export function pageId(entityId: EntityId, number: number): string {
  return `${entityId}~${number}`;
}

export function toDocument<State, Detail>(
  kind: Kind<State, Detail>,
  entity: Entity<State, Detail>,
): EntityDocument<State, Detail> {
  return { ...entity, kind: kind.name, entityId: entity.id };
}

export function toPageDocument<Detail>(page: Page<Detail>): PageDocument<Detail> {
  return { ...page, id: pageId(page.entityId, page.number), kind: 'page' };
}

/** Only the fields that are ours: Cosmos DB adds its own. The SDK can drop the partition key, so the tenant is checked. */
export function fromDocument<State, Detail>(
  kind: Kind<State, Detail>,
  tenantId: string,
  document: object,
): Entity<State, Detail> {
  const found = document as EntityDocument<State, Detail>; // the border to stored JSON
  if (found.tenantId !== tenantId || found.kind !== kind.name || found.entityId !== found.id) {
    throw new Error(`a read for one ${kind.name} of a tenant answered another document`);
  }
  const { id, state, version, createdAt, createdBy, changes, newestPaged } = found;
  return { id, tenantId, state, version, createdAt, createdBy, changes, newestPaged };
}

export function changesOfPage<Detail>(
  tenantId: string,
  entityId: EntityId,
  document: object,
): readonly Change<Detail>[] {
  const found = document as PageDocument<Detail>; // the border to stored JSON
  if (found.tenantId !== tenantId || found.entityId !== entityId || found.kind !== 'page') {
    throw new Error('a read for a page answered another document');
  }
  return found.changes;
}
