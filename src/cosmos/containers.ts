/** The two containers as they must exist: what creates them (locally, in Bicep) reads them from here. */

export interface ContainerDefinition {
  readonly id: ContainerName;
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

export type ContainerName = 'accounts' | 'orders';

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

function indexing(queried: readonly string[]): ContainerDefinition['indexingPolicy'] {
  return {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [...queriedEverywhere, ...queried].map((path) => ({ path })),
    excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
  };
}

export const containers: readonly ContainerDefinition[] = [
  { id: 'accounts', partitionKey, indexingPolicy: indexing(['/state/owner/?']) },
  {
    id: 'orders',
    partitionKey,
    indexingPolicy: indexing(['/state/customer/?', '/state/status/?']),
  },
];
