/** How an entity and its pages lie in Cosmos DB. NOTE: what is written here is what older documents look like. */
import type { Change, Entity, Kind, Page } from '../versioned/entity.ts';
import type { EntityId } from '../versioned/id.ts';
import { LoggableError } from '../loggableError.ts';

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

/** What a read was for: of a list, the tenant is all that is known. */
export interface Asked {
  readonly tenantId: string;
  readonly entityId?: EntityId;
  readonly id?: string;
}

/** Only the fields that are ours: Cosmos DB adds its own. */
export function fromDocument<State, Detail>(
  kind: Kind<State, Detail>,
  asked: Asked,
  document: object,
): Entity<State, Detail> {
  const found = document as EntityDocument<State, Detail>; // the border to stored JSON
  expectAsked(asked, kind.name, found);
  if (found.entityId !== found.id) throw another(asked, kind.name, found);
  const { id, tenantId, state, version, createdAt, createdBy, changes, newestPaged } = found;
  return { id, tenantId, state, version, createdAt, createdBy, changes, newestPaged };
}

export function changesOfPage<Detail>(asked: Asked, document: object): readonly Change<Detail>[] {
  const found = document as PageDocument<Detail>; // the border to stored JSON
  expectAsked(asked, 'page', found);
  return found.changes;
}

type Found = Located & { readonly id: string; readonly kind: string };

/** The SDK can drop the partition key of a request, and then anybody's documents are answered. */
function expectAsked(asked: Asked, kind: string, found: Found): void {
  const { tenantId, entityId = found.entityId, id = found.id } = asked;
  const isIt =
    found.tenantId === tenantId &&
    found.kind === kind &&
    found.entityId === entityId &&
    found.id === id;
  if (!isIt) throw another(asked, kind, found);
}

function another({ id, entityId }: Asked, kind: string, found: Found): LoggableError {
  const whom = id ?? entityId ?? "a tenant's list";
  return new LoggableError(
    `a read for ${whom} (${kind}) answered another document: ${nameOf(found.id)}`,
  );
}

/** What is no id of ours may say anything. */
function nameOf(id: unknown): string {
  return typeof id === 'string' && /^\w{31}(?:~\d{1,10})?$/.test(id)
    ? id
    : 'one without an id of ours';
}
