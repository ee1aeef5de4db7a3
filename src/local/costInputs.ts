/**
 * What the cost page is computed from and did not measure. An operator replaces what is not theirs: the region's prices
 * from the calculator, the mix and the loads from their own telemetry.
 */

export interface Input {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

const assumed = 'assumed, check the calculator';
const eastUs2 = 'Azure Retail Prices API, East US 2, as quoted on 2026-09-26';
const westUs2 = 'Azure Retail Prices API, West US 2, as quoted on 2026-08-20';
const eastUs2July = 'Azure Retail Prices API, East US 2, as quoted on 2026-07-28';

/** List prices in US dollars, without taxes and discounts. */
export const prices = {
  serverlessRequestUnits: { value: 0.25, unit: 'per million RU', source: eastUs2 },
  autoscaleThroughput: {
    value: 0.012,
    unit: 'per 100 RU/s and hour',
    source: 'Cosmos DB docs, how-to-choose-offer, US regions, 2024-07-26',
  },
  dataStored: { value: 0.25, unit: 'per GB and month', source: eastUs2 },
  backup30Days: {
    value: 0.2,
    unit: 'per GB and month (7 days: free)',
    source: 'Cosmos DB docs, continuous-backup-restore-introduction, West US, 2024-04-15',
  },
  onDemandTime: { value: 0.000026, unit: 'per GB-s', source: westUs2 },
  onDemandFreeTime: { value: 100_000, unit: 'GB-s free in a month', source: westUs2 },
  executions: { value: 0.4, unit: 'per million executions', source: westUs2 },
  freeExecutions: { value: 250_000, unit: 'executions free in a month', source: westUs2 },
  alwaysReadyBaseline: { value: 0.000004, unit: 'per GB-s', source: eastUs2 },
  logs: { value: 2.3, unit: 'per GB taken in', source: westUs2 },
  freeLogs: { value: 5, unit: 'GB free in a month', source: westUs2 },
  logAlert: { value: 1.5, unit: 'per rule and month, every 5 minutes', source: assumed },
  webTest: { value: 0.0005, unit: 'per run', source: eastUs2July },
  egress: { value: 0.087, unit: 'per GB sent', source: assumed },
  freeEgress: { value: 100, unit: 'GB free in a month', source: assumed },
  eurosPerDollar: { value: 0.9, unit: 'EUR per USD', source: assumed },
} as const satisfies Readonly<Record<string, Input>>;

const ours = 'assumed, take yours from the telemetry';

/** How the service is used and how fast it is, as long as nobody measured it on Azure. */
export const assumptions = {
  peakFactor: { value: 4, unit: 'busiest second of the month over the average', source: ours },
  hourFactor: { value: 2, unit: 'busiest second of an hour over its average', source: ours },
  cpuMs: {
    value: 5,
    unit: 'ms of a core per operation, the host included',
    source: 'assumed, from 4 to 5 ms that an empty answer takes through the real host',
  },
  cpuShare: { value: 0.6, unit: 'of an instance’s core in use', source: ours },
  databaseMs: { value: 5, unit: 'ms per call to the database', source: ours },
  logBytes: { value: 1500, unit: 'bytes logged per operation', source: ours },
  headerBytes: { value: 600, unit: 'bytes of headers and TLS per answer', source: ours },
} as const satisfies Readonly<Record<string, Input>>;

/** The parameters of main.bicep, and the resources of alerts.bicep, that the bill depends on: their defaults. */
export const deployed = {
  instanceGb: 2,
  instanceCores: 1,
  httpConcurrency: 16,
  maximumInstances: 40,
  leastAutoscale: 1000,
  logDailyCapGb: 5,
  logAlerts: 4,
  webTestsPerMonth: 5 * 12 * 730,
  readRegions: 0,
} as const;

/** Operations per second, on average over a month. */
export const loads: readonly number[] = [1, 50, 1000];

/** Of 1000 operations, how many are which. */
export const mix = {
  accountRead: 500,
  orderPage: 100,
  history: 100,
  withdraw: 180,
  addLine: 60,
  createOrder: 35,
  openAccount: 5,
  conflict: 8,
  replay: 6,
  refusal: 6,
} as const;

export const hoursPerMonth = 730;
export const secondsPerMonth = hoursPerMonth * 3600;
