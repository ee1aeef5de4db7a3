/** The meters of a month, by the published rules of each service: what is paid for, in its own units or US dollars. */

import { assumptions, deployed, hoursPerMonth, prices, secondsPerMonth } from './costInputs.ts';
import { containerNames, type Traffic } from './costTraffic.ts';

export interface Scale {
  readonly instances: number;
  readonly peakInstances: number;
}

const giga = 1e9;
const million = 1e6;

/** A serverless container of up to 250 GB has so many RU/s at most. */
export const serverlessCeiling = 5000;

export function peakRequestUnits(traffic: Traffic, load: number): number {
  const averages = containerNames.map((name) => traffic.requestUnitsOf(name) * load);
  return Math.max(...averages) * assumptions.peakFactor.value;
}

export function serverless(requestUnits: number): number {
  return (requestUnits / million) * prices.serverlessRequestUnits.value;
}

/** A tenth of the highest throughput is always paid; above that, an hour is paid by its busiest second. */
export function autoscale(averageRequestUnits: number, storedGb: number): number {
  const paid = Math.max(
    maxThroughput(averageRequestUnits, storedGb) / 10,
    averageRequestUnits * assumptions.hourFactor.value,
  );
  return (
    (paid / 100) * prices.autoscaleThroughput.value * hoursPerMonth * (1 + deployed.readRegions)
  );
}

/** In steps of 1000, enough for the busiest second, and at least 10 RU/s for each GB. */
export function maxThroughput(averageRequestUnits: number, storedGb: number): number {
  const needed = Math.max(averageRequestUnits * assumptions.peakFactor.value, storedGb * 10);
  return Math.max(deployed.leastAutoscale, Math.ceil(needed / 1000) * 1000);
}

export function storedGb(traffic: Traffic, load: number, months: number): number {
  return (traffic.storedBytes * load * secondsPerMonth * months) / giga;
}

export function scaleOf(traffic: Traffic, load: number): Scale {
  const at = (perSecond: number) =>
    Math.max(
      1,
      Math.ceil((perSecond * assumptions.cpuMs.value) / 1000 / coresInUse()),
      Math.ceil((perSecond * traffic.milliseconds) / 1000 / deployed.httpConcurrency),
    );
  return { instances: at(load), peakInstances: at(load * assumptions.peakFactor.value) };
}

function coresInUse(): number {
  return deployed.instanceCores * assumptions.cpuShare.value;
}

/** An instance is paid while it works, for a second at least: what comes within that second rides along. */
export function activeSeconds(instances: number, perSecond: number): number {
  const each = perSecond / instances;
  return instances * (each / (each + 1));
}

export function functionDollars(traffic: Traffic, load: number): number {
  const { instances } = scaleOf(traffic, load);
  const gbSeconds = activeSeconds(instances, load) * deployed.instanceGb * secondsPerMonth;
  const executions = load * secondsPerMonth;
  return (
    paidAbove(gbSeconds, prices.onDemandFreeTime.value) * prices.onDemandTime.value +
    (paidAbove(executions, prices.freeExecutions.value) / million) * prices.executions.value
  );
}

export function sentGb(traffic: Traffic, load: number): number {
  return (traffic.sentBytes * load * secondsPerMonth) / giga;
}

/** Uncapped: the workspace stops at its daily cap. */
export function logGb(load: number): number {
  return (assumptions.logBytes.value * load * secondsPerMonth) / giga;
}

export function capGb(): number {
  return (deployed.logDailyCapGb * hoursPerMonth) / 24;
}

export function paidAbove(amount: number, free: number): number {
  return Math.max(0, amount - free);
}

/** What autoscale takes for request units in hours that are busy to such a degree. */
export function autoscaleUsed(requestUnits: number): number {
  return autoscaleRate * requestUnits * assumptions.hourFactor.value;
}

/** Of one request unit, where all that is paid for is used. */
export const autoscaleRate = prices.autoscaleThroughput.value / 100 / 3600;
