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

export function toTrace(traceparent: string | undefined, random: () => number): Trace {
  const [, traceId, parentSpanId, flags] = pattern.exec(traceparent ?? '') ?? [];
  const spanId = eightBytes(random);
  if (traceId === undefined || flags === undefined) {
    const own = eightBytes(random) + eightBytes(random);
    return { traceId: own, parentSpanId: undefined, spanId, flags: sampled };
  }
  // Flags that we do not know are not ours to pass on.
  return { traceId, parentSpanId, spanId, flags: Number.parseInt(flags, 16) & sampled };
}

function eightBytes(random: () => number): string {
  return fourBytes(random) + fourBytes(random);
}

function fourBytes(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

export function toTraceparent({ traceId, spanId, flags }: Trace): string {
  return `00-${traceId}-${spanId}-0${flags}`;
}
