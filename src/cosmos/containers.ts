/** The containers as they must exist, one for each kind: what creates them (locally, in Bicep) reads them from here. */
import { type AnyKind, kinds } from '../entities.ts';

export type ContainerDefinition = ReturnType<typeof toDefinition>;

export const containers: readonly ContainerDefinition[] = kinds.map(toDefinition);

function toDefinition({ container, queried }: AnyKind) {
  // Under exclude-all the partition key's own paths are not indexed unless they are named.
  const everywhere = ['/tenantId/?', '/entityId/?', '/kind/?', '/requestIds/[]/?'];
  const indexed = [...everywhere, ...queried.map((field) => `/state/${field}/?`)];
  return {
    id: container,
    // An entity and its pages are one logical partition, and no tenant outgrows a physical one.
    partitionKey: { kind: 'MultiHash', version: 2, paths: ['/tenantId', '/entityId'] },
    indexingPolicy: {
      indexingMode: 'consistent',
      automatic: true,
      includedPaths: indexed.map((path) => ({ path })),
      excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
    },
  } as const;
}
