/** How far one region carries, on paper: the published limits over what an operation was measured to ask for. */

import { maxThroughput, serverlessCeiling, storedGb } from './costMeters.ts';
import { assumptions, deployed, loads } from './costInputs.ts';
import type { Measurements } from './costMeasure.ts';
import { number } from './costText.ts';
import { containerNames, type Traffic } from './costTraffic.ts';

export interface Limit {
  readonly name: string;
  readonly limit: string;
  readonly means: string;
  readonly past: string;
}

// "Azure Cosmos DB service quotas" and "Azure Functions Flex Consumption plan hosting".
const perPartition = 10_000;
const perContainer = 1_000_000;
const partitionGb = 50;
const logicalPartitionGb = 20;
const containerReads = 500;
const quotaCores = 250;
const mostInstances = 1000;
const preallocatedPorts = 128;

// NOTE: as in src/cosmos/httpClient.ts.
const socketsPerInstance = 64;

const large = Math.max(...loads);

export function limitsOf({ of, coldCalls }: Measurements, traffic: Traffic): readonly Limit[] {
  const { withdraw } = of;
  const { databaseMs, cpuMs, cpuShare } = assumptions;
  const inTurn = 1000 / (databaseMs.value * withdraw.roundTrips);
  const withdrawals = (requestUnits: number) =>
    `${number(requestUnits / withdraw.requestUnits)} withdrawals per second`;
  const perInstance = (1000 / cpuMs.value) * cpuShare.value * deployed.instanceCores;
  const operationsAt = (instances: number) =>
    `${number(instances * perInstance)} operations per second`;
  const inFlight = 1000 / traffic.milliseconds;
  const share = shareAt(traffic, large);
  return [
    {
      name: 'One entity, its turns',
      limit: `${number(withdraw.roundTrips)} calls after one another per change, ${databaseMs.value} ms each`,
      means: `about ${number(inTurn)} changes per second, however many clients try: each change stands on the one before`,
      past: 'no setting: split the entity in the business, such as an account per till that is emptied at night',
    },
    {
      name: 'One entity, its throughput',
      limit: `a logical partition: ${number(perPartition)} RU/s`,
      means: `${withdrawals(perPartition)}: its turns come first`,
      past: 'as above',
    },
    {
      name: 'One entity, its history',
      limit: `a logical partition: ${logicalPartitionGb} GB`,
      means: `${number((logicalPartitionGb * 1e9) / withdraw.storedBytes / 1e6)} million withdrawals, ever`,
      past: 'close the account and open another; support raises the limit for a while',
    },
    {
      name: 'One tenant',
      limit: 'none: the second level of the partition key spreads it',
      means:
        'lists ask each physical partition that holds some of it, and cost as many times the base of a query',
      past: 'nothing to do',
    },
    {
      name: 'A container as deployed',
      limit: `autoscaleMaxThroughput: ${number(deployed.leastAutoscale)} RU/s; serverless: ${number(serverlessCeiling)} RU/s`,
      means: `${withdrawals(deployed.leastAutoscale)}; serverless: ${withdrawals(serverlessCeiling)}, without a guarantee`,
      past: 'raise the parameter: it takes effect at once up to what the partitions at hand can do, later beyond',
    },
    {
      name: 'A physical partition',
      limit: `${number(perPartition)} RU/s and ${partitionGb} GB`,
      means: withdrawals(perPartition),
      past: 'the service splits it; entities spread by the hash of their ids, so no partition stays hot but for a hot entity',
    },
    {
      name: 'One entity among much data',
      limit: `its partition’s part of the container: at ${number(large)} operations per second, after a year, ${number(share.throughput)} RU/s over ${share.partitions} partitions`,
      means: withdrawals(share.throughput / share.partitions),
      past: 'a higher autoscaleMaxThroughput: it is spread evenly, and paid where it is used',
    },
    {
      name: 'A container in all',
      limit: `${number(perContainer)} RU/s without asking`,
      means: withdrawals(perContainer),
      past: 'a support request; then an account per group of tenants',
    },
    {
      name: 'An instance, its core',
      limit: `${deployed.instanceCores} core, ${number(cpuShare.value * 100)} % of it in use`,
      means: operationsAt(1),
      past: 'more instances, or instanceMemoryMB = 4096 for two cores',
    },
    {
      name: 'An instance, its concurrency',
      limit: `${deployed.httpConcurrency} requests at a time, ${number(traffic.milliseconds)} ms each`,
      means: `${number(deployed.httpConcurrency * inFlight)} operations per second: the core comes first`,
      past: 'httpConcurrency',
    },
    {
      name: 'An instance, its sockets',
      limit: `${socketsPerInstance} to the database, kept open; App Service sets ${preallocatedPorts} SNAT ports aside per instance, which nothing says of Flex Consumption`,
      means: `${number((socketsPerInstance * 1000) / databaseMs.value)} calls per second: the core comes first`,
      past: 'none needed; a private endpoint takes no SNAT port',
    },
    {
      name: 'Instances as deployed',
      limit: `maximumInstanceCount: ${deployed.maximumInstances}`,
      means: operationsAt(deployed.maximumInstances),
      past: `raise the parameter, up to ${number(mostInstances)}`,
    },
    {
      name: 'Instances of a subscription',
      limit: `${quotaCores} cores per region, all Flex apps together`,
      means: operationsAt(quotaCores / deployed.instanceCores),
      past: 'a support request; or a second subscription for the noisy neighbour',
    },
    {
      name: 'Instances that start at once',
      limit: `${containerReads} reads of a container’s definition in 5 minutes, and 240 RU/s for all metadata, per account`,
      means: coldStarts(coldCalls),
      past: 'alwaysReadyInstances before a known rush; a create that is refused for it can be sent again',
    },
  ];
}

/** The service divides a container's throughput by its partitions, whatever they hold. */
function shareAt(traffic: Traffic, load: number) {
  const gb = storedGb(traffic, load, 12) / containerNames.length;
  const throughput = maxThroughput(traffic.requestUnitsOf('accounts') * load, gb);
  return {
    throughput,
    partitions: Math.ceil(Math.max(gb / partitionGb, throughput / perPartition)),
  };
}

function coldStarts({ read, create }: Measurements['coldCalls']): string {
  if (create === 0) return 'no instance reads one';
  const reads = read === 0 ? 'a read needs none' : `a read needs ${read}`;
  return `the first create on a cold instance needs ${create} for its container, ${reads}: ${number(containerReads / create)} cold instances may create in one container in that time, half as many in both`;
}
