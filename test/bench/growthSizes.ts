/** The same operations at several sizes, in turns, by one instance: no two processes are compiled alike. */
import { startCosmosProxy } from '../support/cosmos/proxy.ts';
import { type Bench, scaled } from './bench.ts';
import type { GrowthRow } from './growthRow.ts';
import { tenant } from './identity.ts';
import { startOurs } from './ours.ts';
import type { Requests } from './requests.ts';
import { roundsOf, Series } from './rounds.ts';

export interface Sized {
  readonly authorization: string;
  readonly operations: readonly GrowthRow['operation'][];
  readonly requests: (operation: GrowthRow['operation'], count: number) => Promise<Requests>;
}

const counts: Readonly<Record<GrowthRow['operation'], number>> = {
  read: 600,
  nodes: 240,
  page: 300,
  withdraw: 320,
  conflict: 300,
  replay: 300,
  lateReplay: 200,
};

const concurrency = 16;

export async function measureSizes(
  bench: Bench,
  sizes: readonly number[],
  what: string,
  worldOf: (size: number) => Promise<Sized>,
): Promise<readonly GrowthRow[]> {
  const { rounds, progress } = bench;
  await using running = new AsyncDisposableStack();
  const instance = running.use(await startOurs(bench, tenant));
  const worlds = new Map<number, Sized>();
  const wire = new Map<string, number>();
  for (const size of sizes) {
    const sized = await worldOf(size);
    for (const [operation, requests] of await countWire(bench, sized)) {
      wire.set(`${operation} ${size}`, requests);
    }
    worlds.set(size, sized);
  }

  const operations = [...worlds.values()][0]?.operations ?? [];
  const cpu = new Series<string>();
  // What is to be found is small beside what rounds differ by. The first round warms up.
  const wanted = bench.share < 1 ? rounds : 3 * rounds;
  for (const { number, order } of roundsOf(sizes, wanted + 1)) {
    for (const operation of operations) {
      const count = scaled(bench, counts[operation]);
      for (const size of order) {
        const { authorization, requests } = worlds.get(size) ?? absent();
        const work = await requests(operation, count);
        const { cpuMs } = await instance.batch({ ...work, authorization, count, concurrency });
        if (number > 0) cpu.add(`${operation} ${size}`, cpuMs / count);
      }
    }
    progress(`growth: ${what}, round ${number} of ${wanted}`);
  }
  const figures = cpu.toObject();
  return operations.flatMap((operation) =>
    sizes.map((size) => {
      const key = `${operation} ${size}`;
      return { operation, size, cpu: figures[key] ?? [], wire: wire.get(key) ?? Number.NaN };
    }),
  );
}

const counted = 16;

async function countWire(bench: Bench, { authorization, operations, requests }: Sized) {
  await using proxy = await startCosmosProxy(bench.database.endpoint);
  await using instance = await startOurs(bench, tenant, proxy.endpoint);
  const counts = new Map<GrowthRow['operation'], number>();
  for (const operation of operations) {
    const first = await requests(operation, 1);
    await instance.batch({ ...first, authorization, count: 1, concurrency: 1 });
    const work = await requests(operation, counted);
    proxy.clear();
    await instance.batch({ ...work, authorization, count: counted, concurrency: 1 });
    counts.set(operation, proxy.requests.length / counted);
  }
  return counts;
}

function absent(): never {
  throw new Error('a size was not prepared');
}
