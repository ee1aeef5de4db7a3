/** Who a client is: a subject of a tenant, with a clock of their own, and with a session token or without. */
import { type Ksuid, mintKsuid } from '../../../src/versioned/id.ts';
import { mintToken } from '../../../src/local/tokens.ts';
import type { Operation, SeenEntity } from '../history.ts';
import type { Instance } from '../cluster/instances.ts';
import type { Random } from '../random.ts';
import type { Sender } from './sender.ts';
import type { Session } from './session.ts';

export interface PersonOptions {
  readonly name: string;
  readonly tenant: string;
  readonly random: Random;
  readonly session: Session | undefined;
  readonly clockMs: number;
  readonly instances: readonly Instance[];
  readonly sender: Sender;
}

export interface Person {
  readonly random: Random;
  readonly mintRequestId: () => Ksuid;
  /** To any instance, or to any but that one; on its way until `held`. */
  readonly send: (request: Operation['request'], options?: SendOptions) => Promise<Operation>;
  /** The newest version that this client has been shown. */
  readonly known: (id: string) => SeenEntity | undefined;
  /** Takes in what an answer showed. */
  readonly see: (entity: SeenEntity | null | undefined) => void;
}

export interface SendOptions {
  readonly otherThan?: number | undefined;
  readonly held?: Promise<unknown>;
  readonly resent?: boolean;
}

const carriedShare = 0.9;

export async function createPerson(options: PersonOptions): Promise<Person> {
  const { name, tenant, random, clockMs, instances, sender, session } = options;
  // Issued when the slowest clock had that time already.
  const token = await mintToken(
    { subject: name, tenant, roles: ['Manager'], issuedAt: -300, expiresIn: 4800 },
    new Date(),
  );
  const known = new Map<string, SeenEntity>();
  return {
    random,
    mintRequestId: () => mintKsuid(new Date(Date.now() + clockMs), random.bytes(16)),
    send: (request, { otherThan, held, resent = false } = {}) => {
      const instance = pickOther(instances, otherThan, random);
      const carried = random.chance(carriedShare);
      return sender.send({
        client: name,
        authorization: `Bearer ${token}`,
        request,
        instance,
        session: session && { collection: session, carried },
        resent,
        ...(held && { held }),
      });
    },
    known: (id) => known.get(id),
    see: (entity) => {
      if (entity && entity.version >= (known.get(entity.id)?.version ?? 0)) {
        known.set(entity.id, entity);
      }
    },
  };
}

/** Instances that are down are avoided as a load balancer does: when it knows. */
function pickOther(
  instances: readonly Instance[],
  otherThan: number | undefined,
  random: Random,
): Instance {
  const others = instances.filter(
    (instance) => instance.number !== otherThan && instance.pool() !== undefined,
  );
  const instance = others[random.below(others.length)] ?? instances[random.below(instances.length)];
  if (!instance) throw new Error('a laboratory without instances');
  return instance;
}
