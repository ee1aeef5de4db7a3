/**
 * `npm run bench`: measures, writes the figures into RESULTS.md, and ends with 1 where a goal was missed. With `--quick`
 * it does so in under three minutes.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openBench } from './bench.ts';
import { goalsOf, isMet } from './goals.ts';
import { measuredOf, writePage } from './page.ts';
import { measureAll } from './questions/all.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const [load = 0] = loadavg();
await using running = new AsyncDisposableStack();
const bench = await openBench(values.quick, running);
const measured = await measureAll(bench);
const goals = goalsOf(measured, bench.bundles.bytes);

const run = [
  values.quick ? 'quick' : 'full',
  new Date().toISOString().slice(0, 10),
  `${Math.round(performance.now() / 1000)} s`,
  `${cpus().length} x ${cpus()[0]?.model.trim()}`,
  `Node.js ${process.version}`,
  `load before it ${load.toFixed(2)}`,
];
await writePage(measured, goals, run.join(', '));
for (const goal of goals.filter((each) => !isMet(each))) {
  console.error(`missed: ${goal.name}: ${measuredOf(goal)}, at most ${goal.atMost}`);
  process.exitCode = 1;
}
