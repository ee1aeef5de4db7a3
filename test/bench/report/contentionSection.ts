/** Contention, as a table. */
import type { ContentionResults } from '../contention.ts';
import { showAll, table } from './format.ts';

export function contentionSection({ latencyMs, instances, rows }: ContentionResults): string {
  return `## 5. Contention

Clients of ${instances} instances all deposit into one account, one deposit after the other, each under one \`requestId\`
until it is accepted: after a conflict at once with the etag that came with it. ${latencyMs} ms are added to each request
to the database. A round is a conditional write of the account; the time is from when a deposit was first sent until it
was accepted.

${table(
  [
    '',
    'clients',
    'accepted per second',
    'rounds per accepted change',
    'requests per accepted change',
    'median, ms',
    '99th percentile, ms',
  ],
  rows.map(({ policy, clients, acceptedPerSecond, writes, requests, medianMs, p99Ms }) => [
    policy,
    String(clients),
    ...[acceptedPerSecond, writes, requests, medianMs, p99Ms].map((figures) => showAll(figures)),
  ]),
)}`;
}
