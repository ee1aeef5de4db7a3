/** Whether it matters how much there is: entities in the tenant, changes of an entity, instances on one database. */
import type { Bench } from './bench.ts';
import { accountDocuments } from './documents.ts';
import { type InstancesRow, measureInstances } from './growthInstances.ts';
import { type AtHand, type GrowthRow, sizesForComparison } from './growthRow.ts';
import { measureSizes, type Sized } from './growthSizes.ts';
import { createWorld, operationNames, type Requests, withdrawal, type World } from './requests.ts';
import { createTenant } from './tenants.ts';

export interface GrowthResults {
  readonly entities: readonly GrowthRow[];
  readonly atHand: AtHand;
  readonly changes: readonly GrowthRow[];
  readonly instances: readonly InstancesRow[];
}

const entitySizes = [10, 1_000, 100_000];
const changeSizes = [10, ...sizesForComparison, 1_000, 10_000];

export async function measureGrowth(bench: Bench): Promise<GrowthResults> {
  const largest = bench.share < 1 ? 1_000 : Infinity;
  const sizes = (all: readonly number[]) => all.filter((size) => size <= largest);
  const entities = await measureSizes(bench, sizes(entitySizes), 'entities', (size) =>
    tenantOf(bench, size),
  );
  const { atHand, worldOf } = changesOf(bench);
  const changes = await measureSizes(bench, sizes(changeSizes), 'changes', worldOf);
  return { entities, changes, atHand, instances: await measureInstances(bench) };
}

/** Half of the entities are accounts, half orders; what is asked for is as much everywhere. */
async function tenantOf(bench: Bench, size: number): Promise<Sized> {
  const tenantId = `entities-${size}`;
  const half = { accounts: size / 2, orders: size / 2, changes: 6 };
  const world = await createTenant(bench, tenantId, half, 5);
  bench.progress(`growth: ${size} entities are there`);
  const { authorization } = await bench.identify(tenantId);
  return { authorization, operations: operationNames, requests: plain(world) };
}

function changesOf({ database, births, identify, progress }: Bench) {
  const atHand: Record<number, number> = {};
  async function worldOf(changes: number): Promise<Sized> {
    const tenantId = `changes-${changes}`;
    const history = accountDocuments(births.next(tenantId), changes);
    const { document, pages, third } = history;
    atHand[changes] = history.atHand;
    await database.put('accounts', [document, ...pages]);
    progress(`growth: an account of ${changes} changes is there`);
    const accountIds = [document.id];
    const world = await createWorld({ database, births, tenantId, changes, size: 1, accountIds });
    const late: Requests = {
      calls: [withdrawal(document.id, third.requestId, third.ifMatch)],
      expectation: { text: '"replayed":true', times: 1 },
    };
    const { authorization } = await identify(tenantId);
    return {
      authorization,
      operations: ['read', 'withdraw', 'conflict', 'replay', 'lateReplay'],
      requests: async (operation, count) =>
        operation === 'lateReplay' ? late : plain(world)(operation, count),
    };
  }
  return { atHand, worldOf };
}

function plain(world: World): Sized['requests'] {
  return (operation, count) => {
    if (operation === 'lateReplay') throw new Error('there are no pages to look into');
    return world.requests(operation, count);
  };
}
