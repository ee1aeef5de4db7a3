/** What is there when all is quiet: every document straight from the database, and all of it once more through the API. */
import { CosmosClient } from '@azure/cosmos';
import { containers } from '../../src/cosmos/containers.ts';
import { emulatorKey } from '../../src/local/cosmosdb/server.ts';
import type { Final, StoredDocument, StoredEntity, Violation } from './history.ts';
import type { Person } from './people/person.ts';
import { resultOf } from './people/retries.ts';

export async function readFinal(endpoint: string, database: string): Promise<Final> {
  const client = new CosmosClient({
    endpoint,
    key: emulatorKey,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  try {
    const [accounts = [], orders = []] = await Promise.all(
      containers.map(async ({ id }) => {
        const { items } = client.database(database).container(id);
        return (await items.query<StoredDocument>('SELECT * FROM c').fetchAll()).resources;
      }),
    );
    return { accounts, orders };
  } finally {
    client.dispose();
  }
}

/** The API shows every entity as the database holds it, and all its changes. */
export async function audit(
  final: Final,
  auditorOf: (tenant: string) => Person | undefined,
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const document of [...final.accounts, ...final.orders]) {
    const auditor = auditorOf('tenantId' in document ? String(document.tenantId) : '');
    if (document.kind === 'page' || !auditor) continue;
    const seen = await readThrough(auditor, document);
    const versions = Array.from({ length: document.version }, (_, index) => index + 1);
    if (seen.etag !== document._etag || seen.versions.join() !== versions.join()) {
      violations.push({
        rule: 'final',
        entity: document.id,
        operations: seen.operations,
        message: `the database holds version ${document.version}, the API shows ${JSON.stringify(seen)}`,
      });
    }
  }
  return violations;
}

async function readThrough(auditor: Person, { id, kind }: StoredEntity) {
  const first = await auditor.send({ type: 'read', query: kind, variables: { id } });
  const entity = resultOf(first.outcome);
  const etag = entity && 'etag' in entity ? entity.etag : undefined;
  const versions: number[] = [];
  const operations = [first.number];
  let after: string | undefined;
  do {
    const variables = { id, first: 100, ...(after !== undefined && { after }) };
    const { number, outcome } = await auditor.send({
      type: 'read',
      query: `${kind}History`,
      variables,
    });
    operations.push(number);
    const page = resultOf(outcome);
    if (!page || !('history' in page)) break;
    const { edges, pageInfo } = page.history;
    versions.unshift(...edges.map(({ node }) => node.version).toReversed());
    after = pageInfo.hasNextPage ? edges.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return { etag, versions, operations };
}
