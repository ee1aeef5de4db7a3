/**
 * Microsoft's own exporter, told to keep to itself: it writes nothing to disk, and functions/exporter.ts sets what it
 * reads from the environment alone. It asks settings.sdk.monitor.azure.com for switches, some seconds after it was made
 * and then every hour: no option turns that off, nothing waits for the answer, and no switch is about what is used here.
 */
import type { TokenCredential } from '@azure/identity';
import {
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
  type AzureMonitorExporterOptions,
} from '@azure/monitor-opentelemetry-exporter';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { connectionFailure } from '../loggableError.ts';
import { type ApplicationInsightsSettings, pairsOf } from '../settings/telemetry.ts';

/** Of each attempt. */
const sendTimeoutMs = 10_000;

export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

export function applicationInsightsExporters(
  { connectionString, plainEndpoint }: ApplicationInsightsSettings,
  credential: TokenCredential | undefined,
  report: (problem: string) => void,
): Exporters {
  const options: AzureMonitorExporterOptions = {
    connectionString: tidied(connectionString),
    // It makes https of the http in a connection string.
    ...(plainEndpoint !== undefined && { host: plainEndpoint, allowInsecureConnection: true }),
    ...(credential && { credential: tellingCredential(credential, report) }),
    disableOfflineStorage: true,
    additionalPolicies: [{ policy: tellingPolicy(report), position: 'perCall' }],
  };
  const spans = new AzureMonitorTraceExporter(options);
  const metrics = new AzureMonitorMetricExporter(options);
  return {
    spans: {
      export: (batch, done) => {
        spans.export(batch.map(withKeptAttributes), done).catch(failing(done));
      },
      shutdown: () => spans.shutdown(),
    },
    metrics: {
      export: (batch, done) => void metrics.export(batch, done).catch(failing(done)),
      selectAggregationTemporality: (type) => metrics.selectAggregationTemporality(type),
      forceFlush: () => metrics.forceFlush(),
      shutdown: () => metrics.shutdown(),
    },
  };
}

/** The settings allow blanks, a semicolon at the end and capitals in the key, and the exporter takes none of them. */
function tidied(connectionString: string): string {
  const pairs = Array.from(pairsOf(connectionString), ([name, value]) => {
    return `${name}=${name === 'instrumentationkey' ? value.toLowerCase() : value}`;
  });
  return pairs.join(';');
}

/**
 * The exporter calls it a success when what it could not send would have gone to the disk, but may not: so this says what
 * went wrong, once it has given up. Without a limit it would wait for who does not answer.
 */
function tellingPolicy(report: (problem: string) => void): PipelinePolicy {
  return {
    name: 'telling',
    async sendRequest(request, next) {
      const { host } = new URL(request.url);
      request.timeout = sendTimeoutMs;
      const response = await next(request).catch((error: unknown) => {
        report(`${host}: ${connectionFailure(error)}`);
        throw error;
      });
      // It follows redirects within Azure Monitor, and fails at others.
      const { status } = response;
      if (![200, 307, 308].includes(status)) report(`${host}: it answered ${status}`);
      return response;
    },
  };
}

/** The policy sees requests alone, and without a token there is none. */
function tellingCredential(
  credential: TokenCredential,
  report: (problem: string) => void,
): TokenCredential {
  return {
    getToken: (...wanted) =>
      credential.getToken(...wanted).catch((error: unknown) => {
        report(`no token: ${connectionFailure(error)}`);
        throw error;
      }),
  };
}

/** It leaves them out: they are for spans of HTTP calls, which have places for them, and ours are none. */
const leftOut: readonly string[] = ['http.response.status_code', 'error.type'];

function withKeptAttributes(span: ReadableSpan): ReadableSpan {
  const entries = Object.entries(span.attributes).map(([name, value]) => [
    leftOut.includes(name) ? `orderdesk.${name}` : name,
    value,
  ]);
  // The span's other members are found on it as they are, its methods and getters, too.
  return Object.create(span, { attributes: { value: Object.fromEntries(entries) } });
}

/** It answers a promise besides: a rejection that nobody takes would end the process. */
function failing(done: (result: ExportResult) => void): (error: Error) => void {
  return (error) => done({ code: ExportResultCode.FAILED, error });
}
