import { expect, test } from 'vitest';
import { allFaults, parseFaults } from './faults/faults.ts';
import { randomOf } from './random.ts';
import { runScript } from '../support/processes/run.ts';

async function run(...args: readonly string[]) {
  const { code, stderr } = await runScript(new URL('./run.ts', import.meta.url), args);
  return { code, stderr };
}

test('faults are all, none, or some by name', () => {
  expect(parseFaults('all')).toEqual(new Set(allFaults));
  expect(parseFaults('none')).toEqual(new Set());
  expect(parseFaults('kill, 429')).toEqual(new Set(['kill', '429']));
  expect(parseFaults('kill,fire')).toMatch(/^no such fault: fire; there are all, none, cut-before/);
});

test('the same seed draws the same, and each part of the laboratory for itself', () => {
  const draw = (seed: number, name: string) => {
    const random = randomOf(seed, name);
    return [random.next(), random.below(1000), random.chance(0.5), ...random.bytes(16)];
  };
  expect(draw(1, 'kills')).toEqual(draw(1, 'kills'));
  expect(draw(1, 'kills')).not.toEqual(draw(2, 'kills'));
  expect(draw(1, 'kills')).not.toEqual(draw(1, 'clocks'));
});

test('what cannot be run is refused in one line', async () => {
  const fault = await run('--faults', 'fire');
  expect(fault).toEqual({ code: 2, stderr: expect.stringMatching(/^no such fault: fire; .*\n$/) });
  const seconds = await run('--seconds', '0');
  expect(seconds).toEqual({ code: 2, stderr: '--seconds 0 is no number from 1\n' });
});
