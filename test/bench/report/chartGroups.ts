/** Which ratios the chart shows, in which order. */
import { coldLabels } from '../cold.ts';
import { labels } from '../contenders.ts';
import type { Results } from '../results.ts';
import type { ChartGroup } from './chart.ts';
import { coldComparisons, warmComparisons, warmPairs } from './comparisons.ts';
import { operationLabels } from './format.ts';

export function chartGroupsOf(results: Results): readonly ChartGroup[] {
  const cold: ChartGroup = {
    title: 'Cold start, wall time',
    rows: coldComparisons(results).map(({ ours, theirs, atMost, spread }) => ({
      label: `${coldLabels[ours]} / ${coldLabels[theirs]}`,
      spread,
      atMost,
    })),
  };
  const compared = warmComparisons(results);
  const warm = warmPairs
    .filter(({ ours }) => ours !== 'raw')
    .map(({ ours, theirs }): ChartGroup => ({
      title: `Warm CPU, ${labels[ours]} / ${labels[theirs]}`,
      rows: compared
        .filter((each) => each.ours === ours && each.theirs === theirs)
        .map(({ operation, atMost, spread }) => ({
          label: operationLabels[operation].replaceAll('`', ''),
          spread,
          atMost,
        })),
    }));
  return [cold, ...warm].filter(({ rows }) => rows.length > 0);
}
