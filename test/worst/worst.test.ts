/** A short run of `npm run worst`, which looks for CPU, too. */
import { expect, inject, test } from 'vitest';
import { randomOf } from '../lab/random.ts';
import { goals } from './goals.ts';
import { startInstance } from './instance.ts';
import { search } from './search.ts';
import { createWorld } from './world.ts';

test('no request has a larger answer than it may, calls the database more often, or breaks', async () => {
  const random = randomOf(1, 'worst');
  const world = await createWorld(inject('cosmos'), random, 10);
  await using instance = await startInstance(inject('cosmos'), world.tenant);
  const statuses = new Set<number>();
  const worst = await search({
    random,
    world,
    instance,
    aims: ['bytes', 'calls'],
    isOver: (tried) => tried > 150,
    onTried: ({ status }) => void statuses.add(status),
  });
  const [bytes = 0, calls = 0] = [worst('bytes')?.measured.bytes, worst('calls')?.measured.calls];
  expect(bytes).toBeLessThanOrEqual(goals.bytes);
  expect(calls).toBeLessThanOrEqual(goals.calls);
  // They were what they are meant to be: large answers, many calls, and refusals.
  expect(bytes).toBeGreaterThan(100_000);
  expect(calls).toBeGreaterThan(10);
  expect(statuses).toEqual(new Set([200, 400, 413]));
}, 120_000);
