/** Growth, as tables. */
import type { GrowthResults } from '../growth.ts';
import { type AtHand, type GrowthRow, smallerWithAsMany } from '../growthRow.ts';
import { ratioOf } from '../statistics.ts';
import { operationLabels, show, showAll, showSpread, table } from './format.ts';

export function growthSection({ entities, changes, atHand, instances }: GrowthResults): string {
  return `## 4. Growth

Ours alone, warm, one instance for all sizes, each in a tenant of its own.

### Entities in the tenant

Half of them are accounts, half orders; \`nodes\` and the page ask for 5.

${growthTable(entities, () => [])}

### Changes of an entity

An entity holds its latest 16 to 31 changes itself; older ones lie in pages. What is read and written therefore depends on
how many are at hand, up to 31, and not on how many there are: the ratio in the last column is to the smaller entity
with as many at hand. After none of these does the next change move changes to a page, as one in sixteen does. To
replay the third change of an entity with pages is a read and a query in its partition.

${growthTable(changes, (row) => [String(atHand[row.size] ?? ''), sameAtHand(row, changes, atHand)])}

### Instances on one database

All of them, the database and the load are on this one machine: what a request costs each of them is the figure here.

${table(
  ['', 'instances', 'CPU of a request, ms', 'ratio to 1', 'requests per second, all'],
  instances.map((row) => {
    const one = instances.find((each) => each.operation === row.operation && each.instances === 1);
    return [
      operationLabels[row.operation],
      String(row.instances),
      showAll(row.cpu),
      one && one !== row ? showSpread(ratioOf(row.cpu, one.cpu)) : '',
      showAll(row.perSecond),
    ];
  }),
)}`;
}

function growthTable(
  rows: readonly GrowthRow[],
  more: (row: GrowthRow) => readonly string[],
): string {
  const extra = rows.some((row) => more(row).length > 0) ? ['at hand', 'ratio to as many'] : [];
  return table(
    ['', 'size', 'CPU of a request, ms', 'ratio to the least', 'requests on the wire', ...extra],
    rows.map((row) => {
      const least = rows.find(({ operation }) => operation === row.operation) ?? row;
      return [
        operationLabels[row.operation],
        show(row.size),
        showAll(row.cpu),
        least === row ? '' : showSpread(ratioOf(row.cpu, least.cpu)),
        show(row.wire),
        ...more(row),
      ];
    }),
  );
}

function sameAtHand(row: GrowthRow, rows: readonly GrowthRow[], atHand: AtHand): string {
  const smaller = smallerWithAsMany(row, rows, atHand);
  return smaller ? showSpread(ratioOf(row.cpu, smaller.cpu)) : '';
}
