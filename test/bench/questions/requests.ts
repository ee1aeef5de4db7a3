/**
 * What a request costs a process that has served many: CPU (user and system time, garbage collection included), calls to
 * the database, and how many of those had to wait for one another.
 */
import { type Bench, turns } from '../bench.ts';
import type { ContenderName } from '../contenders/contenders.ts';
import { type Operation, operations } from '../data/operations.ts';
import type { Call } from '../data/slowProxy.ts';
import type { World } from '../data/world.ts';
import { Figures } from '../figures.ts';

export interface Subject<Name> {
  readonly name: Name;
  readonly contender: ContenderName;
  readonly world: World;
  readonly asked?: readonly Operation[];
}

/** So many requests that each round of one takes about half a second. */
const counts: Readonly<Partial<Record<Operation, number>>> = { nodes: 100, list: 200 };

/** What an instance of 2 GB gets at a time on Azure. */
const atATime = 16;

/** Against Apollo Server with and without its cache of documents, and against the raw SDK. */
export function measureComparison(bench: Bench) {
  const { world } = bench;
  return measureRequests(bench, [
    { name: 'by text', contender: 'by text', world },
    { name: 'trusted', contender: 'trusted', world },
    { name: 'Apollo', contender: 'Apollo', world },
    { name: 'Apollo, no cache', contender: 'Apollo, no cache', world },
    { name: 'raw SDK', contender: 'raw SDK', world, asked: ['read', 'change'] },
  ]);
}

export async function measureRequests<Name extends string>(
  { quick, start, proxy }: Bench,
  subjects: readonly Subject<Name>[],
) {
  const cpu = new Figures<Operation, Name>();
  const calls = new Figures<Operation, Name>();
  const sequential = new Figures<Operation, Name>();
  await using running = new AsyncDisposableStack();
  // One for all subjects of a contender: no two processes are compiled alike.
  const names = [...new Set(subjects.map(({ contender }) => contender))];
  const instances = new Map(names.map((name) => [name, running.use(start(name))]));
  const counted = new Map(names.map((name) => [name, running.use(start(name, proxy.endpoint))]));

  for (const { round, name: subject } of turns(subjects, 2, quick ? 5 : 15)) {
    const { name, contender, world, asked = operations } = subject;
    for (const operation of asked) {
      const count = (counts[operation] ?? 500) / (quick ? 5 : 1);
      const requests = await world.requests(operation, count);
      const done = await instances.get(contender)?.ask(requests, count, atATime);
      const one = await world.requests(operation, 1);
      proxy.take();
      await counted.get(contender)?.ask(one);
      const seen = proxy.take();
      if (round < 0 || !done) continue;
      cpu.add(operation, name, done.cpu / count);
      calls.add(operation, name, seen.length);
      sequential.add(operation, name, longestChain(seen));
    }
  }
  return { cpu, calls, sequential };
}

/** The most calls of which each began after the one before had ended. */
function longestChain(calls: readonly Call[]): number {
  let length = 0;
  let end = -Infinity;
  for (const { from, to } of calls.toSorted((a, b) => a.to - b.to)) {
    if (from < end) continue;
    length += 1;
    end = to;
  }
  return length;
}
