/** A tenant with entities in it, and the requests to them. */
import type { Bench } from './bench.ts';
import { populate, type Population } from './population.ts';
import { createWorld, type World } from './requests.ts';

/** `size` is how many a page and `nodes` ask for. */
export async function createTenant(
  { database, births }: Bench,
  tenantId: string,
  population: Population,
  size: number,
): Promise<World> {
  const accountIds = await populate(database, births, tenantId, population);
  const { changes } = population;
  return createWorld({ database, births, tenantId, changes, size, accountIds });
}
