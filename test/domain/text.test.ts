/** Free text: bounded in code points, without control characters. */
import { expect, test } from 'vitest';
import { isInvalid, parseAll } from '../../src/domain/refusal.ts';
import { parseMemo, parseOptional, parseText } from '../../src/domain/text.ts';

const coffee = '☕';
const family = '👩‍👩‍👧';

test.each(['a', 'a b', 'line\nbreak\r\nand\ttab', coffee, family, 'نص', 'a'.repeat(500)])(
  'what people type is kept as it is: %j',
  (text) => {
    expect(parseText(text, [])).toBe(text);
    expect(parseMemo(text, [])).toBe(text);
  },
);

test('500 characters are code points, not UTF-16 units', () => {
  expect(parseText('😀'.repeat(500), [])).toBe('😀'.repeat(500));
  expect(parseText('😀'.repeat(501), ['owner'])).toMatchObject({
    type: 'InvalidInputError',
    path: ['owner'],
  });
  expect(parseMemo('a'.repeat(501), ['memo'])).toMatchObject({ path: ['memo'] });
});

test('a name must not be empty; a note may be', () => {
  expect(parseText('', ['sku'])).toMatchObject({ type: 'InvalidInputError', path: ['sku'] });
  expect(parseMemo('', [])).toBe('');
});

test('no control character but tab and line breaks is allowed', () => {
  const controls = Array.from({ length: 0xa0 }, (_, point) => point).filter(
    (point) => point < 0x20 || point >= 0x7f,
  );
  const allowed = controls
    .map((point) => String.fromCodePoint(point))
    .filter((control) => parseMemo(`a${control}b`, []) === `a${control}b`);
  expect(allowed).toEqual(['\t', '\n', '\r']);
});

test('half of a surrogate pair is no text', () => {
  for (const text of ['\ud83d', 'a\ude00', '\ude00\ud83d']) {
    expect(parseText(text, ['owner'])).toMatchObject({ path: ['owner'] });
    expect(parseMemo(text, ['memo'])).toMatchObject({ path: ['memo'] });
  }
});

test('absent is null, and null is not empty', () => {
  expect(parseOptional(undefined, [])).toBeNull();
  expect(parseOptional(null, [])).toBeNull();
  expect(parseOptional('', [])).toBe('');
  expect(parseOptional('\0', ['note'])).toMatchObject({ path: ['note'] });
});

test('of several wrong fields the first one is named', () => {
  const parsed = parseAll({
    owner: parseText('alice', ['owner']),
    sku: parseText('', ['sku']),
    note: parseMemo('\0', ['note']),
  });
  expect(isInvalid(parsed) && parsed.path).toEqual(['sku']);
  expect(parseAll({ owner: parseText('alice', ['owner']), note: null })).toEqual({
    owner: 'alice',
    note: null,
  });
});
