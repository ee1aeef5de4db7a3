/** How an entity and its pages lie in Cosmos DB. NOTE: what is written here is what older documents look like. */
import * as v from 'valibot';
import { LoggableError } from '../loggableError.ts';
import { isRecord } from '../record.ts';
import { type Change, type Etag, storedKsuid } from '../versioned/change.ts';
import { type Entity, mostChangesAtHand, type Page, pageSize } from '../versioned/entity.ts';
import { type EntityId, parseEntityId } from '../versioned/id.ts';
import type { Kind, StoredEntity } from '../versioned/kind.ts';
import type { Listed, Read } from '../versioned/store.ts';
import type { Located } from './calls.ts';
import { overlay } from './overlay.ts';
import { damaged, parse, parseFormat, type Place } from './parse.ts';

interface EntityDocument<State, Detail> extends Located, StoredEntity<State> {
  readonly id: EntityId;
  readonly kind: string;
  readonly schema: number;
  readonly changes: readonly Change<Detail>[];
}

interface PageDocument<Detail> extends Located, Page<Detail> {
  readonly kind: 'page';
  readonly schema: number;
}

export function pageId(entityId: EntityId, number: number): string {
  return `${entityId}~${number}`;
}

export function toDocument<State, Detail>(
  kind: Kind<State, Detail>,
  {
    id,
    tenantId,
    state,
    version,
    createdAt,
    createdBy,
    changes,
    newestPaged,
  }: Entity<State, Detail>,
): EntityDocument<State, Detail> {
  return {
    id,
    entityId: id,
    tenantId,
    kind: kind.name,
    schema: kind.schema,
    state,
    version,
    createdAt,
    createdBy,
    changes,
    newestPaged,
  };
}

/** The document that was read, with what changed laid over it. */
export function toReplacement<State, Detail>(
  kind: Kind<State, Detail>,
  before: Read<State, Detail>,
  entity: Entity<State, Detail>,
): Located {
  const stored = withoutSystemMembers(before.document);
  return overlay(stored, toDocument(kind, before.entity), toDocument(kind, entity));
}

/** Of the format that its changes have been stored in: whoever moves them writes the same page. */
export function toPageDocument<State, Detail>(
  { entity, document, schema }: Pick<Read<State, Detail>, 'entity' | 'document' | 'schema'>,
  page: Page<Detail>,
): PageDocument<Detail> {
  const stored = 'changes' in document ? document.changes : [];
  const changes = overlay(stored, entity.changes, page.changes);
  return { ...page, changes, id: pageId(page.entityId, page.number), kind: 'page', schema };
}

/** What a read was for: of a list, the tenant is all that is known. */
export interface Asked {
  readonly tenantId: string;
  readonly entityId?: EntityId;
  readonly id?: string;
}

/** What lies in the list at this place, even where it cannot be read. */
export function toListed<State, Detail>(
  kind: Kind<State, Detail>,
  asked: Asked,
  document: object,
): Listed<State, Detail> {
  const found = expectAsked(asked, kind.name, document);
  const id = parseEntityId(kind.prefix, found.id);
  if (!id) throw another(asked, kind.name, found.id);
  return { id, read: () => toRead(kind, asked, document) };
}

export function toRead<State, Detail>(
  kind: Kind<State, Detail>,
  asked: Asked,
  document: object,
): Read<State, Detail> {
  const { id, entityId, tenantId } = expectAsked(asked, kind.name, document);
  if (entityId !== id) throw another(asked, kind.name, id);
  const place = { container: kind.container, id };
  const schema = parseFormat(document, kind.schema, place);
  const parsed = parse(kind.document, document, place);
  if (!hasAllChanges(parsed)) throw damaged(place, 'changes (their number)');
  return {
    entity: withChanges(kind, place, tenantId, parsed),
    etag: etagOf(document),
    schema,
    document,
  };
}

/** As many as there have to be with this version: what moved to pages moved 16 at a time. */
function hasAllChanges({ version, changes, newestPaged }: StoredEntity<unknown>): boolean {
  const paged = version - changes.length;
  return newestPaged === null
    ? paged === 0 && changes.length <= mostChangesAtHand
    : paged > 0 &&
        paged % pageSize === 0 &&
        changes.length >= pageSize &&
        changes.length <= mostChangesAtHand;
}

/** Most reads need one change or none: each is parsed when it is used. */
function withChanges<State, Detail>(
  kind: Kind<State, Detail>,
  place: Place,
  tenantId: string,
  { changes: stored, ...parsed }: StoredEntity<State>,
): Entity<State, Detail> {
  const parseChange = (index: number) =>
    toChange(kind, place, stored[index], index, parsed.version - stored.length + 1 + index);
  let changes: readonly Change<Detail>[] | undefined;
  return {
    ...parsed,
    tenantId,
    get lastChange() {
      return changes?.at(-1) ?? parseChange(stored.length - 1);
    },
    get changes() {
      changes ??= distinct(
        place,
        stored.map((_, index) => parseChange(index)),
      );
      return changes;
    },
  };
}

/** A request is accepted once. */
function distinct<Detail>(
  place: Place,
  changes: readonly Change<Detail>[],
): readonly Change<Detail>[] {
  const ids = new Set(changes.map(({ requestId }) => requestId));
  if (ids.size < changes.length) throw damaged(place, 'changes (a requestId twice)');
  return changes;
}

function toChange<State, Detail>(
  kind: Kind<State, Detail>,
  place: Place,
  stored: unknown,
  index: number,
  version: number,
): Change<Detail> {
  const change = parse(kind.change, stored, place, ['changes', index]);
  if (change.version !== version || (change.baseEtag === null) !== (version === 1)) {
    throw damaged(place, `changes.${index} (its version)`);
  }
  return change;
}

const page = v.object({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  requestIds: v.pipe(v.array(storedKsuid), v.length(pageSize)),
  changes: v.pipe(v.array(v.unknown()), v.length(pageSize)),
});

export function toPageChanges<State, Detail>(
  kind: Kind<State, Detail>,
  asked: Asked,
  document: object,
): readonly Change<Detail>[] {
  const { id, entityId } = expectAsked(asked, 'page', document);
  const place = { container: kind.container, id: nameOf(id) };
  parseFormat(document, kind.schema, place);
  const { number, requestIds, changes: stored } = parse(page, document, place);
  if (id !== pageId(entityId, number)) throw damaged(place, 'number');
  const changes = stored.map((one, index) => {
    const change = toChange(kind, place, one, index, number * pageSize + 1 + index);
    if (change.requestId !== requestIds[index]) throw damaged(place, `requestIds.${index}`);
    return change;
  });
  return distinct(place, changes);
}

/** The name of the version that a document is. */
export function etagOf(document: object): Etag {
  if ('_etag' in document && typeof document._etag === 'string') return document._etag as Etag;
  throw new LoggableError('the database answered a document without an etag');
}

/** Cosmos DB writes its own anew with each version. */
function withoutSystemMembers(document: object): object {
  const { _rid, _self, _etag, _attachments, _ts, ...ours } = document as Record<string, unknown>;
  return ours;
}

/** The SDK can drop the partition key of a request, and then anybody's documents are answered. */
function expectAsked(asked: Asked, kind: string, document: object): Located {
  const found: Readonly<Record<string, unknown>> = isRecord(document) ? document : {};
  const { tenantId, entityId = found['entityId'], id = found['id'] } = asked;
  const isIt =
    found['tenantId'] === tenantId &&
    found['kind'] === kind &&
    found['entityId'] === entityId &&
    found['id'] === id &&
    typeof id === 'string' &&
    typeof entityId === 'string';
  if (!isIt) throw another(asked, kind, found['id']);
  return { tenantId, id, entityId: entityId as EntityId }; // of a page: as it was asked for, or its entity's own
}

function another({ id, entityId }: Asked, kind: string, found: unknown): LoggableError {
  const whom = id ?? entityId ?? "a tenant's list";
  return new LoggableError(
    `a read for ${whom} (${kind}) answered another document: ${nameOf(found)}`,
  );
}

/** What is no id of ours may say anything. */
function nameOf(id: unknown): string {
  return typeof id === 'string' && /^[a-zA-Z]+_\w{27}(?:~\d{1,10})?$/.test(id)
    ? id
    : 'one without an id of ours';
}
