/**
 * The function's handler in a process of its own, at full speed: tells its parent what it holds after each of the
 * numbers of requests that its arguments are. Run with `--expose-gc`.
 */
import { createHandler } from '../../functions/compose.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { readSettings } from '../../src/settings/read.ts';
import { sendTo } from '../support/handle.ts';
import { collectGarbage } from '../support/processes/collect.ts';
import { MixedClient } from './mixedClient.ts';

export interface Held {
  readonly requests: number;
  /** On the heap, and outside it for what is on it. */
  readonly bytes: number;
  readonly resident: number;
  /** How many requests came to what. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const clients = 16;

process.once('disconnect', () => process.exit());

const read = readSettings(process.env);
if (read.type !== 'Settings') throw new Error(read.message);
const send = sendTo(createHandler(read.settings));
const manager = { subject: 'mia', tenant: `memory-${process.pid}`, roles: ['Manager'] };
const tokens = {
  good: await mintToken(manager, new Date()),
  expired: await mintToken({ ...manager, issuedAt: -7200, expiresIn: -3600 }, new Date()),
};
const crowd = Array.from({ length: clients }, () => new MixedClient(send, tokens));
const outcomes: Record<string, number> = {};

async function sendUntil(requests: number, begun: number): Promise<void> {
  let left = requests - begun;
  await Promise.all(
    crowd.map(async (client) => {
      while (left > 0) {
        left -= 1;
        const outcome = await client.next();
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    }),
  );
}

let begun = 0;
for (const requests of process.argv.slice(2).map(Number)) {
  await sendUntil(requests, begun);
  begun = requests;
  await collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ requests, bytes: heapUsed + external, resident: rss, outcomes } satisfies Held);
}
