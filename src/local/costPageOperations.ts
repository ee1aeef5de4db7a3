/** What one operation costs, and by which formulas. */

import type { Call } from './costCalls.ts';
import { assumptions } from './costInputs.ts';
import type { Measured, Measurements } from './costMeasure.ts';
import { autoscaleUsed, serverless } from './costMeters.ts';
import { euros, number, table } from './costText.ts';

export function operationsSection({ of, coldCalls }: Measurements): string {
  const rows = Object.values(of).map((measured) => [
    measured.name,
    measured.on,
    callsOf(measured),
    number(measured.requestUnits),
    euros(serverless(measured.requestUnits * 1e6)),
    euros(autoscaleUsed(measured.requestUnits * 1e6)),
    number(measured.answerBytes),
    number(measured.storedBytes),
  ]);
  return `## One operation

${table(
  [
    'Operation',
    'On',
    'Calls',
    'RU',
    '€ per million, serverless',
    '€ per million, autoscale',
    'Bytes answered',
    'Bytes kept',
  ],
  rows,
  [3, 4, 5, 6, 7],
)}

The euros are the database's throughput alone; autoscale as if ${assumptions.hourFactor.value} times what is used were paid, as
under "Three loads". A cold instance asks for its container’s definition as well:
${coldCalls.create} × with its first create there, ${coldCalls.read} × with its first read. These, and the plans of queries, are charged to nobody's throughput.
A change that loses a race costs a read and a refused replace more per round, five rounds at most.
A refusal asks the primary whether it saw the newest version, with a replace that cannot succeed.
The requests for health and \`viewer\` cost the database nothing.

${table(
  ['Charge', 'Formula', 'Source'],
  [
    [
      'point read',
      'by size: 1 RU at 1 KB, 1.33 at 8 KB, 1.67 at 16 KB, straight lines between',
      rusPage,
    ],
    [
      'create',
      'by size: 4.95 RU at 1 KB, 7.04 at 8 KB, 9.52 at 16 KB; and 0.2 per indexed term',
      rusPage,
    ],
    [
      'replace',
      'the old document out and the new one in; 0.2 per term that goes or comes',
      rusPage,
    ],
    [
      'query',
      '1.8 RU and a point read for each document found',
      'assumed: the documents as in the published feed example, the base so that one of 1 KB costs 2.8 RU',
    ],
    ['refused replace (412)', 'a point read of the document', 'assumed'],
    [
      '`id` and `_ts`',
      'always indexed; `_ts` is new with each write',
      'Cosmos DB docs, index-policy',
    ],
  ],
)}

Sizes are those of the JSON; the service keeps documents in a binary form that is no larger. A list
that has to leave out many documents costs index look-ups on top, which no formula tells.`;
}

const rusPage = 'Cosmos DB docs, understand-request-unit-consumption, 2026-04-21';

function callsOf({ calls }: Measured): string {
  const names = calls.map(nameOf);
  if (names.length > 3) {
    return [...new Set(names)]
      .map((name) => `${names.filter((other) => other === name).length} × ${name}`)
      .join(', ');
  }
  return names.join(', ');
}

function nameOf(call: Call): string {
  switch (call.type) {
    case 'Refused':
      return 'refused replace';
    case 'Free':
      return call.what;
    default:
      return call.type.toLowerCase();
  }
}
