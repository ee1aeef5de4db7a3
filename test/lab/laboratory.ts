/** One run: the clients live among faults, then all is healed, and what happened is held against what is there. */
import { setTimeout } from 'node:timers/promises';
import { checkAnswers } from './people/answers.ts';
import { check } from './checker/checker.ts';
import { database, startCluster } from './cluster/cluster.ts';
import { createCrowd } from './people/crowd.ts';
import type { Faults } from './faults/faults.ts';
import { audit, readFinal } from './final.ts';
import type { Operation, Violation } from './history.ts';
import type { Instance } from './cluster/instances.ts';
import type { Sent } from './people/retries.ts';
import { createSender } from './people/sender.ts';
import { createTally, type Tally } from './tally.ts';

export interface LaboratoryOptions {
  readonly seconds: number;
  readonly instances: number;
  readonly clients: number;
  readonly faults: Faults;
  readonly seed: number;
  /** Each second. */
  readonly onProgress?: (phase: string, tally: Tally) => void;
}

export interface Verdict {
  readonly tally: Tally;
  readonly history: readonly Operation[];
  readonly violations: readonly Violation[];
  /** What the instances wrote to stderr last. */
  readonly errors: readonly string[];
}

const deadlineMs = 5000;
/** Half a second is promised; this machine has all the rest of the laboratory to run as well. */
const graceMs = 3000;
const patienceMs = 2 * deadlineMs;
const mostMsToSettle = 60_000;

const now = () => performance.now();

export async function runLaboratory(options: LaboratoryOptions): Promise<Verdict> {
  const { seconds, faults, seed, onProgress } = options;
  const tally = createTally();
  let phase = 'starting';
  const ticker = setInterval(() => onProgress?.(phase, tally), 1000);
  try {
    await using cluster = await startCluster({
      ...options,
      deadlineMs,
      now,
      count: tally.countFault,
    });
    const { instances } = cluster;
    const sender = createSender(patienceMs, now, tally.count);
    const unanswered: Sent[] = [];
    const background = new Set<Promise<unknown>>();
    let over = false;
    const crowd = await createCrowd({
      seed,
      faults,
      clients: options.clients,
      instances,
      sender,
      background,
      isOver: () => over,
      isHealed: () => over,
      onUnanswered: (sent) => unanswered.push(sent),
    });

    phase = 'running';
    const living = crowd.live();
    await Promise.race([living, setTimeout(seconds * 1000)]);
    await cluster.heal();
    over = true;
    phase = 'settling';
    await within(mostMsToSettle, async () => {
      await living;
      await Promise.all(background);
      await cluster.settled();
    });

    phase = 'checking';
    const final = await readFinal(cluster.endpoint, database);
    const audited = await audit(final, crowd.auditorOf);
    const history = sender.operations();
    const violations = [
      ...check(history, final),
      ...audited,
      ...checkAnswers(history, deadlineMs + graceMs),
      ...unanswered.map(toViolation),
      ...instances.flatMap(crashesOf),
    ];
    return { tally, history, violations, errors: instances.flatMap(({ errors }) => errors()) };
  } finally {
    clearInterval(ticker);
  }
}

async function within(ms: number, work: () => Promise<void>): Promise<void> {
  const timer = new AbortController();
  const tooLong = setTimeout(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`the clients did not come to an end within ${ms} ms after all was healed`);
  });
  try {
    await Promise.race([work(), tooLong]);
  } finally {
    timer.abort();
    await tooLong.catch(() => undefined);
  }
}

function toViolation({ intention, requestId }: Sent): Violation {
  return {
    rule: 'unanswered',
    entity: intention.input.id ?? '',
    operations: [],
    message: `${intention.mutation} ${requestId} had no definite answer after all was healed`,
  };
}

function crashesOf({ number, crashes }: Instance): readonly Violation[] {
  if (crashes() === 0) return [];
  const message = `instance ${number} ended ${crashes()} times without having been killed`;
  return [{ rule: 'crash', entity: '', operations: [], message }];
}
