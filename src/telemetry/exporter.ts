/**
 * From what was observed to where it is wanted. All of OpenTelemetry comes with this file, which is why it is imported
 * on demand only: observer.ts. Nothing is registered globally and nothing is instrumented.
 *
 * Exports are frequent, since an instance may be gone at any moment: at most two seconds of spans and fifteen of
 * metrics go with it.
 */
import type { TokenCredential } from '@azure/identity';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { applicationInsightsExporters, type Exporters } from './applicationInsights.ts';
import { createCounters } from './metrics.ts';
import type { Observer } from './observer.ts';
import type { TelemetrySettings } from '../settings/telemetry.ts';
import { recordSpan } from './span.ts';
import type { Trace } from './trace.ts';

const scopeName = 'order-desk';
const spanIntervalMs = 2000;
const metricIntervalMs = 15_000;

export function openExporter(
  settings: TelemetrySettings,
  credential: TokenCredential | undefined,
  instanceId: string,
  report: (problem: string) => void,
): Observer {
  const resource = resourceFromAttributes({
    'service.name': scopeName,
    'service.instance.id': instanceId,
  });
  const underway = new Set<Promise<void>>();
  const exporters = exportersOf(settings, credential, underway, report);
  // Of the request whose span is next: its calls to the database have told them already.
  let ids: Trace['span'] | undefined;
  const idOf = (name: 'traceId' | 'spanId') => {
    if (!ids) throw new Error('a span of no request');
    return ids[name];
  };
  const tracers = new BasicTracerProvider({
    resource,
    idGenerator: { generateTraceId: () => idOf('traceId'), generateSpanId: () => idOf('spanId') },
    spanProcessors: exporters.map(
      ({ spans }) => new BatchSpanProcessor(spans, { scheduledDelayMillis: spanIntervalMs }),
    ),
  });
  const tracer = tracers.getTracer(scopeName);
  const meters = new MeterProvider({
    resource,
    readers: exporters.map(
      ({ metrics: exporter }) =>
        new PeriodicExportingMetricReader({
          exporter,
          exportIntervalMillis: metricIntervalMs,
          exportTimeoutMillis: metricIntervalMs,
        }),
    ),
  });
  const count = createCounters(meters.getMeter(scopeName));
  return {
    observe(observed, endedAt) {
      // What is counted are operations, and who is not let in runs none.
      if (observed.admitted) count(observed);
      ids = observed.trace.span;
      recordSpan(tracer, observed, endedAt);
    },
    async flush() {
      await Promise.all([tracers.forceFlush(), meters.forceFlush()]);
      // A processor waits for what it sends now, not for what was on its way already.
      await Promise.all(underway);
    },
  };
}

function exportersOf(
  { applicationInsights, otlpEndpoint }: TelemetrySettings,
  credential: TokenCredential | undefined,
  underway: Set<Promise<void>>,
  report: (problem: string) => void,
): readonly Exporters[] {
  const opened: Exporters[] = [];
  if (applicationInsights) {
    const tell = onlyOnce(report);
    const exporters = applicationInsightsExporters(applicationInsights, credential, tell);
    opened.push(watched(exporters, underway, tell));
  }
  if (otlpEndpoint !== undefined) {
    // What else there is to set (OTEL_EXPORTER_OTLP_HEADERS and so on) they read for themselves.
    const spans = new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces` });
    const metrics = new OTLPMetricExporter({ url: `${otlpEndpoint}/v1/metrics` });
    opened.push(watched({ spans, metrics }, underway, onlyOnce(report)));
  }
  return opened;
}

/** What is `underway` is known, and a failure is said here: OpenTelemetry would say it of every export. */
function watched(
  { spans, metrics }: Exporters,
  underway: Set<Promise<void>>,
  report: (problem: string) => void,
): Exporters {
  const watch =
    <Data>(exporter: { export: PushExport<Data> }): PushExport<Data> =>
    (data, done) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      underway.add(promise);
      exporter.export(data, ({ code, error }) => {
        if (code === ExportResultCode.FAILED) report(error?.message ?? 'it cannot be sent');
        done({ code: ExportResultCode.SUCCESS });
        underway.delete(promise);
        resolve();
      });
    };
  return {
    spans: { export: watch(spans), shutdown: () => spans.shutdown() },
    metrics: {
      export: watch(metrics),
      ...(metrics.selectAggregationTemporality && {
        selectAggregationTemporality: metrics.selectAggregationTemporality.bind(metrics),
      }),
      forceFlush: () => metrics.forceFlush(),
      shutdown: () => metrics.shutdown(),
    },
  };
}

type PushExport<Data> = (
  data: Data,
  done: Parameters<PushMetricExporter['export'] & SpanExporter['export']>[1],
) => void;

function onlyOnce(report: (problem: string) => void): (problem: string) => void {
  let isReported = false;
  return (problem) => {
    if (!isReported) report(`telemetry is lost: ${problem}`);
    isReported = true;
  };
}
