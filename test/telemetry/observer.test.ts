import { expect, test } from 'vitest';
import { Measures, type Observed } from '../../src/telemetry/measures.ts';
import { createObserver, type Observer } from '../../src/telemetry/observer.ts';
import { toTrace } from '../../src/telemetry/trace.ts';

const now = new Date('2026-01-01T12:00:00Z');

function observed(status: number): Observed {
  return new Measures(
    toTrace(undefined, () => 0),
    () => 0,
  ).observed(status);
}

test('what came before the exporter was there reaches it, in order, up to a bound', async () => {
  const seen: number[] = [];
  const loaded = Promise.withResolvers<Observer>();
  const called = Promise.withResolvers<void>();
  const observe = createObserver(
    () => {
      called.resolve();
      return loaded.promise;
    },
    (problem) => expect.unreachable(problem),
  );
  for (let number = 1; number <= 3000; number += 1) observe(observed(number), now);
  await called.promise;
  loaded.resolve(({ status }) => void seen.push(status));
  await loaded.promise;
  await Promise.resolve();
  observe(observed(4000), now);
  expect(seen).toEqual([...Array.from({ length: 2000 }, (_, index) => index + 1), 4000]);
});

test('an exporter that cannot be loaded is told of once, and observing goes on doing nothing', async () => {
  const problems: string[] = [];
  const told = Promise.withResolvers<void>();
  const observe = createObserver(
    () => Promise.reject(new Error('no such file')),
    (problem) => {
      problems.push(problem);
      told.resolve();
    },
  );
  observe(observed(200), now);
  await told.promise;
  observe(observed(200), now);
  expect(problems).toEqual(['no telemetry: no such file']);
});
