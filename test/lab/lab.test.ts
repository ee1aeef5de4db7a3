/** A short run of the laboratory with every fault at once: `npm run lab` is the same for as long as one likes. */
import { expect, test } from 'vitest';
import { allFaults } from './faults/faults.ts';
import { runLaboratory } from './laboratory.ts';
import { describeViolations, table } from './report.ts';

const options = { seconds: 30, instances: 4, clients: 16, seed: Date.now() % 1_000_000 };

test('among all faults, no acknowledged change is lost, doubled or reordered', async () => {
  const command =
    `npm run lab -- --seconds ${options.seconds} --instances ${options.instances} ` +
    `--clients ${options.clients} --faults all --seed ${options.seed}`;
  console.log(command);
  const verdict = await runLaboratory({ ...options, faults: new Set(allFaults) });
  console.log(table(verdict));
  const { violations } = verdict;
  expect(violations, `${describeViolations(verdict)}\n\nagain with: ${command}`).toEqual([]);
  // Enough of everything for the verdict to mean something, on however busy a machine.
  expect(verdict.tally.acknowledged()).toBeGreaterThan(50);
}, 180_000);
