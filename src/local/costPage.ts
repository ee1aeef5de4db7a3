/** The cost page: what the measurements, the published formulas and the inputs come to, in words and tables. */

import { format } from 'prettier';
import { assumptions, deployed, type Input, mix, prices } from './costInputs.ts';
import { limitsOf } from './costLimits.ts';
import type { Measurements } from './costMeasure.ts';
import { operations } from './costOperations.ts';
import { capacitySection } from './costPageCapacity.ts';
import { loadsSection } from './costPageLoads.ts';
import { operationsSection } from './costPageOperations.ts';
import { table } from './costText.ts';
import { type Traffic, trafficOf } from './costTraffic.ts';

export function costPage(measurements: Measurements): Promise<string> {
  const traffic = trafficOf(measurements);
  const text = [
    opening,
    operationsSection(measurements),
    loadsSection(traffic),
    capacitySection(traffic),
    limitsSection(measurements, traffic),
    inputsSection(),
  ].join('\n\n');
  return format(text, { parser: 'markdown', printWidth: 100, proseWrap: 'always' });
}

const opening = `# What it costs, and how far it scales

Written by \`npm run cost\`; a test compares it with what that writes. **On paper**: nothing here was
measured on Azure. Measured are the number and the kind of calls to the database, and the sizes of
the documents in them: the script runs the function itself on the embedded Cosmos DB and counts.
The charges follow from the published formulas; the euros from list prices in US dollars, of regions
in the US, at an assumed exchange rate. Put your own at the head of \`src/local/costInputs.ts\`, and run
it again. Prices of the
Retail Prices API are as somebody quoted them on that day, at second hand. On Azure,
\`x-ms-request-charge\` and the cost analysis have the last word.`;

function limitsSection(measurements: Measurements, traffic: Traffic): string {
  const rows = limitsOf(measurements, traffic).map(({ name, limit, means, past }) => [
    name,
    limit,
    means,
    past,
  ]);
  return `## How far one region scales

On paper, all of it: the limits are published, the operations are those above, the times are assumed.
A withdrawal is the average one.

${table(['What', 'Limit', 'That is', 'The way past it'], rows)}

Every change is written in one region: with several write regions \`If-Match\` is not exact. So a
second region brings protection, not throughput; the way to more than one region carries is a
deployment per group of tenants, since tenants share nothing.`;
}

function inputsSection(): string {
  const rows = (inputs: Readonly<Record<string, Input>>) =>
    Object.entries(inputs).map(([name, { value, unit, source }]) => [
      `\`${name}\``,
      plain.format(value),
      unit,
      source,
    ]);
  return `## What it was computed from

Prices in US dollars:

${table(['Price', 'Value', 'Unit', 'Source'], rows(prices), [1])}

How it is used, and how fast it is:

${table(['Assumption', 'Value', 'Unit', 'Source'], rows(assumptions), [1])}

Of 1000 operations:

${table(['Operation', 'Count'], mixRows(), [1])}

The deployment, where it has the defaults of \`main.bicep\`: ${Object.entries(deployed)
    .map(([name, value]) => `${name} ${plain.format(value)}`)
    .join(', ')}.`;
}

function mixRows(): readonly (readonly string[])[] {
  return Object.entries(mix).map(([key, count]) => {
    // `Object.entries` forgets the names of the keys.
    const { name } = operations[key as keyof typeof mix];
    return [name, String(count)];
  });
}

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
