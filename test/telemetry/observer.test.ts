import { expect, test } from 'vitest';
import { machine } from '../../src/system.ts';
import { createObserver, type Observer } from '../../src/telemetry/observer.ts';
import { observed } from './observed.ts';

const now = new Date('2026-01-01T12:00:00Z');

const unreachable = (problem: string) => expect.unreachable(problem);

/** Takes what it is given, and says what it was. */
function createExporter(flush: () => Promise<void> = () => Promise.resolve()) {
  const seen: number[] = [];
  const exporter: Observer = { observe: ({ status }) => void seen.push(status), flush };
  return { seen, exporter };
}

test('what came before the exporter was there reaches it, in order, up to a bound', async () => {
  const { seen, exporter } = createExporter();
  const loaded = Promise.withResolvers<Observer>();
  const called = Promise.withResolvers<void>();
  const { observe } = createObserver(
    () => {
      called.resolve();
      return loaded.promise;
    },
    unreachable,
    machine.pause,
  );
  for (let number = 1; number <= 3000; number += 1) observe(observed(number), now);
  await called.promise;
  loaded.resolve(exporter);
  await loaded.promise;
  await Promise.resolve();
  observe(observed(4000), now);
  expect(seen).toEqual([...Array.from({ length: 2000 }, (_, index) => index + 1), 4000]);
});

test('an exporter that cannot be loaded is told of once, and observing goes on doing nothing', async () => {
  const problems: string[] = [];
  const told = Promise.withResolvers<void>();
  const { observe, flush } = createObserver(
    () => Promise.reject(new Error('no such file')),
    (problem) => {
      problems.push(problem);
      told.resolve();
    },
    machine.pause,
  );
  observe(observed(200), now);
  await told.promise;
  observe(observed(200), now);
  await flush();
  expect(problems).toEqual(['no telemetry: no such file']);
});

test('a host that stops before the exporter was loaded gets it loaded, once, and what is waiting sent', async () => {
  const sent: number[] = [];
  const { seen, exporter } = createExporter(() => {
    sent.push(...seen);
    return Promise.resolve();
  });
  let loads = 0;
  const load = () => {
    loads += 1;
    return Promise.resolve(exporter);
  };
  const { observe, flush } = createObserver(load, unreachable, machine.pause);
  observe(observed(200), now);
  observe(observed(201), now);
  await Promise.all([flush(), flush()]);
  expect([loads, sent.slice(0, 2)]).toEqual([1, [200, 201]]);
  observe(observed(202), now);
  await flush();
  expect([loads, sent.slice(-3)]).toEqual([1, [200, 201, 202]]);
});

test('a host that stops without having answered anybody loads nothing', async () => {
  const { flush } = createObserver(() => expect.unreachable('loaded'), unreachable, machine.pause);
  await flush();
});

test.each<[string, () => Promise<Observer>]>([
  ['is still being loaded', () => new Promise(() => undefined)],
  ['does not get rid of it', () => Promise.resolve(createExporter(noEnd).exporter)],
])('a host that stops waits two seconds at most for an exporter that %s', async (_what, load) => {
  const pauses: number[] = [];
  const pause = (milliseconds: number) => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  const { observe, flush } = createObserver(load, unreachable, pause);
  observe(observed(200), now);
  await flush();
  expect(pauses).toEqual([2000]);
});

function noEnd(): Promise<void> {
  return new Promise(() => undefined);
}
