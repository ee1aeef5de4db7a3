/** host.json, which is the same on this machine and on Azure: what it may say, and why it may not say the rest. */

import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { problemsIn, readSchema, type SchemaName } from '../../src/deploy/settings/jsonSchema.ts';

const hostJson = JSON.parse(await readFile(new URL('../../host.json', import.meta.url), 'utf8'));

const good = {
  version: '2.0',
  telemetryMode: 'OpenTelemetry',
  extensions: { http: { routePrefix: '' } },
};

interface Part {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: unknown;
}

async function readPart(name: SchemaName): Promise<Part> {
  const { properties, additionalProperties } = await readSchema(name);
  return { properties, additionalProperties };
}

/** All parts of a schema that have a name. */
function partsOf({ properties = {} }: Part, path = ''): readonly (readonly [string, Part])[] {
  return Object.entries(properties).flatMap(([name, part]) => [
    [`${path}${name}`, part] as const,
    ...partsOf(part, `${path}${name}.`),
  ]);
}

test('host.json says nothing that Flex Consumption or OpenTelemetry mode ignores or forbids', async () => {
  expect(await problemsIn('host', hostJson)).toEqual([]);
});

test('the least that it must say is enough', async () => {
  expect(await problemsIn('host', good)).toEqual([]);
  expect(await problemsIn('host', {})).toEqual([
    'version is missing',
    'telemetryMode is missing',
    'extensions is missing',
  ]);
});

describe.each(['host', 'localSettings'] as const)('the schema %s', (name) => {
  test('says of everything that it names what it is, or why it is forbidden', async () => {
    const parts = partsOf(await readPart(name));
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.filter(([, { description = '' }]) => !description.endsWith('.'))).toEqual([]);
  });

  test('knows all there is in each object', async () => {
    const schema = await readPart(name);
    const parts: readonly (readonly [string, Part])[] = [['', schema], ...partsOf(schema)];
    const open = parts.filter(
      ([, { properties, additionalProperties }]) =>
        properties !== undefined && additionalProperties === undefined,
    );
    expect(open).toEqual([]);
  });
});

describe('host.json may not have', () => {
  test.each([
    [{ version: '1.0' }, 'version must be equal to constant'],
    [{ telemetryMode: 'ApplicationInsights' }, 'telemetryMode must be equal to constant'],
    [{ extensionBundle: {} }, 'extensionBundle must not be there: HTTP is part of the host.'],
    [{ functionTimeout: '00:05:00' }, 'functionTimeout must not be there: REQUEST_DEADLINE_MS'],
    [{ healthMonitor: { enabled: true } }, 'healthMonitor must not be there: It goes by'],
    [{ aggregator: {} }, 'aggregator must not be there: It is for the Application Insights'],
    [{ concurrency: {} }, 'concurrency must not be there: Dynamic concurrency'],
    [{ customHandlers: {} }, 'customHandlers is not known'],
    [
      { logging: { logLevel: {}, applicationInsights: { samplingSettings: {} } } },
      'logging.applicationInsights must not be there: The host does not read it',
    ],
    [
      { logging: { logLevel: {}, fileLoggingMode: 'always' } },
      'logging.fileLoggingMode must not be there: An instance and its files',
    ],
    [
      { logging: { logLevel: { default: 'Trace' } } },
      'logging.logLevel.default must be equal to one of the allowed values: ',
    ],
    [
      { logging: { logLevel: { 'Azure.Core': 'Verbose' } } },
      'logging.logLevel.Azure.Core must be equal to one of the allowed values: ',
    ],
    [{ extensions: { http: {}, queues: {} } }, 'extensions.queues is not known'],
  ])('%j', async (more, problem) => {
    expect(await problemsIn('host', { ...good, ...more })).toContainEqual(
      expect.stringContaining(problem),
    );
  });

  test.each([
    ['routePrefix', 'api', 'must be equal to constant: Empty'],
    ['maxConcurrentRequests', 16, 'must not be there: Bicep sets perInstanceConcurrency'],
    ['maxOutstandingRequests', 200, 'must not be there: Beyond it the host answers 429'],
    ['dynamicThrottlesEnabled', true, 'must not be there: It goes by'],
    ['customHeaders', { 'x-a': 'b' }, 'must not be there: The API sets'],
  ])('%s: %j for HTTP', async (name, value, problem) => {
    const extensions = { http: { ...good.extensions.http, [name]: value } };
    expect(await problemsIn('host', { ...good, extensions })).toEqual([
      expect.stringContaining(`extensions.http.${name} ${problem}`),
    ]);
  });
});
