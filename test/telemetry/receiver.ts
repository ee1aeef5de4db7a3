/** Takes telemetry as a collector and as Application Insights do, and shows it to a test. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../src/local/listen.ts';

export interface Received {
  readonly path: string;
  readonly body: string;
}

export interface Receiver extends AsyncDisposable {
  readonly endpoint: string;
  readonly received: readonly Received[];
  /** Resolves once this holds, which is tried with everything that arrives. */
  readonly until: (holds: () => boolean) => Promise<void>;
}

/** `status` is what everybody is answered, once `hold` lets them. */
export async function startReceiver(
  status = 200,
  hold: (path: string) => Promise<void> = () => Promise.resolve(),
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path = '' } = request;
    received.push({ path, body: await text(request) });
    for (const check of waiting) check();
    await hold(path);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((request, response) => void take(request, response));
  const port = await listen(server, 0);

  return {
    endpoint: `http://127.0.0.1:${port}`,
    received,
    until: (holds) =>
      new Promise((resolve) => {
        const check = () => {
          if (!holds()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

// NOTE: mirrors the parts of OTLP's JSON that the tests look at.
interface Exported {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly RawMetric[] }[];
  }[];
}

interface RawSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

interface RawMetric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly RawPoint[] };
  readonly histogram?: { readonly dataPoints: readonly RawPoint[] };
}

interface RawPoint {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly count?: number | string;
}

export type Span = Omit<RawSpan, 'attributes'> & {
  readonly attributes: Readonly<Record<string, unknown>>;
};

export function spansOf({ received }: Receiver): readonly Span[] {
  return received
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => (JSON.parse(body) as Exported).resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map((span) => ({ ...span, attributes: plain(span.attributes) }));
}

/** The newest points of the metric: OTLP's counters go on from export to export. */
export function pointsOf({ received }: Receiver, name: string) {
  const exports = received.filter(({ path }) => path === '/v1/metrics');
  return ((JSON.parse(exports.at(-1)?.body ?? '{}') as Exported).resourceMetrics ?? [])
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .filter((metric) => metric.name === name)
    .flatMap(({ sum, histogram }) => (sum ?? histogram)?.dataPoints ?? [])
    .map(({ attributes, asDouble, count }) => ({
      attributes: plain(attributes),
      value: asDouble ?? Number(count),
    }));
}

function plain(attributes: readonly Attribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: Readonly<Record<string, unknown>>): unknown {
  const [type, content] = Object.entries(value)[0] ?? [];
  if (type !== 'arrayValue') return type === 'intValue' ? Number(content) : content;
  const { values = [] } = content as { readonly values?: readonly Record<string, unknown>[] };
  return values.map(valueOf);
}
