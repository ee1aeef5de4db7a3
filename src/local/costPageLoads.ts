/** What a month costs at the loads, line by line and per operation. */

import { billOf, type Capacity, perMillion, throughputLine, totalOf } from './costBill.ts';
import {
  assumptions,
  deployed,
  hoursPerMonth,
  loads,
  prices,
  secondsPerMonth,
} from './costInputs.ts';
import {
  capGb,
  logGb,
  peakRequestUnits,
  scaleOf,
  serverlessCeiling,
  storedGb,
} from './costMeters.ts';
import { euros, number, table } from './costText.ts';
import type { Traffic } from './costTraffic.ts';

export function loadsSection(traffic: Traffic): string {
  const bills = (capacity: Capacity) => loads.map((load) => billOf(traffic, load, capacity));
  const both = { Serverless: bills('Serverless'), Autoscale: bills('Autoscale') };
  const [shared = []] = both.Serverless;
  const row = (name: string, cell: (load: number, index: number) => string) => [
    name,
    ...loads.map(cell),
  ];
  const lineRows = shared
    .slice(1)
    .map(({ name }, line) =>
      row(name, (_, index) => euros(both.Serverless[index]?.[line + 1]?.dollars ?? 0)),
    );
  const capacityRows = (['Serverless', 'Autoscale'] as const).map((capacity) =>
    row(`Cosmos DB, ${capacity.toLowerCase()}`, (load) => {
      const dollars = throughputLine(traffic, load, capacity).dollars;
      return euros(dollars) + (isPossible(traffic, load, capacity) ? '' : ' (1)');
    }),
  );
  const sumRows = (['Serverless', 'Autoscale'] as const).flatMap((capacity) => [
    row(`**Sum, ${capacity.toLowerCase()}**`, (load, index) =>
      isPossible(traffic, load, capacity)
        ? `**${euros(totalOf(both[capacity][index] ?? []))}**`
        : '(1)',
    ),
    ...(['query', 'mutation'] as const).map((kind) =>
      row(`a million ${kind === 'query' ? 'queries' : 'mutations'} of it`, (load, index) =>
        isPossible(traffic, load, capacity)
          ? euros(perMillion(both[capacity][index] ?? [], traffic, load, kind))
          : '(1)',
      ),
    ),
  ]);
  return `## Three loads

Operations per second on average over a month of ${hoursPerMonth} hours: a team, a company, and a service that
a country uses; which operations they are is said at the end. The busiest second of the month has ${assumptions.peakFactor.value} times the average, that of
an hour ${assumptions.hourFactor.value} times that hour's. An average operation takes ${number(traffic.requestUnits)} RU, ${number(traffic.milliseconds)} ms, and keeps ${number(traffic.storedBytes)} bytes for
good, since history is never dropped.

${table(
  ['A month', ...loads.map((load) => `${number(load)} per second`)],
  [
    row('Operations, in millions', (load) => number((load * secondsPerMonth) / 1e6)),
    row('RU/s of the busier container, at its peak', (load) =>
      number(peakRequestUnits(traffic, load)),
    ),
    row('Instances, on average and at the peak', (load) => {
      const { instances, peakInstances } = scaleOf(traffic, load);
      return `${instances}, ${peakInstances}`;
    }),
    row('Data after a year, in GB', (load) => number(storedGb(traffic, load, 12))),
    row('Logs, in GB, cap aside', (load) => number(logGb(load))),
    ...capacityRows,
    ...lineRows,
    ...sumRows,
  ],
  loads.map((_, index) => index + 1),
)}

1. Not possible: a serverless container has ${number(serverlessCeiling)} RU/s at most.

- The function is paid while an instance works, for 1000 ms at least; what comes within that second
  rides along, as the documentation's "per instance" says. If each request were billed a second of its
  own, 50 per second would cost ${euros(50 * secondsPerMonth * deployed.instanceGb * prices.onDemandTime.value)}: look at the meter "On Demand Execution Time" after the
  first day.
- Instances of 512 MB cost a quarter: \`instanceMemoryMB\`, for a load like the first.
- Two instances that are always ready cost ${euros(2 * deployed.instanceGb * secondsPerMonth * prices.alwaysReadyBaseline.value)} a month while they wait.
- Logs stop at the cap of ${deployed.logDailyCapGb} GB a day, ${number(capGb())} GB a month, which ${number(capLoad())} operations per second reach, and the
  alerts on logs are blind until the next day. Without the cap, 1000 per second would log for ${euros(logGb(1000) * prices.logs.value)}
  a month: sample the requests before that.
- Backup of 7 days is free; one of 30 days costs ${euros(prices.backup30Days.value)} per GB and month, ${euros(storedGb(traffic, 50, 12) * prices.backup30Days.value)} a month at 50 per
  second after a year. A restore is paid by the GB.
- A read region multiplies throughput and data by the number of regions, and takes autoscale.
- Not in it: the host's storage account (cents), zones, support, taxes, and discounts.`;
}

function capLoad(): number {
  return (deployed.logDailyCapGb * 1e9) / 86_400 / assumptions.logBytes.value;
}

function isPossible(traffic: Traffic, load: number, capacity: Capacity): boolean {
  return capacity === 'Autoscale' || peakRequestUnits(traffic, load) <= serverlessCeiling;
}
