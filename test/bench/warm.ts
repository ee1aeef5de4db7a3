/** What a request costs an instance that has served many: CPU under load, latency of one request at a time. */
import { type Bench, scaled } from './bench.ts';
import { type ContenderName, contendersOf, labels, partOf, whyNotTrusted } from './contenders.ts';
import { tenant } from './identity.ts';
import { type Instance, startInstance } from './instances.ts';
import { type PartName, partNames } from './parts.ts';
import { type OperationName, operationNames, rawExpectation, type World } from './requests.ts';
import { roundsOf, Series } from './rounds.ts';
import { quantile } from './statistics.ts';
import { createTenant } from './tenants.ts';

export type Figures = Readonly<Partial<Record<ContenderName, readonly number[]>>>;

export interface WarmOperation {
  readonly operation: OperationName;
  /** Milliseconds of CPU for each request. */
  readonly cpu: Figures;
  readonly medianMs: Figures;
  readonly p99Ms: Figures;
}

export interface WarmResults {
  readonly concurrency: number;
  readonly operations: readonly WarmOperation[];
  /** What an authenticated read is made of: milliseconds of CPU, round by round with those of `read`. */
  readonly parts: Readonly<Partial<Record<PartName, readonly number[]>>>;
  readonly skipped: readonly string[];
}

/** What an instance of 2 GB gets at a time on Azure. */
const concurrency = 16;

/** Requests in a round: so many that each takes about half a second. */
const counts: Readonly<Record<OperationName, number>> = {
  read: 2000,
  nodes: 120,
  page: 300,
  withdraw: 600,
  conflict: 800,
  replay: 800,
};

const pageSize = 20;

export async function measureWarm(bench: Bench): Promise<WarmResults> {
  const { database, bundles, identify, rounds, progress } = bench;
  const population = { accounts: 40, orders: 40, changes: 6 };
  const world = await createTenant(bench, tenant, population, pageSize);
  const identity = await identify(tenant);
  const contenders = contendersOf(bundles, identity, database.endpoint, tenant);
  const reason = await whyNotTrusted(contenders.trusted, world);
  const skipped =
    reason === undefined
      ? []
      : [`${labels.trusted}: this build does not have the benchmark's documents`];
  if (reason !== undefined) progress(`warm: without ${labels.trusted}: ${reason}`);
  const names = (['ours', 'trusted', 'apollo', 'apolloWithoutCache', 'raw'] as const).filter(
    (name) => name !== 'trusted' || reason === undefined,
  );

  await using running = new AsyncDisposableStack();
  const instances = new Map<ContenderName | PartName, Instance>();
  for (const name of names) {
    instances.set(name, running.use(await startInstance(contenders[name])));
  }
  for (const name of partNames) {
    const part = partOf(name, bundles, identity, database.endpoint, tenant);
    instances.set(name, running.use(await startInstance(part)));
  }
  const ask = createAsk(world, instances);

  for (const operation of [...operationNames, ...operationNames, ...operationNames]) {
    const count = scaled(bench, counts[operation]);
    for (const name of names) await ask(name, operation, count, concurrency);
    if (operation !== 'read') continue;
    for (const name of partNames) await ask(name, operation, count, concurrency);
  }
  progress('warm: everybody is warm');

  const results = operationNames.map((operation) => ({
    operation,
    cpu: new Series<ContenderName>(),
    medianMs: new Series<ContenderName>(),
    p99Ms: new Series<ContenderName>(),
  }));
  const parts = new Series<PartName>();
  for (const { number, order } of roundsOf(names, rounds)) {
    for (const { operation, cpu, medianMs, p99Ms } of results) {
      const count = scaled(bench, counts[operation]);
      for (const name of order) {
        const loaded = await ask(name, operation, count, concurrency);
        cpu.add(name, loaded.cpuMs / count);
        const alone = await ask(name, operation, Math.ceil(count / 3), 1);
        medianMs.add(name, quantile(alone.latenciesMs, 0.5));
        p99Ms.add(name, quantile(alone.latenciesMs, 0.99));
      }
      if (operation !== 'read') continue;
      for (const name of partNames) {
        const loaded = await ask(name, operation, count, concurrency);
        parts.add(name, loaded.cpuMs / count);
      }
    }
    progress(`warm: round ${number + 1} of ${rounds}`);
  }
  return {
    concurrency,
    skipped,
    parts: parts.toObject(),
    operations: results.map(({ operation, cpu, medianMs, p99Ms }) => ({
      operation,
      cpu: cpu.toObject(),
      medianMs: medianMs.toObject(),
      p99Ms: p99Ms.toObject(),
    })),
  };
}

function createAsk(world: World, instances: ReadonlyMap<ContenderName | PartName, Instance>) {
  const isRaw = (name: ContenderName | PartName) =>
    name === 'raw' || partNames.some((part) => part === name);
  return async (
    name: ContenderName | PartName,
    operation: OperationName,
    count: number,
    clients: number,
  ) => {
    const instance = instances.get(name);
    if (!instance) throw new Error(`there is no ${name}`);
    const { calls, expectation } = await world.requests(operation, count);
    return instance.batch({
      calls,
      count,
      concurrency: clients,
      expectation: isRaw(name) ? rawExpectation(expectation) : expectation,
    });
  };
}
