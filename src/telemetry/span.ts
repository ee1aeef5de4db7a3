/**
 * A request as a span of OpenTelemetry: INTERNAL, since the host exports the SERVER span above it. Attributes have the
 * names of the semantic conventions (https://opentelemetry.io/docs/specs/semconv/) where these mean the same. Those of
 * databases (`db.*`, `azure.cosmosdb.*`) are about single calls: on a span that stands for several, a backend would take
 * the whole operation for one of them.
 */
import {
  type Attributes,
  type HrTime,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Observed } from './measures.ts';

export const scopeName = 'order-desk';

/** What creates has no conflict, and no policy for one. */
export const noPolicy = 'NONE';

/** What went wrong on this side: not what a client did wrong. */
const failures: ReadonlySet<string> = new Set([
  'THROTTLED',
  'UNAVAILABLE',
  'DEADLINE',
  'INTERNAL_SERVER_ERROR',
]);

export function toSpan(observed: Observed, endedAt: Date, resource: Resource): ReadableSpan {
  const { trace, durationMs, errors } = observed;
  const { traceId, spanId, parentSpanId, flags } = trace;
  const traceFlags = flags === 0 ? TraceFlags.NONE : TraceFlags.SAMPLED;
  const endMs = endedAt.getTime();
  const failure = errors.find((code) => failures.has(code));
  return {
    name: nameOf(observed),
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parentSpanId !== undefined && {
      parentSpanContext: { traceId, spanId: parentSpanId, traceFlags, isRemote: true },
    }),
    startTime: toHrTime(endMs - durationMs),
    endTime: toHrTime(endMs),
    duration: toHrTime(durationMs),
    status: { code: failure === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR },
    attributes: attributesOf(observed, failure),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: scopeName },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** The type alone, as the conventions for GraphQL say: the name is the client's, and may be anything. */
function nameOf({ operation }: Observed): string {
  return operation?.type ?? 'GraphQL Operation';
}

function attributesOf(observed: Observed, failure: string | undefined): Attributes {
  const { operation, mutations, errors, status, authMs, database } = observed;
  return {
    ...(operation && { 'graphql.operation.type': operation.type }),
    ...(operation?.name !== undefined && { 'graphql.operation.name': operation.name }),
    'http.response.status_code': status,
    ...(failure !== undefined && { 'error.type': failure }),
    ...(errors.length > 0 && { 'orderdesk.errors': [...new Set(errors)] }),
    // One entry for each mutation, in their order.
    ...(mutations.length > 0 && {
      'orderdesk.mutation.name': mutations.map(({ name }) => name),
      'orderdesk.mutation.policy': mutations.map(({ policy }) => policy ?? noPolicy),
      'orderdesk.mutation.result': mutations.map(({ result }) => result ?? 'error'),
      'orderdesk.mutation.rounds': mutations.map(({ rounds }) => rounds),
      'orderdesk.mutation.replayed': mutations.map(({ replayed }) => replayed),
      'orderdesk.mutation.reapplied': mutations.map(({ reapplied }) => reapplied),
    }),
    'orderdesk.database.calls': database.calls,
    'orderdesk.database.request_charge': rounded(database.requestCharge),
    'orderdesk.database.throttles': database.throttles,
    'orderdesk.database.duration_ms': rounded(database.ms),
    'orderdesk.auth.duration_ms': rounded(authMs),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function toHrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}
