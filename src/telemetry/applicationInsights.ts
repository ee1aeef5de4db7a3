/**
 * Sends spans and metrics to Application Insights. The protocol is that of its public endpoint (`POST /v2.1/track`, an
 * array of envelopes), and a test compares the envelopes with those that Microsoft's own exporter makes. That one is
 * not used: version 1.0.0-beta.47 also asks settings.sdk.monitor.azure.com every hour which of its features to switch,
 * and no option turns that off; it is three times as large, and takes four times as long to load.
 */
import type { TokenCredential } from '@azure/identity';
import {
  type Attributes,
  type AttributeValue,
  type HrTime,
  SpanStatusCode,
} from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { ApplicationInsightsSettings } from '../settings/telemetry.ts';

interface Envelope {
  readonly ver: 1;
  readonly name: string;
  readonly time: string;
  readonly sampleRate: 100;
  readonly iKey: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: object };
}

const publicAudience = 'https://monitor.azure.com/.default';
const sendTimeoutMs = 10_000;

export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

export function applicationInsightsExporters(
  settings: ApplicationInsightsSettings,
  credential: TokenCredential | undefined,
): Exporters {
  const { instrumentationKey } = settings;
  const send = createSender(settings, credential);
  const nothing = () => Promise.resolve();
  return {
    spans: {
      export: (spans, done) =>
        void send(
          spans.map((span) => toDependency(span, instrumentationKey)),
          done,
        ),
      shutdown: nothing,
    },
    metrics: {
      export: (metrics, done) => void send(toMetrics(metrics, instrumentationKey), done),
      // A point is what happened since the one before: the service sums them up.
      selectAggregationTemporality: () => AggregationTemporality.DELTA,
      forceFlush: nothing,
      shutdown: nothing,
    },
  };
}

type Done = (result: ExportResult) => void;

/** Never rejects. What is not taken is lost: telemetry is not worth a queue. */
type Send = (envelopes: readonly Envelope[], done: Done) => Promise<void>;

function createSender(
  { ingestionEndpoint, audience }: ApplicationInsightsSettings,
  credential: TokenCredential | undefined,
): Send {
  const { host } = new URL(ingestionEndpoint);
  const authorize = async (): Promise<Readonly<Record<string, string>>> => {
    if (!credential) return {};
    const token = await credential.getToken(audience ?? publicAudience);
    return { authorization: `Bearer ${token?.token ?? ''}` };
  };
  return async (envelopes, done) => {
    if (envelopes.length === 0) return done({ code: ExportResultCode.SUCCESS });
    try {
      const response = await fetch(`${ingestionEndpoint}/v2.1/track`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await authorize()) },
        body: JSON.stringify(envelopes),
        // The token goes to nobody else.
        redirect: 'error',
        signal: AbortSignal.timeout(sendTimeoutMs),
      });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`it answered ${response.status}`);
    } catch (error) {
      return done({
        code: ExportResultCode.FAILED,
        error: new Error(`${host}: ${reasonOf(error)}`),
      });
    }
    return done({ code: ExportResultCode.SUCCESS });
  };
}

/** Node's fetch says what it was in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be reached';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

export function toDependency(span: ReadableSpan, instrumentationKey: string): Envelope {
  const { traceId, spanId } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.RemoteDependency',
    time: new Date(toMs(span.startTime)).toISOString(),
    sampleRate: 100,
    iKey: instrumentationKey,
    tags: {
      ...tagsOf(span.resource),
      'ai.operation.id': traceId,
      ...(parent && { 'ai.operation.parentId': parent.spanId }),
    },
    data: {
      baseType: 'RemoteDependencyData',
      baseData: {
        ver: 2,
        id: spanId,
        name: span.name,
        resultCode: '0',
        type: parent ? 'InProc' : 'Dependency',
        duration: toTimeSpan(toMs(span.duration)),
        success: span.status.code !== SpanStatusCode.ERROR,
        properties: textsOf(span.attributes),
        measurements: {},
      },
    },
  };
}

type PointOf = Pick<DataPoint<unknown>, 'attributes' | 'endTime'>;

export function toMetrics(
  { resource, scopeMetrics }: ResourceMetrics,
  instrumentationKey: string,
): readonly Envelope[] {
  const envelope = (point: object, { attributes, endTime }: PointOf): Envelope => ({
    ver: 1,
    name: 'Microsoft.ApplicationInsights.Metric',
    time: new Date(toMs(endTime)).toISOString(),
    sampleRate: 100,
    iKey: instrumentationKey,
    tags: tagsOf(resource),
    data: {
      baseType: 'MetricData',
      baseData: { ver: 2, metrics: [point], properties: textsOf(attributes) },
    },
  });
  return scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ descriptor: { name }, ...metric }) => {
      if (metric.dataPointType === DataPointType.SUM) {
        return metric.dataPoints.map((point) =>
          envelope({ name, kind: 'Aggregation', value: point.value, count: 1 }, point),
        );
      }
      if (metric.dataPointType !== DataPointType.HISTOGRAM) return [];
      return metric.dataPoints.map((point) => {
        const { sum = 0, count, min, max } = point.value;
        return envelope({ name, kind: 'Aggregation', value: sum, count, min, max }, point);
      });
    });
}

function tagsOf({ attributes }: Resource): Readonly<Record<string, string>> {
  return {
    'ai.cloud.role': toText(attributes['service.name']),
    'ai.cloud.roleInstance': toText(attributes['service.instance.id']),
  };
}

function textsOf(attributes: Attributes): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, toText(value)]),
  );
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function toMs([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6;
}

/** `hh:mm:ss.fffffff`; no request takes a day. */
function toTimeSpan(milliseconds: number): string {
  const time = new Date(Math.floor(milliseconds)).toISOString().slice(11, 19);
  const fraction = ((milliseconds % 1000) / 1000)
    .toFixed(7)
    .replace(/0{1,4}$/, '')
    .slice(2);
  return `${time}.${fraction}`;
}
