/** The containers as they must exist, one for each kind: what creates them (locally, in Bicep) reads them from here. */
import { kinds } from '../entities.ts';

export interface ContainerDefinition {
  readonly id: string;
  readonly partitionKey: {
    readonly kind: 'MultiHash';
    readonly version: 2;
    readonly paths: readonly string[];
  };
  readonly indexingPolicy: {
    readonly indexingMode: 'consistent';
    readonly automatic: true;
    readonly includedPaths: readonly { readonly path: string }[];
    readonly excludedPaths: readonly { readonly path: string }[];
  };
}

// An entity and its pages are one logical partition, and no tenant outgrows a physical one.
const partitionKey = {
  kind: 'MultiHash',
  version: 2,
  paths: ['/tenantId', '/entityId'],
} as const;

// Under exclude-all the partition key's own paths are not indexed unless they are named.
const queriedEverywhere: readonly string[] = [
  '/tenantId/?',
  '/entityId/?',
  '/kind/?',
  '/requestIds/[]/?',
];

export const containers: readonly ContainerDefinition[] = kinds.map(({ container, queried }) => ({
  id: container,
  partitionKey,
  indexingPolicy: {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [...queriedEverywhere, ...queried.map((field) => `/state/${field}/?`)].map(
      (path) => ({ path }),
    ),
    excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
  },
}));
