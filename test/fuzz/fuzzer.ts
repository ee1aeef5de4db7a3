/** The process that is tried: sends inputs to the function's handler, round by round, and ends with 1 at a finding. */
import { setImmediate } from 'node:timers/promises';
import { CosmosClient } from '@azure/cosmos';
import * as fc from 'fast-check';
import { createHandler } from '../../functions/compose.ts';
import { readSettings } from '../../src/settings/read.ts';
import { machine } from '../../src/system.ts';
import { sendTo } from '../support/handle.ts';
import { collectGarbage } from '../support/processes/collect.ts';
import { type Input, kinds } from './inputs.ts';
import { judge } from './judge.ts';
import { plant } from './planted.ts';
import { now, openWorld } from './world.ts';

/** Of each kind, under one seed. */
const inputsPerRound = 25;
const msBetweenLines = 5000;
/** Of what is held after a collection, since the first line. */
const mostGrowth = 1.2;
const mostMsToShrink = 60_000;
const longestShown = 20_000;

const [seconds = 0, firstSeed = 0] = process.argv.slice(2, 4).map(Number);
const read = readSettings(process.env);
if (read.type !== 'Settings') throw new Error(read.message);
const { endpoint, key = '', database } = read.settings.cosmos;
const world = await openWorld(new CosmosClient({ endpoint, key }).database(database));

const log: string[] = [];
const handler = createHandler(read.settings, { ...machine, now: () => now });
const send = sendTo(plant(process.argv[4] ?? '', handler), (line) => log.push(line));

/** What broke beside an answer. */
const crashes: unknown[] = [];
process.on('uncaughtException', (error) => crashes.push(error));

async function attempt({ damaged, requests }: Input): Promise<void> {
  await world.lay(damaged);
  for (const request of requests) {
    log.splice(0);
    const reply = await send(world.fill(request));
    await setImmediate();
    const [crash] = crashes.splice(0);
    if (crash !== undefined) throw crash;
    judge(reply, log, damaged !== undefined);
  }
}

async function heldMegabytes(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function toText(input: unknown): string {
  return fc.stringify(input).slice(0, longestShown);
}

/** What is wrong, if anything is. */
async function run(kind: string, inputs: fc.Arbitrary<Input>, seed: number) {
  const again = `again with: npm run fuzz -- --seconds ${seconds} --seed ${seed}`;
  const property = fc.asyncProperty(inputs, (input) => {
    // If it hangs, that is all that will be known.
    process.send?.(`${kind}: ${toText(input)}\n\n${again}`);
    return attempt(input);
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: inputsPerRound,
    plugins: [fc.interruptAfterTimeLimit(mostMsToShrink)],
  });
  if (!failed) return undefined;
  const why = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
  return `found by ${kind}: ${toText(counterexample)}\n\n${why}\n\n${again}`;
}

async function runAll(): Promise<string | undefined> {
  const endMs = performance.now() + seconds * 1000;
  let shownMs = -Infinity;
  let first: number | undefined;
  for (let round = 1; performance.now() < endMs; round += 1) {
    for (const [kind, inputs] of Object.entries(kinds)) {
      const finding = await run(kind, inputs, firstSeed + round - 1);
      if (finding !== undefined) return finding;
    }
    if (performance.now() < Math.min(endMs, shownMs + msBetweenLines)) continue;
    shownMs = performance.now();
    const held = await heldMegabytes();
    first ??= held;
    const names = Object.keys(kinds).join(', ');
    console.log(`${round * inputsPerRound} each of ${names}: ${held.toFixed(1)} MB held`);
    if (held > first * mostGrowth) return `found: it held ${first.toFixed(1)} MB at first`;
  }
  return undefined;
}

const finding = await runAll();
if (finding !== undefined) console.log(finding);
process.exit(finding === undefined ? 0 : 1);
