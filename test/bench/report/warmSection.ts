/** The cost of a request to a warm instance, as tables. */
import { type ContenderName, labels } from '../contenders.ts';
import type { Results } from '../results.ts';
import type { Figures, WarmResults } from '../warm.ts';
import { type WarmComparison, warmComparisons, warmPairs } from './comparisons.ts';
import { operationLabels, showAll, showSpread, table } from './format.ts';
import { partsTable } from './partsTable.ts';

const order: readonly ContenderName[] = ['ours', 'trusted', 'apollo', 'apolloWithoutCache', 'raw'];

export function warmSection(results: Results, warm: WarmResults): string {
  const { operations, concurrency, skipped } = warm;
  const present = order.filter((name) => operations.some(({ cpu }) => cpu[name]));
  const head = ['', ...present.map((name) => labels[name])];
  const figures = (kind: 'cpu' | 'medianMs' | 'p99Ms') =>
    table(
      head,
      operations.map((each) => [
        operationLabels[each.operation],
        ...present.map((name) => cell(each[kind], name)),
      ]),
    );
  const compared = warmComparisons(results);
  const pairs = warmPairs.filter(({ ours, theirs }) => find(compared, ours, theirs).length > 0);
  const ratios = table(
    ['', ...pairs.map(({ ours, theirs }) => `${labels[ours]} / ${labels[theirs]}`)],
    operations.map(({ operation }) => [
      operationLabels[operation],
      ...pairs.map(({ ours, theirs }) =>
        find(compared, ours, theirs)
          .filter((each) => each.operation === operation)
          .map(({ spread }) => showSpread(spread))
          .join(''),
      ),
    ]),
  );
  return `## 2. Warm cost

Each contender is a process that has served thousands of requests. The requests are made in that process, as
\`@azure/functions\` hands them to a handler: no HTTP server and no wire format of the worker is in anybody's figure.
\`nodes\` are 20 accounts, the page has 20 orders of 3 lines, each account has 6 changes. The raw SDK calls are what the
operation needs and no more: no token, no GraphQL, the stock HTTP client.

### CPU of a request, ms

User and system time of the process, garbage collection included, ${concurrency} requests at a time.

${figures('cpu')}

### Ratios of CPU

${ratios}

\`raw SDK / Apollo, no cache\` is what the database's calls alone are of Apollo's whole answer: of an operation that is
mostly calls, no server over this SDK can leave less.

### A point read, part by part

Each part in a process of its own, in the same rounds. jose verifies a signature by Web Crypto, which does it on another
thread: to hand it over and back is in that figure.

${partsTable(warm)}

### Latency, ms: median

One request at a time.

${figures('medianMs')}

### Latency, ms: 99th percentile

${figures('p99Ms')}

${skipped.map((line) => `Not measured: ${line}.`).join('\n')}`;
}

function cell(figures: Figures, name: ContenderName): string {
  return showAll(figures[name]);
}

function find(compared: readonly WarmComparison[], ours: ContenderName, theirs: ContenderName) {
  return compared.filter((each) => each.ours === ours && each.theirs === theirs);
}
