/**
 * One instance of the service in a process of its own, by a clock and a randomness that the laboratory gives it: tells
 * its parent its endpoint, and ends with the channel to it.
 */
import { flushCompileCache } from 'node:module';
import { startHost } from '../../../src/local/host/host.ts';
import { developmentSettings } from '../../../src/local/keys.ts';
import { readSettings } from '../../../src/settings/read.ts';
import { machine } from '../../../src/system.ts';
import { createHandler } from '../../../functions/compose.ts';
import { randomOf } from '../random.ts';

process.once('disconnect', () => process.exit());

const { LAB_SEED: seed, LAB_NAME: name, LAB_CLOCK_MS: clock, ...environment } = process.env;
const read = readSettings({ ...(await developmentSettings()), ...environment });
if (read.type !== 'Settings') throw new Error(read.message);

const random = randomOf(Number(seed), String(name));
const handler = createHandler(read.settings, {
  now: () => new Date(Date.now() + Number(clock)),
  clock: machine.clock,
  randomBytes: random.bytes,
  random: random.next,
  timer: machine.timer,
  pause: machine.pause,
});
const host = await startHost({
  port: 0,
  functions: {
    graphql: { methods: ['GET', 'POST', 'OPTIONS'], route: 'graphql/{*rest}', handler },
  },
});
// It may be killed, and the next life shall start sooner.
flushCompileCache();
process.send?.(`http://127.0.0.1:${host.port}`);
