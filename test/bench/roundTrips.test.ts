import { expect, test } from 'vitest';
import { longestChain } from './roundTrips.ts';

test('requests that overlap are one round trip', () => {
  const together = [
    { from: 0, to: 10 },
    { from: 1, to: 11 },
    { from: 9, to: 12 },
  ];
  expect(longestChain(together)).toBe(1);
});

test('requests of which each waits for the one before are as many round trips', () => {
  const inTurn = [
    { from: 20, to: 30 },
    { from: 0, to: 10 },
    { from: 10, to: 19 },
  ];
  expect(longestChain(inTurn)).toBe(3);
});

test('what goes on beside a chain does not make it longer', () => {
  const mixed = [
    { from: 0, to: 10 },
    { from: 0, to: 25 },
    { from: 11, to: 20 },
    { from: 12, to: 24 },
  ];
  expect(longestChain(mixed)).toBe(2);
});

test('without requests there is no round trip', () => {
  expect(longestChain([])).toBe(0);
});
