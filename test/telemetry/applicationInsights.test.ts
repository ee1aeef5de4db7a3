import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCommand } from '../../src/deploy/command.ts';

interface Envelope {
  readonly time: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: string;
    readonly baseData: { readonly properties: Readonly<Record<string, string>> };
  };
}

const script = fileURLToPath(new URL('envelopes.ts', import.meta.url));

test('the envelopes are those that the exporter of Microsoft makes', async () => {
  const ran = await runCommand(process.execPath, [script]);
  if (ran.type !== 'Ran' || !ran.succeeded) throw new Error(JSON.stringify(ran));
  const { ours, theirs } = JSON.parse(ran.stdout) as Record<'ours' | 'theirs', readonly Envelope[]>;
  expect(ours.length).toBeGreaterThan(4);
  // They add one that repeats the resource, and say which exporter it was.
  const compared = theirs.filter(
    (envelope) => !JSON.stringify(envelope).includes('_OTELRESOURCE_'),
  );
  expect(ours.map(comparable)).toEqual(compared.map(comparable));
});

function comparable({ tags, time, data, ...envelope }: Envelope) {
  const { 'ai.internal.sdkVersion': _exporter, ...told } = tags;
  // They leave out what they have a place for in other kinds of envelopes, and this kind has none.
  const {
    'error.type': _failure,
    'http.response.status_code': _status,
    ...properties
  } = data.baseData.properties;
  // A metric is as old as its last point; they take the moment of the export.
  const compared = { ...data, baseData: { ...data.baseData, properties } };
  return {
    ...envelope,
    data: compared,
    tags: told,
    ...(data.baseType !== 'MetricData' && { time }),
  };
}
