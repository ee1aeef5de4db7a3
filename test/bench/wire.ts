/** How many requests an operation sends to Cosmos DB, and how many of them wait for one another. */
import { setTimeout as pause } from 'node:timers/promises';
import { type CosmosProxy, startCosmosProxy } from '../support/cosmos/proxy.ts';
import type { Bench } from './bench.ts';
import { type ContenderName, contendersOf, labels } from './contenders.ts';
import { tenant } from './identity.ts';
import { startInstance } from './instances.ts';
import { type OperationName, operationNames, rawExpectation, type World } from './requests.ts';
import { type Interval, longestChain } from './roundTrips.ts';
import { createTenant } from './tenants.ts';

export const wireNames = ['ours', 'apollo', 'raw'] as const;

export interface WireCount {
  readonly requests: number;
  readonly sequential: number;
}

export interface WireRow {
  readonly operation: OperationName;
  readonly contender: (typeof wireNames)[number];
  /** One for each round: the first request of a new instance. */
  readonly cold: readonly WireCount[];
  /** And its second. */
  readonly warm: readonly WireCount[];
}

export interface WireResults {
  readonly latencyMs: number;
  readonly nodes: number;
  readonly rows: readonly WireRow[];
}

/** The sequential round trips that an operation cannot do without. */
export const floors: Readonly<Record<OperationName, number>> = {
  read: 1,
  nodes: 1,
  page: 1,
  withdraw: 2,
  conflict: 3,
  replay: 1,
};

const latencyMs = 5;
const size = 20;

export interface SlowProxy {
  readonly proxy: CosmosProxy;
  /** Since it was last called. */
  readonly take: () => readonly Interval[];
}

/** Every request waits before the database hears of it, as on a network. */
export async function startSlowProxy(upstream: string, latency: number): Promise<SlowProxy> {
  const proxy = await startCosmosProxy(upstream);
  const seen: Interval[] = [];
  proxy.every({}, async ({ forward, answer }) => {
    const from = performance.now();
    await pause(latency);
    const result = await forward();
    seen.push({ from, to: performance.now() });
    answer(result);
  });
  return { proxy, take: () => seen.splice(0) };
}

export async function measureWire(bench: Bench): Promise<WireResults> {
  const { database, bundles, identify, rounds, progress } = bench;
  const population = { accounts: size, orders: size + 1, changes: 6 };
  const world = await createTenant(bench, tenant, population, size);
  const { proxy, take } = await startSlowProxy(database.endpoint, latencyMs);
  await using running = new AsyncDisposableStack();
  running.use(proxy);
  const contenders = contendersOf(bundles, await identify(tenant), proxy.endpoint, tenant);

  // Counts hardly scatter.
  const repeats = bench.share < 1 ? 1 : rounds;
  const rows: WireRow[] = [];
  for (const operation of operationNames) {
    for (const contender of wireNames) {
      const cold: WireCount[] = [];
      const warm: WireCount[] = [];
      for (let round = 0; round < repeats; round += 1) {
        await using instance = await startInstance(contenders[contender]);
        for (const counts of [cold, warm]) {
          await instance.batch(await one(world, operation, contender));
          counts.push(countOf(take()));
        }
      }
      rows.push({ operation, contender, cold, warm });
    }
    progress(`wire: ${operation}, by ${wireNames.map((name) => labels[name]).join(', ')}`);
  }
  return { latencyMs, nodes: size, rows };
}

async function one(world: World, operation: OperationName, contender: ContenderName) {
  const { calls, expectation } = await world.requests(operation, 1);
  return {
    calls,
    count: 1,
    concurrency: 1,
    expectation: contender === 'raw' ? rawExpectation(expectation) : expectation,
  };
}

function countOf(intervals: readonly Interval[]): WireCount {
  return { requests: intervals.length, sequential: longestChain(intervals) };
}
