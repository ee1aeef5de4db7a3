import * as v from 'valibot';
import { expect, test } from 'vitest';
import { openQuietExporter } from '../../functions/exporter.ts';
import { openExporter } from '../../src/telemetry/exporter.ts';
import { telemetry } from '../../src/settings/telemetry.ts';
import { observed } from './observed.ts';
import { spansOf, startReceiver } from './receiver.ts';

const now = new Date('2026-01-01T12:00:00Z');

test('a flush waits for spans that are on their way already, too', async () => {
  const answer = Promise.withResolvers<void>();
  await using receiver = await startReceiver(200, (path) =>
    path === '/v1/traces' ? answer.promise : Promise.resolve(),
  );
  const { observe, flush } = openExporter(
    { otlpEndpoint: receiver.endpoint },
    undefined,
    'instance',
    (problem) => expect.unreachable(problem),
  );
  // As many as leave at once, without waiting for more.
  for (let count = 0; count < 512; count += 1) observe(observed(200), now);
  await receiver.until(() => spansOf(receiver).length === 512);

  const order: string[] = [];
  const flushed = flush().then(() => order.push('flushed'));
  await receiver.until(() => receiver.received.some(({ path }) => path === '/v1/metrics'));
  // By the answers to these, the one to the metrics has come, too.
  for (let count = 0; count < 3; count += 1) await fetch(receiver.endpoint);
  order.push('answered');
  answer.resolve();
  await flushed;
  expect(order).toEqual(['answered', 'flushed']);
});

const instrumentationKey = '12345678-90ab-cdef-1234-567890abcdef';

test('Application Insights is found by a connection string as people write it', async () => {
  await using receiver = await startReceiver();
  const written = ` InstrumentationKey = ${instrumentationKey.toUpperCase()};IngestionEndpoint=${receiver.endpoint}/;`;
  const parsed = v.parse(telemetry, { APPLICATIONINSIGHTS_CONNECTION_STRING: written });
  const { observe, flush } = openQuietExporter(parsed.telemetry, undefined, 'instance', (problem) =>
    expect.unreachable(problem),
  );
  observe(observed(200), now);
  await flush();
  const tracked = receiver.received.filter(({ path }) => path === '/v2.1/track');
  const envelopes = tracked.flatMap(({ body }) => JSON.parse(body) as readonly { iKey: string }[]);
  expect(envelopes.length).toBeGreaterThan(1);
  expect(new Set(envelopes.map(({ iKey }) => iKey))).toEqual(new Set([instrumentationKey]));
});

test('an identity that gets no token is said once, for whomever it was to be', async () => {
  const problems: string[] = [];
  const scopes: unknown[] = [];
  const { observe, flush } = openQuietExporter(
    {
      applicationInsights: {
        // Nobody listens there: the token is asked for before that comes to light.
        connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=https://127.0.0.1:1/;AADAudience=https://monitor.azure.us/.default`,
      },
    },
    {
      getToken: (scope) => {
        scopes.push(scope);
        return Promise.reject(new Error('the identity is unknown'));
      },
    },
    'instance',
    (problem) => problems.push(problem),
  );
  observe(observed(200), now);
  await flush();
  expect(problems).toEqual(['telemetry is lost: no token: the identity is unknown']);
  expect(scopes.flat()).toContain('https://monitor.azure.us/.default');
});
