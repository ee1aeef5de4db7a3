/** Which way of paying for the database is cheaper, and from where. */

import { breakEven } from './costBill.ts';
import { deployed, prices, secondsPerMonth } from './costInputs.ts';
import { autoscale, autoscaleRate } from './costMeters.ts';
import { euros, number } from './costText.ts';
import type { Traffic } from './costTraffic.ts';

export function capacitySection(traffic: Traffic): string {
  const ratio = prices.serverlessRequestUnits.value / (autoscaleRate * 1e6);
  const floor = autoscale(0, 0) * 2;
  const millions = floor / prices.serverlessRequestUnits.value;
  const load = breakEven(traffic);
  return `## Serverless or autoscale

- A request unit costs ${number(ratio)} times as much serverless as in an autoscale container that is used to the full.
  So autoscale is cheaper where more than ${number(100 / ratio)} % of what is paid for is used: with hours whose
  busiest second is less than ${number(ratio)} times their average.
- But it has a floor: a tenth of ${number(deployed.leastAutoscale)} RU/s in each of the two containers, ${euros(floor)} a month, which
  serverless buys ${number(millions)} million RU for, or ${number((millions * 1e6) / secondsPerMonth)} RU/s all month long.
- With the mix above ${load === undefined ? 'serverless is cheaper at any load' : `they meet at ${number(load)} operations per second on average`}. Below, and for
  whatever sleeps at night: \`capacity = 'Serverless'\`. Above, or with a read region, or where
  throughput has to be guaranteed: \`'Autoscale'\`.
- Where use is even all day, throughput provisioned by hand costs two thirds of autoscale from about
  66 % of use; reserved capacity less again. The templates offer neither.`;
}
