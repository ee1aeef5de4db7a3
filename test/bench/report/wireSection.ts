/** Requests on the wire, as a table. */
import { labels } from '../contenders.ts';
import { floors, type WireCount, type WireResults } from '../wire.ts';
import { operationLabels, table } from './format.ts';

export function wireSection({ latencyMs, nodes, rows }: WireResults): string {
  return `## 3. Requests on the wire

Counted by a proxy before the database, which adds ${latencyMs} ms to each request. Cold is the first request of a new
instance, warm its second. A chain of requests that did not overlap are sequential round trips; the floor is how many of
them the operation cannot do without. \`nodes\` are ${nodes}. A query is two requests at once: the SDK asks for its plan
beside its first page.

${table(
  ['', 'floor', 'contender', 'sequential, warm', 'cold', 'requests, warm', 'cold'],
  rows.map(({ operation, contender, cold, warm }) => [
    operationLabels[operation],
    String(floors[operation]),
    labels[contender],
    range(warm, ({ sequential }) => sequential),
    range(cold, ({ sequential }) => sequential),
    range(warm, ({ requests }) => requests),
    range(cold, ({ requests }) => requests),
  ]),
)}`;
}

/** One number where all rounds agree. */
function range(counts: readonly WireCount[], of: (count: WireCount) => number): string {
  const values = counts.map((count) => of(count));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
