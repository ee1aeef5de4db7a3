/** A month's bill in US dollars, and what an operation has of it. */

import { deployed, prices, secondsPerMonth } from './costInputs.ts';
import {
  autoscale,
  capGb,
  functionDollars,
  logGb,
  paidAbove,
  sentGb,
  serverless,
  storedGb,
} from './costMeters.ts';
import { containerNames, type Kind, type Traffic, type Weight } from './costTraffic.ts';

export type Capacity = 'Serverless' | 'Autoscale';

export interface Line {
  readonly name: string;
  readonly dollars: number;
  /** What the operations of a kind cause of it. */
  readonly weight: Weight;
}

export function throughputLine(traffic: Traffic, load: number, capacity: Capacity): Line {
  const gb = storedGb(traffic, load, 12) / containerNames.length;
  const dollars =
    capacity === 'Serverless'
      ? serverless(traffic.requestUnits * load * secondsPerMonth)
      : containerNames.reduce(
          (sum, name) => sum + autoscale(traffic.requestUnitsOf(name) * load, gb),
          0,
        );
  return { name: `Cosmos DB, ${capacity.toLowerCase()}`, dollars, weight: 'requestUnits' };
}

export function billOf(traffic: Traffic, load: number, capacity: Capacity): readonly Line[] {
  const logged = Math.min(logGb(load), capGb());
  return [
    throughputLine(traffic, load, capacity),
    {
      name: 'Data stored, in the twelfth month',
      dollars: storedGb(traffic, load, 12) * prices.dataStored.value * (1 + deployed.readRegions),
      weight: 'storedBytes',
    },
    {
      name: 'Functions, on demand',
      dollars: functionDollars(traffic, load),
      weight: 'operations',
    },
    {
      name: 'Logs, up to the daily cap',
      dollars: paidAbove(logged, prices.freeLogs.value) * prices.logs.value,
      weight: 'operations',
    },
    {
      name: 'Alerts and availability test',
      dollars:
        deployed.logAlerts * prices.logAlert.value +
        deployed.webTestsPerMonth * prices.webTest.value,
      weight: 'operations',
    },
    {
      name: 'Answers sent to the internet',
      dollars: paidAbove(sentGb(traffic, load), prices.freeEgress.value) * prices.egress.value,
      weight: 'sentBytes',
    },
  ];
}

export function totalOf(bill: readonly Line[]): number {
  return bill.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** What a million operations of this kind cost, all told, at this load. */
export function perMillion(
  bill: readonly Line[],
  traffic: Traffic,
  load: number,
  kind: Kind,
): number {
  const caused = bill.reduce(
    (sum, { dollars, weight }) => sum + dollars * traffic.share(weight, kind),
    0,
  );
  const operations = load * secondsPerMonth * traffic.share('operations', kind);
  return (caused / operations) * 1e6;
}

/** The lowest load, in tenths of an operation per second, from which autoscale costs less; undefined: none does. */
export function breakEven(traffic: Traffic): number | undefined {
  const cost = (load: number, capacity: Capacity) =>
    throughputLine(traffic, load, capacity).dollars;
  return Array.from({ length: 10_000 }, (_, index) => (index + 1) / 10).find(
    (load) => cost(load, 'Autoscale') < cost(load, 'Serverless'),
  );
}
