/** The built function in a process of its own: what it loads when, and whom it talks to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildBundle, type BuiltFile } from '../../src/deploy/bundle/build.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import { headersOf } from '../support/wire.ts';
import { pointsOf, type Receiver, spansOf, startReceiver } from './receiver.ts';

let root: string;
let files: readonly BuiltFile[];
let receiver: Receiver;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'telemetry-'));
  files = await buildBundle(join(root, 'dist'));
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

// Of OpenTelemetry the start has the API and what reads the host's trace.
const isTelemetry = (path: string) =>
  /opentelemetry\/(?!api\/|core\/)|src\/telemetry\/(?:exporter|span|metrics|app)/.test(path);

const instrumentationKey = 'InstrumentationKey=12345678-90ab-cdef-1234-567890abcdef';

/** Says each file that is loaded, each connection that is opened and each answer, in their order. */
const script = `
import { registerHooks } from 'node:module';
import net from 'node:net';
import { basename } from 'node:path';
import { format } from 'node:util';
const say = (what, more) => process.stdout.write(what + ' ' + more + '\\n');
registerHooks({ load: (url, context, next) => { say('load', basename(url)); return next(url, context); } });
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  say('connect', (options.host ?? 'localhost') + ':' + options.port);
  return connect.apply(this, args);
};
const [worker, host, entry, headers] = process.argv.slice(1);
const { loadEntry } = await import(worker);
const { invoke } = await import(host);
const { functions, terminateHooks } = await loadEntry(new URL(entry));
const ask = async () => {
  const request = { method: 'POST', url: 'http://localhost/graphql', headers: JSON.parse(headers), body: { bytes: Buffer.from('{"query":"{ node(id: \\\\"acc_1\\\\") { id } accounts { edges { cursor } } }"}') } };
  const logHandler = (level, ...line) => say('log', level + format(...line));
  const answer = await invoke(functions.graphql.handler, request, { logHandler });
  say('answer', answer.status + await answer.text());
};
await ask();
process.stdin.on('data', async (data) => {
  if (String(data).startsWith('ask')) return ask();
  for (const hook of terminateHooks) await hook();
  process.exit();
});
`;

async function start(environment: Readonly<Record<string, string>>) {
  const { endpoint, key, database } = inject('cosmos');
  const worker = new URL('../support/processes/worker.ts', import.meta.url).href;
  const host = new URL('../../src/local/host/invoke.ts', import.meta.url).href;
  const entry = pathToFileURL(join(root, 'dist', 'graphql.mjs')).href;
  const headers = JSON.stringify(await headersOf({ tenant: 'telemetry' }));
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, worker, host, entry, headers],
    {
      cwd: root,
      env: {
        ...(await developmentSettings()),
        COSMOS_ENDPOINT: endpoint,
        COSMOS_KEY: key,
        COSMOS_DATABASE: database,
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const problems: string[] = [];
  const complained = Promise.withResolvers<void>();
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    problems.push(chunk);
    complained.resolve();
  });
  const exited = once(child, 'close');
  const until = async (beginning: string): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`it ended before it said "${beginning}": ${said.join('\n')}`);
      said.push(value);
      if (value.startsWith(beginning)) return value;
    }
  };
  return {
    said,
    /** Reads on until a line begins with this. */
    until,
    /** Reads on until this line was said so often, from the start. */
    untilOften: async (line: string, times: number) => {
      // oxlint-disable-next-line no-await-in-loop -- they come one after another
      while (said.filter((each) => each === line).length < times) await until(line);
    },
    /** Until it complains for the first time. */
    complained: () => complained.promise,
    /** What it complained of, from the start to its end. */
    problems: async () => {
      child.kill();
      await exited;
      return problems.join('').trim().split('\n');
    },
    ask: () => child.stdin.write('ask\n'),
    /** As a host that stops: it has ended then. */
    stop: async () => {
      child.stdin.write('stop\n');
      await exited;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await exited;
    },
  };
}

const filesWith = (isThis: (path: string) => boolean) =>
  files.filter(({ sources }) => sources.some(isThis)).map(({ name }) => name);

/** The file and all that it imports without being asked. */
async function imported(name: string): Promise<readonly string[]> {
  const text = await readFile(join(root, 'dist', name), 'utf8');
  const names = Array.from(
    text.matchAll(/(?:from|import) ?"\.\/([^"]+)"/g),
    ([, file = '']) => file,
  );
  return [name, ...(await Promise.all(names.map(imported))).flat()];
}

test('telemetry is in files of its own, which the function does not import at its start', async () => {
  const start = await imported('graphql.mjs');
  expect(start).toEqual(['graphql.mjs']);
  expect((await imported('exporter.mjs')).length).toBeGreaterThan(1);
  expect(filesWith(isTelemetry).filter((name) => start.includes(name))).toEqual([]);
  expect(filesWith(isTelemetry).length).toBeGreaterThan(0);
});

test('where it is configured, nothing of it is loaded before the first answer, and then it is', async () => {
  await using child = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  expect(await child.until('answer')).toContain('"node":null');
  const loads = filesWith(isTelemetry).map((name) => `load ${name}`);
  expect(child.said.filter((line) => loads.includes(line))).toEqual([]);
  expect(child.said.some((line) => line.startsWith('load graphql.mjs'))).toBe(true);
  await child.until('load exporter.mjs');
  await receiver.until(() => spansOf(receiver).length > 0);
});

test('what is waiting leaves when the host stops, though nothing of it was loaded yet', async () => {
  await using own = await startReceiver();
  await using child = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: own.endpoint,
    APPLICATIONINSIGHTS_CONNECTION_STRING: `${instrumentationKey};IngestionEndpoint=${own.endpoint}`,
  });
  await child.until('answer');
  await child.stop();
  expect(spansOf(own)).toHaveLength(1);
  expect(pointsOf(own, 'orderdesk.operation.duration')).toMatchObject([{ value: 1 }]);
  const tracked = own.received.filter(({ path }) => path === '/v2.1/track');
  const names = tracked.flatMap(({ body }) => JSON.parse(body) as readonly { name: string }[]);
  expect(new Set(names.map(({ name }) => name.split('.').at(-1)))).toEqual(
    new Set(['RemoteDependency', 'Metric']),
  );
});

test('where it is not configured, it is never loaded', async () => {
  await using child = await start({});
  await child.until('answer');
  child.ask();
  await child.until('answer');
  expect(child.said.filter((line) => line.startsWith('load exporter.mjs'))).toEqual([]);
});

test.concurrent.each([
  ['refuses', 'it answered 500'],
  ['cannot be reached', 'ECONNREFUSED'],
])(
  'who takes telemetry and %s changes no answer, and is told of once',
  async (_what, problem) => {
    const disk = await mkdtemp(join(root, 'disk-'));
    await using without = await start({});
    const answer = await without.until('answer');
    await using refusing = await startReceiver(500);
    const { endpoint, received } = refusing;
    const isReachable = problem !== 'ECONNREFUSED';
    if (!isReachable) await refusing[Symbol.asyncDispose]();
    await using child = await start({
      APPLICATIONINSIGHTS_CONNECTION_STRING: `${instrumentationKey};IngestionEndpoint=${endpoint}`,
      TMPDIR: disk,
    });
    expect(await child.until('answer')).toBe(answer);
    await child.complained();
    child.ask();
    expect(await child.until('answer')).toBe(answer);
    // Two batches: the exporter tries each four times.
    if (isReachable) await refusing.until(() => received.length >= 8);
    else await child.untilOften(`connect ${new URL(endpoint).host}`, 8);
    child.ask();
    expect(await child.until('answer')).toBe(answer);
    const problems = await child.problems();
    expect(problems).toEqual([expect.stringMatching(/^telemetry is lost: 127\.0\.0\.1:\d+: /)]);
    expect(problems[0]).toContain(problem);
    expect(await readdir(disk)).toEqual([]);
  },
  60_000,
);

test.concurrent(
  'it talks to the database, to where telemetry was told to go, and its exporter to who knows its switches',
  async () => {
    const before = receiver.received.length;
    await using child = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      APPLICATIONINSIGHTS_CONNECTION_STRING: `${instrumentationKey};IngestionEndpoint=${receiver.endpoint}`,
    });
    await child.until('answer');
    await receiver.until(() => {
      const paths = receiver.received.slice(before).map(({ path }) => path);
      return ['/v1/traces', '/v1/metrics', '/v2.1/track'].every((path) => paths.includes(path));
    });
    child.ask();
    await child.until('answer');
    const known = [inject('cosmos').endpoint, receiver.endpoint].map((url) => new URL(url).host);
    // Microsoft's exporter asks there for switches, and no option turns that off.
    known.push('settings.sdk.monitor.azure.com:443');
    const connected = child.said.filter((line) => line.startsWith('connect'));
    expect(connected.length).toBeGreaterThan(1);
    expect(connected.filter((line) => !known.some((host) => line.endsWith(host)))).toEqual([]);
  },
);
