/** The clients of all tenants, and for each tenant an auditor who looks at everything in the end. */
import { type Client, createClient } from './client.ts';
import { clockRangeMs } from '../cluster/cluster.ts';
import type { Faults } from '../faults/faults.ts';
import type { Instance } from '../cluster/instances.ts';
import { createPerson, type Person } from './person.ts';
import type { RetryOptions, Sent } from './retries.ts';
import { randomOf } from '../random.ts';
import type { Sender } from './sender.ts';
import { createSession, type Session } from './session.ts';
import { createWorld } from './world.ts';

export interface CrowdOptions extends Omit<RetryOptions, 'faults'> {
  readonly seed: number;
  readonly faults: Faults;
  readonly clients: number;
  readonly instances: readonly Instance[];
  readonly sender: Sender;
  readonly isOver: () => boolean;
  readonly onUnanswered: (sent: Sent) => void;
}

export interface Crowd {
  /** Resolves when it is over and every client has ended what it began. */
  readonly live: () => Promise<void>;
  readonly auditorOf: (tenant: string) => Person | undefined;
}

const tenants = ['lab-1', 'lab-2', 'lab-3'];
const lastingPerTenant = 1;
const othersPerTenant = 2;

export async function createCrowd(options: CrowdOptions): Promise<Crowd> {
  const { seed, faults, clients: count, instances, sender } = options;
  const clocks = randomOf(seed, 'clocks of clients');
  const sessions = new Map<string, Session>();
  const auditors = new Map<string, Person>();
  const worlds = tenants.slice(0, count).map(createWorld);
  const clients: Client[] = [];

  async function join(name: string, tenant: string, session: Session | undefined) {
    const random = randomOf(seed, name);
    const clockMs = faults.has('clocks') ? (2 * clocks.next() - 1) * clockRangeMs : 0;
    return createPerson({ name, tenant, random, session, clockMs, instances, sender });
  }

  /** One in four has none, and one in four shares theirs with others of the tenant. */
  function sessionOf(number: number, tenant: string): Session | undefined {
    const kind = Math.floor(number / worlds.length) % 4;
    if (kind === 0) return undefined;
    const name = kind === 1 ? tenant : `client-${number}`;
    const session = sessions.get(name) ?? createSession(name);
    sessions.set(name, session);
    return session;
  }

  for (const world of worlds) {
    auditors.set(world.tenant, await join(`auditor-${world.tenant}`, world.tenant, undefined));
  }
  for (let number = 0; number < count; number += 1) {
    const world = worlds[number % worlds.length];
    if (!world) break;
    const person = await join(`client-${number}`, world.tenant, sessionOf(number, world.tenant));
    clients.push(createClient({ ...options, person, world }));
  }

  return {
    live: async () => {
      await Promise.all(clients.slice(0, worlds.length).map(foundAll));
      await Promise.all(clients.map((client) => client.live()));
    },
    auditorOf: (tenant) => auditors.get(tenant),
  };
}

async function foundAll(client: Client): Promise<void> {
  for (let number = 0; number < lastingPerTenant + othersPerTenant; number += 1) {
    await client.found('account', number < lastingPerTenant);
    await client.found('order', number < lastingPerTenant);
  }
}
