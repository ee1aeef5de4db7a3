/**
 * Replicas that follow the primary at a distance: each stands still for up to a second, then catches up with what it
 * has learned of the writes. A read that no session token pins may see any of them, and so go back in time.
 */
import { DocumentIndex, isStored } from '../../../src/local/cosmosdb/indexes.ts';
import { parseSessionToken } from '../../../src/local/cosmosdb/session.ts';
import type { ContainerDefinition } from '../../../src/cosmos/containers.ts';
import { isRecord } from '../../../src/record.ts';
import type { ProxyAnswer } from '../../support/cosmos/actions.ts';
import { answerFrom } from '../../support/cosmos/replica.ts';
import type { SeenRequest } from '../../support/cosmos/requests.ts';
import type { Random } from '../random.ts';

export interface Replicas {
  /** Undefined: this request is for the primary. */
  readonly answer: (request: SeenRequest) => ProxyAnswer | undefined;
  /** Every answer of the primary has to come by here. */
  readonly learn: (request: SeenRequest, answer: ProxyAnswer) => void;
}

interface Write {
  readonly lsn: number;
  readonly document: Parameters<DocumentIndex['put']>[0];
}

interface Replica {
  readonly documents: DocumentIndex;
  position: number;
  standsUntil: number;
}

const count = 3;
const longestLagMs = 1000;

export function createReplicas(
  containers: readonly ContainerDefinition[],
  database: string,
  random: Random,
  now: () => number,
): Replicas {
  const logs = new Map(
    containers.map(({ id, partitionKey }) => [
      `dbs/${database}/colls/${id}`,
      new Log(partitionKey.paths),
    ]),
  );
  return {
    answer: (request) => {
      if (request.kind !== 'read' && request.kind !== 'query') return undefined;
      const choice = random.below(count + 1);
      const lagMs = random.next() * longestLagMs;
      const log = logs.get(request.container ?? '');
      const replica = log?.replicaAt(choice, now(), lagMs);
      if (!replica) return undefined;
      const { documents, position } = replica;
      return answerFrom({ documents, token: `0:-1#${position}` }, request);
    },
    learn: (request, { status, headers, body }) => {
      if (status >= 300 || (request.kind !== 'create' && request.kind !== 'replace')) return;
      const document: unknown = JSON.parse(body.toString());
      const lsn = parseSessionToken(headers['x-ms-session-token'] ?? '')?.get('0');
      if (!isRecord(document) || !isStored(document) || lsn === undefined) {
        throw new Error('a write was answered without its document or its session token');
      }
      logs.get(request.container ?? '')?.add({ lsn, document });
    },
  };
}

/** The writes of one container, in the order in which the primary did them. */
class Log {
  readonly #writes: (Write | undefined)[] = [];
  readonly #replicas: readonly Replica[];

  constructor(paths: readonly string[]) {
    this.#replicas = Array.from({ length: count }, () => ({
      documents: new DocumentIndex(paths),
      position: 0,
      standsUntil: 0,
    }));
  }

  add(write: Write): void {
    this.#writes[write.lsn - 1] = write;
  }

  /** Undefined for a number that is the primary's. */
  replicaAt(number: number, now: number, lagMs: number): Replica | undefined {
    const replica = this.#replicas[number];
    if (replica && now >= replica.standsUntil) {
      this.#catchUp(replica);
      replica.standsUntil = now + lagMs;
    }
    return replica;
  }

  /** As far as there is no gap: the answer of an earlier write may still be on its way here. */
  #catchUp(replica: Replica): void {
    for (;;) {
      const write = this.#writes[replica.position];
      if (!write) return;
      replica.documents.put(write.document);
      replica.position += 1;
      const everybodyHasIt = this.#replicas.every(({ position }) => position >= replica.position);
      if (everybodyHasIt) this.#writes[replica.position - 1] = undefined;
    }
  }
}
