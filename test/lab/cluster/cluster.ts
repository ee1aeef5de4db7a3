/** One Cosmos DB, the instances, and before each of them a proxy that makes its faults happen. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { containers } from '../../../src/cosmos/containers.ts';
import { type CosmosProxy, startCosmosProxy } from '../../support/cosmos/proxy.ts';
import { startCosmosDbProcess } from '../../support/processes/cosmosDb.ts';
import type { Fault, Faults } from '../faults/faults.ts';
import { type Instance, startInstance } from './instances.ts';
import { randomOf } from '../random.ts';
import { createReplicas } from './replicas.ts';
import { createSchedule } from '../faults/schedule.ts';

export interface ClusterOptions {
  readonly seed: number;
  readonly faults: Faults;
  readonly instances: number;
  readonly deadlineMs: number;
  readonly count: (fault: Fault) => void;
  readonly now: () => number;
}

export interface Cluster extends AsyncDisposable {
  readonly instances: readonly Instance[];
  /** Of the database itself. */
  readonly endpoint: string;
  /** No more faults, and every instance is up. */
  readonly heal: () => Promise<void>;
  /** Resolves when no request is on its way to the database any more. */
  readonly settled: () => Promise<void>;
}

export const database = 'orderdesk-lab';
/** Two clocks are at most two minutes apart. */
export const clockRangeMs = 60_000;

const longestOutageMs = 1000;
const mostBetweenClosingsMs = 600;

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { seed, faults, now, count } = options;
  await using starting = new AsyncDisposableStack();
  const compileCache = await mkdtemp(join(tmpdir(), 'order-desk-lab-'));
  const forget = () => rmSync(compileCache, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', forget);
  starting.defer(() => {
    process.off('exit', forget);
    forget();
  });
  const { said: endpoint } = starting.use(await startCosmosDbProcess(database));
  const instances: Instance[] = [];
  const outages = randomOf(seed, 'outages');
  const schedule = createSchedule({
    seed,
    faults,
    now,
    count,
    replicas: createReplicas(containers, database, randomOf(seed, 'replicas'), now),
    kill: (number) => void instances[number]?.kill(outages.next() * longestOutageMs),
  });
  const clocks = randomOf(seed, 'clocks of instances');
  await Promise.all(
    Array.from({ length: options.instances }, async (_, number) => {
      const clockMs = faults.has('clocks') ? (2 * clocks.next() - 1) * clockRangeMs : 0;
      const proxy = starting.use(await startCosmosProxy(endpoint));
      proxy.every({}, schedule.actionFor(number));
      instances[number] = starting.use(
        await startInstance({
          number,
          seed,
          cosmosEndpoint: proxy.endpoint,
          database,
          deadlineMs: options.deadlineMs,
          clockMs,
          compileCache,
        }),
      );
      starting.use(keep(proxy, options, randomOf(seed, `idle, instance ${number}`)));
    }),
  );

  const stack = starting.move();
  return {
    instances,
    endpoint,
    heal: async () => {
      schedule.heal();
      await Promise.all(instances.map(({ up }) => up()));
    },
    settled: async () => {
      while (schedule.onTheirWay() > 0) await setTimeout(10);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Closes the connections that idle, now and then, and forgets what the proxy has logged. */
function keep(
  proxy: CosmosProxy,
  { faults, count }: ClusterOptions,
  random: ReturnType<typeof randomOf>,
): Disposable {
  let timer = next();

  function next(): NodeJS.Timeout {
    return globalThis.setTimeout(() => {
      proxy.clear();
      if (faults.has('idle')) {
        proxy.closeIdleConnections();
        count('idle');
      }
      timer = next();
    }, random.next() * mostBetweenClosingsMs);
  }

  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
