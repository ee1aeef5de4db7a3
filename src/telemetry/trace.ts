/** Where a request stands in the trace that the host began: W3C Trace Context, https://www.w3.org/TR/trace-context/. */

export interface Trace {
  readonly traceId: string;
  /** The host's span; undefined where nobody began a trace. */
  readonly parentSpanId: string | undefined;
  /** Ours: what the calls to the database name as their parent. */
  readonly spanId: string;
  readonly flags: number;
}

const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})/;

const sampled = 1;

export function toTrace(
  traceparent: string | undefined,
  randomBytes: (size: number) => Uint8Array,
): Trace {
  const [, traceId, parentSpanId, flags] = pattern.exec(traceparent ?? '') ?? [];
  const spanId = Buffer.from(randomBytes(8)).toString('hex');
  if (traceId === undefined || flags === undefined) {
    const own = Buffer.from(randomBytes(16)).toString('hex');
    return { traceId: own, parentSpanId: undefined, spanId, flags: sampled };
  }
  // Flags that we do not know are not ours to pass on.
  return { traceId, parentSpanId, spanId, flags: Number.parseInt(flags, 16) & sampled };
}

export function toTraceparent({ traceId, spanId, flags }: Trace): string {
  return `00-${traceId}-${spanId}-0${flags}`;
}
