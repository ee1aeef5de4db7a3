/** Cold start, as tables. */
import { coldLabels, coldNames, type ColdResults } from '../cold.ts';
import type { Results } from '../results.ts';
import { coldComparisons } from './comparisons.ts';
import { show, showAll, showSpread, table } from './format.ts';

export function coldSection(results: Results, cold: ColdResults): string {
  const { wallMs, cpuMs, bundles, loaded, funcMs, skipped } = cold;
  const times = coldNames.map((name) => [
    coldLabels[name],
    showAll(wallMs[name]),
    showAll(cpuMs[name]),
  ]);
  const ratios = coldComparisons(results).map(({ ours, theirs, spread }) => [
    `${coldLabels[ours]} / ${coldLabels[theirs]}`,
    showSpread(spread),
  ]);
  const sizes = [
    ['Order Desk', bundles.ours],
    ['Apollo', bundles.apollo],
    ['bare function', bundles.bare],
  ] as const;
  return `## 1. Cold start

From \`node\` being started to its first authenticated answer, a point read, with the database running and the files in
the system's cache. The host is the same for all: plain JavaScript that stands in for the Functions worker and calls the
function through the library's own invocation model. The bare function has no GraphQL: it verifies the token with jose,
does the same point read with the stock client and answers JSON. With telemetry on there is an OTLP endpoint that takes
it. CPU is that of the process since it began, Node.js's own start included.

${table(['', 'wall, ms', 'CPU, ms'], times)}

${table(['wall, ratio', ''], ratios)}

${table(
  ['read before the first answer', 'KB', 'files'],
  sizes.map(([name, { bytes, files }]) => [name, show(Math.round(bytes / 1000)), String(files)]),
)}

Of ours, ${loaded.files} files were loaded before the first answer, with ${loaded.sources} modules in them, and
${loaded.builtins} modules of Node.js; on demand: ${loaded.onDemand.join(', ') || 'none'}.

${funcMs.length > 0 ? `From \`func start\` on the package to the first answer: ${showAll(funcMs)} ms.` : ''}
${skipped.map((line) => `Not measured: ${line}.`).join('\n')}`;
}
