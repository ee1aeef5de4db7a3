/**
 * `npm run worst -- --seconds 60 --seed 1`: looks for the request that costs the most CPU, has the largest answer, or calls
 * the database most, and ends with 1 where one passes its goal.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { containers } from '../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../src/local/cosmosdb/server.ts';
import { parseArguments, runScript } from '../../src/local/script.ts';
import { randomOf } from '../lab/random.ts';
import { positive } from '../support/positive.ts';
import { costsOfAttacks } from './attacks.ts';
import { goals, mostMsOfAttack } from './goals.ts';
import { type Measured, startInstance } from './instance.ts';
import { pretty } from './request.ts';
import { type Aim, aims, type Found, search, type Worst } from './search.ts';
import { createWorld } from './world.ts';

/** What the heap may be of what it was: more code is loaded and compiled with each request that is new. */
const mostGrowth = 1.3;

const database = 'orderdesk-worst';
const folder = new URL('../../.local/worst/', import.meta.url);
const secondsBetweenLines = 5;
const triesToWarmUp = 100;

await runScript(async () => {
  const { values } = parseArguments({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      /** So many orders, and so many accounts. */
      each: { type: 'string', default: '100' },
    },
  });
  const limit = positive('seconds', values.seconds);
  const each = positive('each', values.each);
  const random = randomOf(positive('seed', values.seed), 'worst');
  const [slowest] = await costsOfAttacks();
  if (slowest) {
    tell(`the slowest token attack, ${slowest.name}: ${slowest.cpu.toFixed(1)} ms`, {
      isMet: slowest.cpu <= mostMsOfAttack,
    });
  }

  await using cosmos = await startCosmosDb({ database, containers });
  const world = await createWorld({ ...cosmos, database }, random, each);
  await using instance = await startInstance({ ...cosmos, database }, world.tenant);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let before = Infinity;
  let nextLine = 0;
  const worst = await search({
    random,
    world,
    instance,
    aims,
    isOver: () => seconds() > limit,
    onTried: async (_measured, tried, worstSoFar) => {
      if (tried === triesToWarmUp) before = await instance.collect();
      if (seconds() < nextLine) return;
      nextLine = seconds() + secondsBetweenLines;
      console.log(`${seconds().toFixed(0)} s, ${tried} requests: ${summary(worstSoFar)}`);
    },
  });
  await mkdir(folder, { recursive: true });
  for (const aim of aims) {
    const found = worst(aim);
    if (found) await tellFound(aim, found);
  }
  const after = await instance.collect();
  tell(`\nheap: ${megabytes(before)}, in the end ${megabytes(after)}`, {
    isMet: after <= before * mostGrowth,
  });
});

function summary(worst: Worst): string {
  return aims.map((aim) => `${aim} ${(worst(aim)?.measured[aim] ?? 0).toFixed(0)}`).join(', ');
}

/** The whole body is in a file, to be sent again. */
async function tellFound(aim: Aim, { body, measured }: Found): Promise<void> {
  const file = new URL(`${aim}.json`, folder);
  await writeFile(file, JSON.stringify(body));
  tell(`\nmost ${aim}: ${figures(measured)}`, { isMet: measured[aim] <= goals[aim] });
  console.log(shortened(pretty(body)));
  console.log(shortened(JSON.stringify(body.variables)));
  console.log(`whole: .local/worst/${aim}.json`);
}

function figures({ cpu, bytes, calls, status, codes }: Measured): string {
  return `${cpu.toFixed(0)} ms, ${bytes} bytes, ${calls} calls, ${status} ${codes.join(' ')}`;
}

function tell(text: string, { isMet }: { readonly isMet: boolean }): void {
  console.log(isMet ? text : `${text}: MORE THAN IT MAY BE`);
  if (!isMet) process.exitCode = 1;
}

function shortened(text: string): string {
  return text.length > 3000 ? `${text.slice(0, 2500)} … ${text.slice(-500)}` : text;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
