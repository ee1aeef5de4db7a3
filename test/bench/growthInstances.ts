/** Several instances on one database: what a request costs each of them, and how many they answer together. */
import { type Bench, scaled } from './bench.ts';
import { tenant } from './identity.ts';
import type { Instance } from './instances.ts';
import { startOurs } from './ours.ts';
import { roundsOf, Series } from './rounds.ts';
import { createTenant } from './tenants.ts';

export interface InstancesRow {
  readonly operation: 'read' | 'withdraw';
  readonly instances: number;
  /** Milliseconds of CPU for each request, one for each round. */
  readonly cpu: readonly number[];
  /** Requests answered in a second, by all of them. */
  readonly perSecond: readonly number[];
}

const numbers = [1, 2, 4] as const;
const operations = ['read', 'withdraw'] as const;
const count = 400;
const concurrency = 8;

export async function measureInstances(bench: Bench): Promise<readonly InstancesRow[]> {
  const { rounds, progress } = bench;
  const population = { accounts: 20, orders: 0, changes: 6 };
  const world = await createTenant(bench, tenant, population, 1);
  await using running = new AsyncDisposableStack();
  const instances: Instance[] = [];
  for (let started = 0; started < Math.max(...numbers); started += 1) {
    instances.push(running.use(await startOurs(bench, tenant)));
  }

  async function together(operation: InstancesRow['operation'], number: number) {
    const each = scaled(bench, count);
    const some = instances.slice(0, number);
    // Before anything starts: the making of accounts is not what is measured.
    const works = [];
    for (const instance of some)
      works.push({ instance, work: await world.requests(operation, each) });
    const began = performance.now();
    const results = await Promise.all(
      works.map(({ instance, work }) => instance.batch({ ...work, count: each, concurrency })),
    );
    const seconds = (performance.now() - began) / 1000;
    const requests = each * number;
    const cpuMs = results.reduce((sum, result) => sum + result.cpuMs, 0);
    return { cpu: cpuMs / requests, perSecond: requests / seconds };
  }

  for (const operation of operations) await together(operation, instances.length);
  const cpu = new Series<string>();
  const perSecond = new Series<string>();
  for (const { number: round, order } of roundsOf(numbers, rounds)) {
    for (const operation of operations) {
      for (const number of order) {
        const result = await together(operation, number);
        cpu.add(`${operation} ${number}`, result.cpu);
        perSecond.add(`${operation} ${number}`, result.perSecond);
      }
    }
    progress(`growth: instances, round ${round + 1} of ${rounds}`);
  }
  const [cpus, throughput] = [cpu.toObject(), perSecond.toObject()];
  return operations.flatMap((operation) =>
    numbers.map((number) => {
      const key = `${operation} ${number}`;
      const rest = { cpu: cpus[key] ?? [], perSecond: throughput[key] ?? [] };
      return { operation, instances: number, ...rest };
    }),
  );
}
