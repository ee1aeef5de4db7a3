/**
 * `npm run bench`: measures everything side by side and writes `test/bench/RESULTS.md` and its chart. With `--quick` or
 * `--only cold,warm,wire,growth,contention` the results go to `.local/bench` instead: they are not the whole picture.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { createBirths } from './births.ts';
import { measureCold } from './cold.ts';
import { bundleAll } from './contenders.ts';
import { measureContention } from './contention.ts';
import { startDatabase } from './database.ts';
import { measureGrowth } from './growth.ts';
import { createIdentity } from './identity.ts';
import { describeMachine } from './machine.ts';
import { type Options, parseOptions, type SectionName } from './options.ts';
import { chartOf } from './report/chart.ts';
import { chartGroupsOf } from './report/chartGroups.ts';
import { goalsOf } from './report/goals.ts';
import { measuredBefore } from './report/before.ts';
import { reportOf } from './report/report.ts';
import type { Results } from './results.ts';
import { measureWarm } from './warm.ts';
import { measureWire } from './wire.ts';

const rounds = 5;
const quickRounds = 2;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The processes that it started end with their channel to this one.
  process.once(signal, () => process.exit(1));
}

const options = parseOptions(process.argv.slice(2));
if ('problem' in options) {
  console.error(options.problem);
  process.exitCode = 2;
} else {
  const [, , ...args] = process.argv;
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const results = await run(options, command, new Date());
  const folder = options.isFull ? './' : '../../.local/bench/';
  await write(fileURLToPath(new URL(folder, import.meta.url)), results);
}

async function run({ quick, sections }: Options, command: string, now: Date): Promise<Results> {
  const began = performance.now();
  const progress = (line: string) => {
    console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${line}`);
  };
  const machine = await describeMachine();
  await using running = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'order-desk-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bundles = await bundleAll(folder);
  progress('the contenders are bundled');
  const bench: Bench = {
    database: running.use(await startDatabase()),
    bundles,
    births: createBirths(now),
    identify: await createIdentity(now),
    share: quick ? 0.1 : 1,
    rounds: quick ? quickRounds : rounds,
    progress,
  };
  const wants = (name: SectionName) => sections.includes(name);
  const measured = {
    ...(wants('cold') && { cold: await measureCold(bench) }),
    ...(wants('warm') && { warm: await measureWarm(bench) }),
    ...(wants('wire') && { wire: await measureWire(bench) }),
    ...(wants('contention') && { contention: await measureContention(bench) }),
    // The last, since it fills the database.
    ...(wants('growth') && { growth: await measureGrowth(bench) }),
  };
  const seconds = (performance.now() - began) / 1000;
  return { date: now.toISOString(), command, machine, rounds: bench.rounds, seconds, ...measured };
}

async function write(folder: string, results: Results): Promise<void> {
  const goals = goalsOf(results);
  await mkdir(folder, { recursive: true });
  const page = new URL('RESULTS.md', import.meta.url);
  const before = measuredBefore(await readFile(page, 'utf8'));
  await writeFile(join(folder, 'RESULTS.md'), await reportOf(results, goals, before));
  await writeFile(join(folder, 'results.svg'), chartOf(chartGroupsOf(results)));
  for (const { name, measured, verdict } of goals) console.log(`${verdict}  ${name}: ${measured}`);
  console.log(`written to ${folder}`);
}
