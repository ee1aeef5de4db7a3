/** The results as a page to read. */
import { format } from 'prettier';
import type { Results } from '../results.ts';
import { type Before, keyOf } from './before.ts';
import { coldSection } from './coldSection.ts';
import { contentionSection } from './contentionSection.ts';
import { table } from './format.ts';
import type { Goal } from './goal.ts';
import { obstaclesOf } from './obstacles.ts';
import { growthSection } from './growthSection.ts';
import { warmSection } from './warmSection.ts';
import { wireSection } from './wireSection.ts';

export async function reportOf(
  results: Results,
  goals: readonly Goal[],
  before: Before,
): Promise<string> {
  const { cold, warm, wire, growth, contention } = results;
  const sections = [
    introduction(results),
    goalsSection(goals, before),
    ...(cold ? [coldSection(results, cold)] : []),
    ...(warm ? [warmSection(results, warm)] : []),
    ...(wire ? [wireSection(wire)] : []),
    ...(growth ? [growthSection(growth)] : []),
    ...(contention ? [contentionSection(contention)] : []),
  ];
  return format(sections.join('\n\n'), {
    parser: 'markdown',
    printWidth: 100,
    proseWrap: 'always',
  });
}

function introduction({ machine, command, date, rounds, seconds }: Results): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `# Results of the benchmark

Written by \`${command}\` on ${date.slice(0, 10)}, in ${Math.round(seconds / 60)} minutes: do not edit.

Everything was measured in one run on one machine, ${rounds} rounds in turns. Each figure is the median of its rounds,
with the least and the greatest in brackets; each ratio is taken within a round, then its median.

- ${machine.cores} x ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}, load before the run ${machine.load.toFixed(2)}
- Node.js ${machine.node}
- ${versions.join(', ')}

What is the same for all: \`NODE_ENV=production\`; the embedded Cosmos DB in a process of its own; a token signed with
RS256, as Entra ID signs, verified by each contender for each request (not by the raw SDK calls, which have none);
a bundle made with the same settings. An answer that is not what was asked for fails the run. Apollo Server serves the
part of the schema that is asked for, with our domain, our verifier and our permissions, over the stock Cosmos client;
only endpoint discovery is off, for the one endpoint of the embedded database, which spares it a round trip when cold.

![Ratios of Order Desk to the others](results.svg)`;
}

function goalsSection(goals: readonly Goal[], before: Before): string {
  const rows = goals.map(({ name, limit, measured, verdict }) => [
    name,
    limit,
    before.get(keyOf(name)) ?? '',
    measured,
    verdict,
  ]);
  const columns = ['goal', 'at most', 'on the page before', 'measured', ''];
  return `## Goals\n\n${table(columns, rows)}\n\n${obstaclesOf(goals)}`;
}
