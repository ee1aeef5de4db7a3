/** The queries. The SDK can drop the partition key from one, so each names the tenant in its text as well. */
import type { SqlQuerySpec } from '@azure/cosmos';
import type { Kind } from '../versioned/kind.ts';
import type { EntityId, Ksuid } from '../versioned/id.ts';
import type { ListQuery } from '../versioned/store.ts';

/**
 * An entity with its last change alone, and with how many there are. Nothing is written of what a list has read, so what
 * other versions of the code have stored besides may stay where it is.
 */
const lastChangeAlone =
  'c.id, c.tenantId, c.entityId, c.kind, c.schema, c.version, c.createdAt, c.createdBy, c.state, ' +
  'c.newestPaged, c._etag, ' +
  'ARRAY_SLICE(c.changes, -1) AS changes, ARRAY_LENGTH(c.changes) AS changeCount';

export function listQuery<State, Detail>(
  kind: Kind<State, Detail>,
  { tenantId, after, where, changes }: ListQuery,
  most: number,
): SqlQuerySpec {
  const conditions = [
    ['c.tenantId =', tenantId],
    ['c.kind =', kind.name],
    ...(after === undefined ? [] : [['c.id <', after]]),
    ...where.map(({ field, value }) => [`c.state.${field} =`, value]),
  ] as const;
  const texts = conditions.map(([condition], index) => `${condition} @value${index}`);
  const selected = changes === 'all' ? '*' : lastChangeAlone;
  return {
    query: `SELECT TOP ${most} ${selected} FROM c WHERE ${texts.join(' AND ')} ORDER BY c.id DESC`,
    parameters: conditions.map(([, value], index) => ({ name: `@value${index}`, value })),
  };
}

/**
 * By the pages' indexed ids, and by their changes: where the two do not agree the page is answered, too, and to read it
 * tells that it is wrong, instead of that the request is a new one.
 */
export function findPagedQuery(
  tenantId: string,
  entityId: EntityId,
  requestId: Ksuid,
): SqlQuerySpec {
  return {
    query:
      'SELECT TOP 1 * FROM c WHERE c.tenantId = @tenantId AND c.entityId = @entityId ' +
      "AND c.kind = 'page' AND (ARRAY_CONTAINS(c.requestIds, @requestId) " +
      "OR ARRAY_CONTAINS(c.changes, { 'requestId': @requestId }, true))",
    parameters: [
      { name: '@tenantId', value: tenantId },
      { name: '@entityId', value: entityId },
      { name: '@requestId', value: requestId },
    ],
  };
}
