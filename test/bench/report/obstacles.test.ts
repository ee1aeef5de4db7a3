import { expect, test } from 'vitest';
import { goalsOf } from './goals.ts';
import { obstaclesOf } from './obstacles.ts';

const named = (name: string, verdict: 'met' | 'not met') => ({
  name,
  limit: '1',
  measured: '',
  verdict,
});

test('what stops a goal is told where it is not met, and not elsewhere', () => {
  const name = 'cold start: Order Desk / Apollo';
  expect(obstaclesOf([named(name, 'not met')])).toContain('**Cold start.**');
  expect(obstaclesOf([named(name, 'met'), named('warm CPU: other', 'not met')])).toBe('');
});

test('by text and trusted are told of apart', () => {
  const text = obstaclesOf([
    named('warm CPU: Order Desk, trusted / raw SDK, point read', 'not met'),
  ]);
  expect(text).toContain('**Against the raw SDK, trusted.**');
  expect(text).not.toContain('by text');
});

test('a run without figures has nothing to explain', () => {
  const nothing = {
    date: '2026-01-01T00:00:00.000Z',
    command: 'npm run bench',
    machine: { cpu: '', cores: 2, memoryGb: 8, system: '', node: '', load: 0, versions: {} },
    rounds: 3,
    seconds: 1,
  };
  expect(obstaclesOf(goalsOf(nothing))).toBe('');
});
