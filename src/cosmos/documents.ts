/** How an entity and its pages lie in Cosmos DB. NOTE: what is written here is what older documents look like. */
import * as v from 'valibot';
import { LoggableError } from '../loggableError.ts';
import { type Change, type Etag, storedKsuid } from '../versioned/change.ts';
import { type Entity, mostChangesAtHand, type Page, pageSize } from '../versioned/entity.ts';
import { type EntityId, parseEntityId } from '../versioned/id.ts';
import type { Kind, StoredEntity } from '../versioned/kind.ts';
import type { Listed, ListQuery, Read } from '../versioned/store.ts';
import type { Located } from './calls.ts';
import { overlay } from './overlay.ts';
import { damaged, parse, parseFormat, type Place } from './parse.ts';

export function pageId(entityId: EntityId, number: number): string {
  return `${entityId}~${number}`;
}

export function toDocument<State, Detail>(
  { name, schema }: Kind<State, Detail>,
  entity: Entity<State, Detail>,
) {
  // It is among the changes.
  const { lastChange: _, ...stored } = entity;
  return { ...stored, entityId: entity.id, kind: name, schema };
}

/** The document that was read, with what changed laid over it. */
export function toReplacement<State, Detail>(
  kind: Kind<State, Detail>,
  before: Read<State, Detail>,
  entity: Entity<State, Detail>,
): Located {
  const document: Readonly<Record<string, unknown>> = { ...before.document };
  // Cosmos DB writes these anew with each version.
  const { _rid, _self, _etag, _attachments, _ts, ...stored } = document;
  return overlay(stored, toDocument(kind, before.entity), toDocument(kind, entity));
}

/** Of the format that its changes have been stored in: whoever moves them writes the same page. */
export function toPageDocument<State, Detail>(
  { entity, document, schema }: Pick<Read<State, Detail>, 'entity' | 'document' | 'schema'>,
  page: Page<Detail>,
) {
  const stored = 'changes' in document ? document.changes : [];
  const changes = overlay(stored, entity.changes, page.changes);
  return { ...page, changes, id: pageId(page.entityId, page.number), kind: 'page', schema };
}

/** What a read was for: of a list, the tenant is all that is known. */
export type Asked = Pick<Located, 'tenantId'> & Partial<Located>;

/** What lies in the list at this place, even where it cannot be read. */
export function toListed<State, Detail>(
  kind: Kind<State, Detail>,
  asked: Asked,
  document: object,
  changes: ListQuery['changes'],
): Listed<State, Detail> {
  const found = expectAsked(asked, kind.name, document);
  const id = parseEntityId(kind.prefix, found.id);
  if (!id) throw another(asked, kind.name, found.id);
  const read = () =>
    toRead(kind, asked, changes === 'all' ? document : withPlacesOfOthers(document));
  return { id, read };
}

/** Of a document that came with its last change alone: in the places of the others is nothing. */
function withPlacesOfOthers(document: object): object {
  const { changes, changeCount }: Readonly<Record<string, unknown>> = { ...document };
  if (!Array.isArray(changes) || typeof changeCount !== 'number') return document;
  const others = Array<unknown>(changeCount - changes.length);
  return { ...document, changes: [...others, ...changes] };
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
    entity: toEntity(kind, place, { id: entityId, tenantId }, parsed),
    etag: etagOf(document),
    schema,
    document,
  };
}

/** As many as there have to be with this version: what moved to pages moved 16 at a time. */
function hasAllChanges({ version, changes, newestPaged }: StoredEntity<unknown>): boolean {
  const paged = version - changes.length;
  if (changes.length > mostChangesAtHand) return false;
  if (newestPaged === null) return paged === 0;
  return paged > 0 && paged % pageSize === 0 && changes.length >= pageSize;
}

/** Most reads need one change or none: each is parsed when it is used. */
function toEntity<State, Detail>(
  kind: Kind<State, Detail>,
  place: Place,
  ids: Pick<Entity<State, Detail>, 'id' | 'tenantId'>,
  { changes: stored, ...parsed }: StoredEntity<State>,
): Entity<State, Detail> {
  const first = parsed.version - stored.length + 1;
  let changes: readonly Change<Detail>[] | undefined;
  return {
    ...parsed,
    ...ids,
    get lastChange() {
      return changes?.at(-1) ?? toChange(kind, place, stored, stored.length - 1, first);
    },
    get changes() {
      changes ??= toChanges(kind, place, stored, first);
      return changes;
    },
  };
}

/** `first` is the version that the first of them made. */
function toChanges<State, Detail>(
  kind: Kind<State, Detail>,
  place: Place,
  stored: readonly unknown[],
  first: number,
): readonly Change<Detail>[] {
  // No JSON has it.
  if (stored.includes(undefined)) throw new Error('changes are asked for that were not read');
  const changes = stored.map((_, index) => toChange(kind, place, stored, index, first));
  // A request is accepted once.
  const requestIds = new Set(changes.map(({ requestId }) => requestId));
  if (requestIds.size < changes.length) throw damaged(place, 'changes (a requestId twice)');
  return changes;
}

function toChange<State, Detail>(
  kind: Kind<State, Detail>,
  place: Place,
  stored: readonly unknown[],
  index: number,
  first: number,
): Change<Detail> {
  const change = parse(kind.change, stored[index], place, ['changes', index]);
  const version = first + index;
  if (change.version !== version || (change.baseEtag === null) !== (version === 1)) {
    throw damaged(place, `changes.${index} (its version)`);
  }
  return change;
}

const page = v.object({
  number: v.number(), // that of its id
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
  const changes = toChanges(kind, place, stored, number * pageSize + 1);
  const wrong = changes.findIndex(({ requestId }, index) => requestId !== requestIds[index]);
  if (wrong !== -1) throw damaged(place, `requestIds.${wrong}`);
  return changes;
}

/** The name of the version that a document is. */
export function etagOf(document: object): Etag {
  if ('_etag' in document && typeof document._etag === 'string') return document._etag as Etag;
  throw new LoggableError('the database answered a document without an etag');
}

const located = v.object({
  tenantId: v.string(),
  entityId: v.custom<EntityId>((id) => typeof id === 'string'), // as it was asked for, or that of its document
  id: v.string(),
});

/** The SDK can drop the partition key of a request, and then anybody's documents are answered. */
function expectAsked(asked: Asked, kind: string, document: object): Located {
  const found: Readonly<Record<string, unknown>> = { ...document };
  const isIt = Object.entries({ ...asked, kind }).every(([name, value]) => found[name] === value);
  if (isIt && v.is(located, found)) return found;
  throw another(asked, kind, found['id']);
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
