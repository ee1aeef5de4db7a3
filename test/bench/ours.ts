/** Instances of ours for one tenant: straight on the database, or on a proxy before it. */
import type { Bench } from './bench.ts';
import { contendersOf } from './contenders.ts';
import { type Instance, startInstance } from './instances.ts';

export async function startOurs(
  { bundles, identify, database }: Bench,
  tenantId: string,
  endpoint: string = database.endpoint,
): Promise<Instance> {
  const { ours } = contendersOf(bundles, await identify(tenantId), endpoint, tenantId);
  return startInstance(ours);
}
