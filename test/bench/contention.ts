/** Many clients on one account: how many changes are accepted, and how many writes that takes. */
import { type Bench, scaled } from './bench.ts';
import { accountDocuments } from './documents.ts';
import { tenant } from './identity.ts';
import type { Instance } from './instances.ts';
import { startOurs } from './ours.ts';
import { quantile } from './statistics.ts';
import { startSlowProxy } from './wire.ts';

export interface ContentionRow {
  readonly policy: 'REAPPLY' | 'REJECT';
  readonly clients: number;
  /** All of these have one for each round. */
  readonly acceptedPerSecond: readonly number[];
  /** Conditional writes of the account for each change that was accepted. */
  readonly writes: readonly number[];
  /** Requests of the clients for each change that was accepted. */
  readonly requests: readonly number[];
  readonly medianMs: readonly number[];
  readonly p99Ms: readonly number[];
}

export interface ContentionResults {
  readonly latencyMs: number;
  readonly instances: number;
  readonly rows: readonly ContentionRow[];
}

const clientNumbers = [1, 4, 16, 64];
const policies = ['REAPPLY', 'REJECT'] as const;
const milliseconds = 1500;
const latencyMs = 5;
const instanceCount = 2;
/** What the store asks the primary with: it writes nothing. */
const questionEtag = '"no-such-version"';

export async function measureContention(bench: Bench): Promise<ContentionResults> {
  const { database, rounds, progress } = bench;
  const { proxy } = await startSlowProxy(database.endpoint, latencyMs);
  await using running = new AsyncDisposableStack();
  running.use(proxy);
  const instances: Instance[] = [];
  for (let started = 0; started < instanceCount; started += 1) {
    instances.push(running.use(await startOurs(bench, tenant, proxy.endpoint)));
  }

  async function once(policy: ContentionRow['policy'], clients: number) {
    const { document } = accountDocuments(bench.births.next(tenant), 3);
    const [etag = ''] = await database.put('accounts', [document]);
    proxy.clear();
    const shares = instances.map((_, index) => Math.floor((clients + index) / instances.length));
    const work = { accountId: document.id, etag, policy };
    const duration = scaled(bench, milliseconds);
    const results = await Promise.all(
      instances.map((instance, index) =>
        instance.contend({ ...work, clients: shares[index] ?? 0, milliseconds: duration }),
      ),
    );
    const latenciesMs = results.flatMap((result) => result.latenciesMs);
    const accepted = latenciesMs.length;
    if (accepted === 0) throw new Error(`${clients} clients got nothing accepted`);
    const writes = proxy.requests.filter(
      ({ kind, id, headers }) =>
        kind === 'replace' && id === document.id && headers['if-match'] !== questionEtag,
    );
    const refused = results.reduce((sum, result) => sum + result.conflicts + result.unavailable, 0);
    return {
      acceptedPerSecond: accepted / (duration / 1000),
      writes: writes.length / accepted,
      requests: (accepted + refused) / accepted,
      medianMs: quantile(latenciesMs, 0.5),
      p99Ms: quantile(latenciesMs, 0.99),
    };
  }

  for (const policy of policies) await once(policy, 16);
  const cases = policies.flatMap((policy) => clientNumbers.map((clients) => ({ policy, clients })));
  const measured = cases.map(() => new Array<Awaited<ReturnType<typeof once>>>());
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, { policy, clients }] of cases.entries()) {
      measured[index]?.push(await once(policy, clients));
    }
    progress(`contention: round ${round} of ${rounds}`);
  }
  return {
    latencyMs,
    instances: instanceCount,
    rows: cases.map(({ policy, clients }, index) => {
      const figures = measured[index] ?? [];
      return {
        policy,
        clients,
        acceptedPerSecond: figures.map(({ acceptedPerSecond }) => acceptedPerSecond),
        writes: figures.map(({ writes }) => writes),
        requests: figures.map(({ requests }) => requests),
        medianMs: figures.map(({ medianMs }) => medianMs),
        p99Ms: figures.map(({ p99Ms }) => p99Ms),
      };
    }),
  };
}
