/** KSUIDs and entity ids: what is not one is refused, and their order as strings is the order of time. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  entityId,
  ksuidTime,
  mintKsuid,
  parseEntityId,
  parseKsuid,
} from '../../src/versioned/id.ts';
import { ksuid } from '../support/values.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const largest = 'aWgEPTl1tmebfsQzFP4bxwgy80V';
const epochSeconds = 1_400_000_000;
// In the year 2150; the npm package refuses the milliseconds of the very last one.
const lastSecond = 2 ** 32 - 2;

/** The number that a string of base62 stands for. */
function valueOf(text: string): bigint {
  return Array.from(text).reduce(
    (value, character) => value * 62n + BigInt(alphabet.indexOf(character)),
    0n,
  );
}

const base62 = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from(alphabet)),
    minLength: length,
    maxLength: length,
  });
const random = fc.uint8Array({ minLength: 16, maxLength: 16 });
const second = fc.oneof(fc.nat(lastSecond), fc.nat(1000));
const minted = fc
  .record({ second, random })
  .map((from) => mintKsuid(new Date((epochSeconds + from.second) * 1000), from.random));

describe('a KSUID', () => {
  test('is 27 base62 characters that stand for at most 160 bits', () => {
    const text = fc.oneof(
      base62(27),
      base62(25).map((rest) => `aW${rest}`),
      base62(3).map((rest) => `${largest.slice(0, 24)}${rest}`),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const fits = valueOf(candidate) < 2n ** 160n;
        expect(parseKsuid(candidate)).toBe(fits ? candidate : undefined);
      }),
      { numRuns: 300 },
    );
  });

  test('is at least 27 zeros and at most the largest, by a hair', () => {
    expect(parseKsuid('0'.repeat(27))).toBe('0'.repeat(27));
    expect(parseKsuid(largest)).toBe(largest);
    expect(parseKsuid('aWgEPTl1tmebfsQzFP4bxwgy80W')).toBeUndefined();
    expect(parseKsuid('z'.repeat(27))).toBeUndefined();
  });

  test('has no other length', () => {
    const other = fc.integer({ min: 0, max: 40 }).filter((length) => length !== 27);
    fc.assert(
      fc.property(
        other.chain((length) => base62(length)),
        (text) => {
          expect(parseKsuid(text)).toBeUndefined();
        },
      ),
    );
    expect(parseKsuid(`${'0'.repeat(27)}\n`)).toBeUndefined();
  });

  test('has no other characters', () => {
    const foreign = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
      .filter((character) => !alphabet.includes(character));
    fc.assert(
      fc.property(minted, foreign, fc.nat(26), (id, character, place) => {
        expect(parseKsuid(id.slice(0, place) + character + id.slice(place + 1))).toBeUndefined();
      }),
    );
    expect(parseKsuid('-'.repeat(27))).toBeUndefined();
  });

  test('tells when it was minted, to the second', () => {
    expect(ksuidTime(ksuid('0ujtsYcgvSTl8PAuAdqWYSMnLOv'))).toEqual(
      new Date('2017-10-10T04:00:47Z'),
    );
    fc.assert(
      fc.property(second, fc.nat(999), random, (seconds, milliseconds, bytes) => {
        const now = (epochSeconds + seconds) * 1000;
        expect(ksuidTime(mintKsuid(new Date(now + milliseconds), bytes))).toEqual(new Date(now));
      }),
    );
  });

  test('holds the bytes that it was minted with', () => {
    const payload = Buffer.from('b5a1cd34b5f99d1154fb6853345c9735', 'hex');
    expect(mintKsuid(new Date('2017-10-10T04:00:47Z'), payload)).toBe(
      '0ujtsYcgvSTl8PAuAdqWYSMnLOv',
    );
  });

  test('sorts by the second in which it was minted', () => {
    fc.assert(
      fc.property(second, second, random, random, (one, other, bytes, otherBytes) => {
        fc.pre(one !== other);
        const earlier = mintKsuid(new Date((epochSeconds + Math.min(one, other)) * 1000), bytes);
        const later = mintKsuid(new Date((epochSeconds + Math.max(one, other)) * 1000), otherBytes);
        expect(earlier < later).toBe(true);
      }),
    );
  });
});

describe('the id of an entity', () => {
  const id = ksuid('0ujtsYcgvSTl8PAuAdqWYSMnLOv');

  test('is the prefix of its kind and a KSUID', () => {
    fc.assert(
      fc.property(minted, fc.constantFrom('acc_' as const, 'ord_' as const), (key, prefix) => {
        expect(parseEntityId(prefix, `${prefix}${key}`)).toBe(entityId(prefix, key));
      }),
    );
  });

  test.each([
    ['of another kind', `ord_${id}`],
    ['without a prefix', id],
    ['with a prefix of another case', `ACC_${id}`],
    ['with two prefixes', `acc_acc_${id}`],
    ['with blanks', ` acc_${id}`],
    ['with something after it', `acc_${id}~0`],
    ['without a KSUID', 'acc_'],
    ['with too large a KSUID', `acc_${'z'.repeat(27)}`],
    ['empty', ''],
  ])('is none when %s', (_what, text) => {
    expect(parseEntityId('acc_', text)).toBeUndefined();
  });
});
