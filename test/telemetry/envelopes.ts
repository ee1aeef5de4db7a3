/**
 * Prints the envelopes that Microsoft's exporter and ours make of the same span and the same metrics. A process of its
 * own, since that exporter starts to ask its control plane some seconds after it was made.
 */
import {
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from '@azure/monitor-opentelemetry-exporter';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { toDependency, toMetrics } from '../../src/telemetry/applicationInsights.ts';
import { Measures } from '../../src/telemetry/measures.ts';
import { createCounters } from '../../src/telemetry/metrics.ts';
import { toSpan } from '../../src/telemetry/span.ts';
import { toTrace } from '../../src/telemetry/trace.ts';

process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true';

const key = '12345678-90ab-cdef-1234-567890abcdef';
const theirs: unknown[] = [];
const httpClient: HttpClient = {
  sendRequest: (request) => {
    if (typeof request.body !== 'string') throw new Error('it sends something else now');
    theirs.push(...(JSON.parse(request.body) as unknown[]));
    const headers = createHttpHeaders({ 'content-type': 'application/json' });
    return Promise.resolve({ request, status: 200, headers, bodyAsText: '{}' });
  },
};
const options = {
  connectionString: `InstrumentationKey=${key};IngestionEndpoint=https://127.0.0.1:9/`,
  disableOfflineStorage: true,
  httpClient,
};

const times = [0].values();
const measures = new Measures(
  toTrace('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', () => 1 / 16),
  () => times.next().value ?? 83_234.5678,
);
measures.operation('mutation', 'Teller');
await measures.mutation('withdraw', () => Promise.resolve({ type: 'AccountConflictError' }));
measures.errors = ['UNAVAILABLE'];
const observed = measures.observed(503);
const endedAt = new Date('2026-01-01T12:00:00.123Z');
const resource = resourceFromAttributes({
  'service.name': 'order-desk',
  'service.instance.id': 'instance',
});
const span = toSpan(observed, endedAt, resource);

const memory = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: memory });
const meters = new MeterProvider({ resource, readers: [reader] });
createCounters(meters.getMeter('order-desk'))(observed);
await reader.forceFlush();
const metrics = memory.getMetrics()[0];
if (!metrics) throw new Error('nothing was counted');

await new Promise((done) => {
  void new AzureMonitorTraceExporter(options).export([span], done);
});
await new Promise((done) => {
  void new AzureMonitorMetricExporter(options).export(metrics, done);
});
console.log(
  JSON.stringify({ theirs, ours: [toDependency(span, key), ...toMetrics(metrics, key)] }),
);
process.exit();
