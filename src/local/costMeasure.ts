/** Runs the operations and takes their calls: how many, of what kind, on documents of what size. Nothing here is a time. */

import { type ContainerDefinition, containers } from '../cosmos/containers.ts';
import type { Call } from './costCalls.ts';
import { bytesOf, chargeOf } from './costCharges.ts';
import { type Desk, openDesk } from './costDesk.ts';
import { type Operation, type OperationKey, operations } from './costOperations.ts';

export interface Measured {
  readonly name: string;
  readonly kind: Operation['kind'];
  readonly on: string;
  /** One of them, where there were several. */
  readonly calls: readonly Call[];
  /** One after the other: a query's plan is asked for beside its first page. */
  readonly roundTrips: number;
  readonly requestUnits: number;
  readonly requestUnitsOf: (container: string) => number;
  readonly storedBytes: number;
  readonly answerBytes: number;
}

export interface Measurements {
  readonly of: Readonly<Record<OperationKey, Measured>>;
  /** What the first of its kind costs an instance that was started for it, besides. */
  readonly coldCalls: { readonly read: number; readonly create: number };
}

export async function measure(now: Date): Promise<Measurements> {
  await using running = new AsyncDisposableStack();
  const desk = await openDesk(now, running);
  const entries: [string, Measured][] = [];
  for (const [key, operation] of Object.entries<Operation>(operations)) {
    // oxlint-disable-next-line no-await-in-loop -- calls are told apart by when they are made
    entries.push([key, await measureOne(desk, operation)]);
  }
  // One entry for each key of `operations`, as the loop above makes them.
  const of = Object.fromEntries(entries) as Record<OperationKey, Measured>;
  return { of, coldCalls: await measureCold(now, running) };
}

async function measureOne(desk: Desk, operation: Operation): Promise<Measured> {
  const { name, kind, on, times = 1 } = operation;
  const run = await operation.prepare(desk);
  desk.take();
  for (let time = 0; time < times; time += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each stands on the one before
    await run();
  }
  const { calls, answerBytes } = desk.take();
  const average = (value: (call: Call) => number) =>
    calls.reduce((sum, call) => sum + value(call), 0) / times;
  return {
    name,
    kind,
    on,
    calls,
    roundTrips: average(({ type }) => (type === 'Free' ? 0 : 1)),
    requestUnits: average(charge),
    requestUnitsOf: (container) =>
      average((call) => (call.type !== 'Free' && call.container === container ? charge(call) : 0)),
    storedBytes: average(growth),
    answerBytes: answerBytes / times,
  };
}

async function measureCold(now: Date, running: AsyncDisposableStack) {
  const free = ({ calls }: { readonly calls: readonly Call[] }) =>
    calls.filter(({ type }) => type === 'Free').length;
  const creating = await openDesk(now, running);
  await creating.mutate('openAccount', { owner: 'carol@example.com', currency: 'USD' });
  const create = free(creating.take());
  const reading = await openDesk(now, running);
  await reading.query('query ($id: ID!) { account(id: $id) { id } result: viewer { subject } }', {
    id: `acc_${reading.nextRequestId()}`,
  });
  return { read: free(reading.take()), create };
}

function charge(call: Call): number {
  return call.type === 'Free' ? 0 : chargeOf(call, definitionOf(call.container));
}

function definitionOf(name: string): ContainerDefinition {
  const definition = containers.find(({ id }) => id === name);
  if (!definition) throw new Error(`there is no container ${name}`);
  return definition;
}

function growth(call: Call): number {
  if (call.type === 'Create') return bytesOf(call.document);
  if (call.type === 'Replace') return bytesOf(call.after) - bytesOf(call.before);
  return 0;
}
