/** Two who change the same at once: Alice reaches Cosmos DB through a proxy, Bob past it, and nobody waits for any pause. */
import { setImmediate } from 'node:timers/promises';
import { inject } from 'vitest';
import type { System } from '../../src/system.ts';
import { newTenant, openApi, type Query, signIn } from './api.ts';
import { type CosmosProxy, startCosmosProxy } from './cosmos/proxy.ts';

export interface Race extends AsyncDisposable {
  readonly tenant: string;
  readonly proxy: CosmosProxy;
  readonly alice: Query;
  readonly bob: Query;
  /** Someone else on Alice's way. */
  readonly signIn: (subject: string) => Promise<Query>;
  /** The milliseconds that the service asked to wait, and did not. */
  readonly pauses: number[];
  /** Ends the time of all requests on Alice's way, whose deadline nothing else brings. */
  readonly endTime: () => void;
}

export interface RaceOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  readonly random?: () => number;
  /** A pause ends when nothing is under way any more: as a real one, it is shared by all that wait. */
  readonly quiet?: boolean;
  /** A deadline comes when the test says so. */
  readonly deadlineByHand?: boolean;
}

export async function openRace({
  environment = {},
  now = () => new Date(),
  random = Math.random,
  quiet = false,
  deadlineByHand = false,
}: RaceOptions = {}): Promise<Race> {
  const { endpoint, key } = inject('cosmos');
  const tenant = newTenant();
  const pauses: number[] = [];
  const proxy = await startCosmosProxy(endpoint, { key });
  const system = {
    now,
    random,
    pause: async (milliseconds: number) => {
      pauses.push(milliseconds);
      if (quiet) await quietOf(proxy);
    },
  };
  const deadlines = new Set<() => void>();
  const timer: System['timer'] = (_milliseconds, run) => {
    deadlines.add(run);
    return () => deadlines.delete(run);
  };
  const service = await openApi({
    cosmosEndpoint: proxy.endpoint,
    environment,
    system: { ...system, ...(deadlineByHand && { timer }) },
  });
  const elsewhere = await openApi({ system });
  // Issued long enough ago for tests whose clocks go back.
  const person = (subject: string) => ({ subject, tenant, issuedAt: -3600 });
  return {
    tenant,
    proxy,
    alice: await signIn(service, person('alice'), now()),
    bob: await signIn(elsewhere, person('bob'), now()),
    signIn: (subject) => signIn(service, person(subject), now()),
    pauses,
    endTime: () => {
      for (const run of deadlines) run();
    },
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}

/** Whatever is on its way to or from the database has arrived. */
async function quietOf({ requests }: CosmosProxy): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) {
    await setImmediate();
    if (requests.some(({ status }) => status === undefined)) turns = 0;
  }
}

/** The requests so far for documents, in the order of arrival: `read`, `replace` and so on. */
export function wire({ requests }: CosmosProxy): readonly string[] {
  return requests.map(({ kind }) => kind);
}
