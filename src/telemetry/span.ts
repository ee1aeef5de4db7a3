/**
 * A request as a span of OpenTelemetry: INTERNAL, since the host exports the SERVER span above it. Attributes have the
 * names of the semantic conventions (https://opentelemetry.io/docs/specs/semconv/) where these mean the same. Those of
 * databases (`db.*`, `azure.cosmosdb.*`) are about single calls: on a span that stands for several, a backend would take
 * the whole operation for one of them.
 */
import {
  type Attributes,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { Observed } from './observed.ts';

/** What went wrong on this side: not what a client did wrong. */
const failures: ReadonlySet<string> = new Set([
  'THROTTLED',
  'UNAVAILABLE',
  'DEADLINE',
  'INTERNAL_SERVER_ERROR',
]);

/** Its ids are those that the tracer makes. */
export function recordSpan(tracer: Tracer, observed: Observed, endedAt: Date): void {
  const { parent } = observed.trace;
  const failure = observed.errors.find((code) => failures.has(code));
  const endMs = endedAt.getTime();
  const span = tracer.startSpan(
    nameOf(observed),
    {
      kind: SpanKind.INTERNAL,
      startTime: endMs - observed.durationMs,
      attributes: attributesOf(observed, failure),
    },
    parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
  );
  if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endMs);
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
      'orderdesk.mutation.policy': mutations.map(({ policy }) => policy),
      'orderdesk.mutation.result': mutations.map(({ result }) => result),
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
