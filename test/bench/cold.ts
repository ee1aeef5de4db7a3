/** From a new process to its first authenticated answer, with the database already running. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { bodyOf, type Call, isAsExpected } from './calls.ts';
import type { ColdResult } from './children/messages.ts';
import { cosmosSettings } from './database.ts';
import { accountDocuments } from './documents.ts';
import { measureFunc } from './func.ts';
import { tenant } from './identity.ts';
import { environmentOf } from './instances.ts';
import { type LoadedModules, modulesOf } from './loaded.ts';
import { roundsOf, Series } from './rounds.ts';
import { startSink } from './sink.ts';

export const coldNames = ['ours', 'telemetry', 'unbundled', 'apollo', 'bare'] as const;

export type ColdName = (typeof coldNames)[number];

export const coldLabels: Readonly<Record<ColdName, string>> = {
  ours: 'Order Desk',
  telemetry: 'Order Desk, telemetry on',
  unbundled: 'Order Desk, unbundled',
  apollo: 'Apollo',
  bare: 'bare function',
};

export type ColdFigures = Readonly<Partial<Record<ColdName, readonly number[]>>>;

export interface ColdResults {
  readonly wallMs: ColdFigures;
  readonly cpuMs: ColdFigures;
  /** Bytes of the entry and what it imports statically. */
  readonly bundles: Readonly<
    Record<'ours' | 'apollo' | 'bare', { readonly bytes: number; readonly files: number }>
  >;
  readonly loaded: LoadedModules;
  /** Milliseconds from `func start` to the first answer. */
  readonly funcMs: readonly number[];
  readonly skipped: readonly string[];
}

interface Start {
  readonly entry: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly expected: string;
}

/** A start is cheap, and its figures scatter. */
const roundsFor = ({ share, rounds }: Bench) => (share < 1 ? rounds : 5 * rounds);

export async function measureCold(bench: Bench): Promise<ColdResults> {
  const { bundles, database, births, identify, progress } = bench;
  const { document } = accountDocuments(births.next(tenant), 6);
  await database.put('accounts', [document]);
  const call: Call = { document: 'account', variables: { id: document.id } };
  const { authorization, settings: trust } = await identify(tenant);
  const settings = {
    ...trust,
    ...cosmosSettings(database.endpoint),
    BENCH_AUTHORIZATION: authorization,
  };
  await using sink = await startSink();
  const telemetry = { ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint };
  const expected = '"__typename":"Account"';
  const unbundled = fileURLToPath(new URL('../../functions/graphql.ts', import.meta.url));
  const starts: Readonly<Record<ColdName, Start>> = {
    ours: { entry: bundles.ours.entry, settings, expected },
    telemetry: { entry: bundles.ours.entry, settings: telemetry, expected },
    unbundled: { entry: unbundled, settings, expected },
    apollo: { entry: bundles.apollo.entry, settings, expected },
    bare: { entry: bundles.bare.entry, settings, expected: `"id":"${document.id}"` },
  };
  const run = (name: ColdName) => startOnce(bundles.host.entry, name, starts[name], call);

  const wallMs = new Series<ColdName>();
  const cpuMs = new Series<ColdName>();
  // Once for everybody, so that no file is read from the disk for the first time.
  for (const name of coldNames) await run(name);
  const rounds = roundsOf(coldNames, roundsFor(bench));
  for (const { number, order } of rounds) {
    for (const name of order) {
      const { wall, cpu } = await run(name);
      wallMs.add(name, wall);
      cpuMs.add(name, cpu);
    }
    progress(`cold: round ${number + 1} of ${rounds.length}`);
  }
  const counted = await startOnce(bundles.host.entry, 'ours', starts.ours, call, 'count');
  const func = await measureFunc({ settings, call, authorization, rounds: bench.rounds, progress });
  const sizeOf = ({ bytes, files }: (typeof bundles)['ours']) => ({ bytes, files: files.length });
  return {
    wallMs: wallMs.toObject(),
    cpuMs: cpuMs.toObject(),
    bundles: {
      ours: sizeOf(bundles.ours),
      apollo: sizeOf(bundles.apollo),
      bare: sizeOf(bundles.bare),
    },
    loaded: modulesOf(bundles.ours, counted.loaded),
    funcMs: func.milliseconds,
    skipped: func.skipped,
  };
}

async function startOnce(
  host: string,
  name: ColdName,
  { entry, settings, expected }: Start,
  call: Call,
  counting = '',
) {
  const began = performance.now();
  const child = fork(host, [entry, bodyOf(call, 'query'), counting], {
    execArgv: [],
    env: environmentOf(settings),
  });
  const ended = once(child, 'exit');
  const answered = once(child, 'message').then(([message]) => ({
    wall: performance.now() - began,
    result: message as ColdResult, // what children/cold.ts sends
  }));
  const first = await Promise.race([answered, ended.then(() => undefined)]);
  if (!first) throw new Error(`${coldLabels[name]} ended before it answered`);
  await ended;
  const { wall, result } = first;
  if (!isAsExpected(result, { text: expected, times: 1 })) {
    throw new Error(`${coldLabels[name]} answered ${result.status}: ${result.text}`);
  }
  return { wall, cpu: result.cpuMs, loaded: result.loaded };
}
