/** What is counted over all requests. No attribute here can have more values than the schema has names. */
import type { Meter } from '@opentelemetry/api';
import type { Observed } from './observed.ts';

const milliseconds: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];
const requestUnits: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export function createCounters(meter: Meter): (observed: Observed) => void {
  const mutations = meter.createCounter('orderdesk.mutations', {
    description: 'Mutations, by how they ended.',
  });
  const conflicts = meter.createCounter('orderdesk.conflicts', {
    description: 'Mutations that were answered with a conflict.',
  });
  const replays = meter.createCounter('orderdesk.replays', {
    description: 'Mutations that had been accepted before.',
  });
  const reapplied = meter.createCounter('orderdesk.reapplied', {
    description: 'Changes made on top of others that the client had not seen.',
  });
  const throttles = meter.createCounter('orderdesk.throttles', {
    description: 'Calls that the database refused for want of throughput.',
  });
  const duration = meter.createHistogram('orderdesk.operation.duration', {
    unit: 'ms',
    description: 'From the request to its answer, without the host.',
    advice: { explicitBucketBoundaries: [...milliseconds] },
  });
  const charge = meter.createHistogram('orderdesk.operation.request_charge', {
    unit: '{request_unit}',
    description: 'What an operation cost in Cosmos DB.',
    advice: { explicitBucketBoundaries: [...requestUnits] },
  });

  return (observed) => {
    const type = { 'graphql.operation.type': observed.operation?.type ?? 'none' };
    duration.record(observed.durationMs, type);
    charge.record(observed.database.requestCharge, type);
    for (const { name, policy, result, ...mutation } of observed.mutations) {
      const attributes = {
        'orderdesk.mutation.name': name,
        'orderdesk.mutation.policy': policy,
      };
      mutations.add(1, { ...attributes, 'orderdesk.mutation.result': result });
      if (result.endsWith('ConflictError')) conflicts.add(1, attributes);
      if (mutation.replayed) replays.add(1, attributes);
      if (mutation.reapplied) reapplied.add(1, attributes);
      if (mutation.throttled) throttles.add(1, attributes);
    }
    const elsewhere = throttlesElsewhere(observed);
    if (elsewhere > 0) throttles.add(elsewhere, type);
  };
}

/** Of queries, and of what a mutation's answer reads after the write. */
function throttlesElsewhere({ database, mutations }: Observed): number {
  return database.throttles - mutations.filter(({ throttled }) => throttled).length;
}
