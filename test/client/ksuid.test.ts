import { assert, integer, property, uint8Array } from 'fast-check';
import KSUID from 'ksuid';
import { expect, test } from 'vitest';
import { ksuid } from '../../examples/client/ksuid.ts';

const epochMs = 1_400_000_000_000;
const lastMs = epochMs + (2 ** 32 - 1) * 1000;

test('a requestId is what the package ksuid makes of the same time and chance', () => {
  const time = integer({ min: epochMs, max: lastMs });
  const chance = uint8Array({ minLength: 16, maxLength: 16 });
  assert(
    property(time, chance, (now, random) => {
      expect(ksuid(now, random)).toBe(KSUID.fromParts(now, Buffer.from(random)).string);
    }),
    {
      examples: [
        [epochMs, new Uint8Array(16)],
        [lastMs, new Uint8Array(16).fill(255)],
      ],
    },
  );
});

test('a clock that was never set makes one of the first second', () => {
  const random = new Uint8Array(16).fill(7);
  expect(ksuid(0, random)).toBe(ksuid(epochMs, random));
});

test('two of one moment differ', () => {
  expect(ksuid(epochMs)).not.toBe(ksuid(epochMs));
});
