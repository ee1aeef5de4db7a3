/** Where a request stands in the trace that the host began: W3C Trace Context, by OpenTelemetry's propagator. */
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

export interface Trace {
  /** The host's span; undefined where nobody began a trace. */
  readonly parent: SpanContext | undefined;
  /** Ours. */
  readonly span: SpanContext;
}

const propagator = new W3CTraceContextPropagator();

export function toTrace(
  traceparent: string | undefined,
  randomBytes: (size: number) => Uint8Array,
): Trace {
  const carrier = { traceparent };
  const parent = trace.getSpanContext(
    propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter),
  );
  // Flags that we do not know are not ours to pass on.
  const traceFlags = (parent?.traceFlags ?? TraceFlags.SAMPLED) & TraceFlags.SAMPLED;
  const traceId = parent?.traceId ?? toHex(randomBytes(16));
  return { parent, span: { traceId, spanId: toHex(randomBytes(8)), traceFlags } };
}

/** What the calls that the request makes name as their parent. */
export function toTraceparent({ span }: Trace): string {
  const carrier = { traceparent: '' };
  propagator.inject(trace.setSpanContext(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
  return carrier.traceparent;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
