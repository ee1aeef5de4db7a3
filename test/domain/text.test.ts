/** Free text: bounded in code points, without control characters. */
import { expect, test } from 'vitest';
import { isInvalid, parseAll } from '../../src/versioned/refusal.ts';
import { parseMemo, parseOptional, parseText, toOneLine } from '../../src/domain/text.ts';

const coffee = '☕';
const family = '👩‍👩‍👧';

test.each(['a', 'a b', coffee, family, 'نص', 'a'.repeat(500)])(
  'what people type is kept as it is: %j',
  (text) => {
    expect(parseText(text, [])).toBe(text);
    expect(parseMemo(text, [])).toBe(text);
  },
);

test('a note may have tabs and several lines, a name is on one', () => {
  const text = 'line\nbreak\r\nand\ttab\u0085';
  expect(parseMemo(text, [])).toBe(text);
  for (const control of ['\n', '\r', '\t', '\u0085', '\u2028', '\u2029', '\0', '\u007f']) {
    expect(parseText(`pen${control}bob cancelled the order`, ['sku'])).toMatchObject({
      type: 'InvalidInputError',
      path: ['sku'],
    });
  }
});

test.each([
  '20',
  'a0',
  'ad',
  '34f',
  '115f',
  '1160',
  '200b',
  '2060',
  '2800',
  '3000',
  '3164',
  'fdd0',
  'feff',
  'ffa0',
  'fff9',
  'fffc',
  '1d159',
])('a name of nothing but blanks is nobody: U+%s', (point) => {
  const blank = String.fromCodePoint(parseInt(point, 16));
  expect(parseText(blank.repeat(3), ['owner'])).toMatchObject({ path: ['owner'] });
  expect(parseText(`${blank}a`, ['owner'])).toBe(`${blank}a`);
  expect(parseMemo(blank, [])).toBe(blank);
});

test.each([
  '61c',
  '200e',
  '200f',
  '202a',
  '202b',
  '202c',
  '202d',
  '202e',
  '2066',
  '2067',
  '2068',
  '2069',
])('what turns the direction of the text around it is refused: U+%s', (point) => {
  const text = `cable${String.fromCodePoint(parseInt(point, 16))}00.5`;
  expect(parseText(text, ['sku'])).toMatchObject({ path: ['sku'] });
  expect(parseMemo(text, ['note'])).toMatchObject({ path: ['note'] });
  expect(toOneLine(text)).toBe('cable00.5');
});

test('texts are in NFC, and counted so', () => {
  expect(parseText('Zoe\u0308', [])).toBe('Zo\u00eb');
  expect(parseMemo('Zoe\u0308', [])).toBe('Zo\u00eb');
  expect(parseText('e\u0308'.repeat(500), [])).toBe('\u00eb'.repeat(500));
});

test('what was stored with line breaks is told on one line', () => {
  expect(toOneLine('pen \r\n\tbob\u2028\u0085 cancelled')).toBe('pen bob cancelled');
});

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

test('a note has no control character but tab and line breaks', () => {
  const controls = Array.from({ length: 0xa0 }, (_, point) => point).filter(
    (point) => point < 0x20 || point >= 0x7f,
  );
  const allowed = controls
    .map((point) => String.fromCodePoint(point))
    .filter((control) => parseMemo(`a${control}b`, []) === `a${control}b`);
  expect(allowed).toEqual(['\t', '\n', '\r', '\u0085']);
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

test('of several wrong fields all are named, in their order, and the first one first', () => {
  const parsed = parseAll({
    owner: parseText('alice', ['owner']),
    sku: parseText('', ['sku']),
    lines: parseAll([parseText('a', []), parseText('', ['lines', '1'])]),
    note: parseMemo('\0', ['note']),
  });
  expect(isInvalid(parsed) && parsed).toMatchObject({
    path: ['sku'],
    issues: [{ path: ['sku'] }, { path: ['lines', '1'] }, { path: ['note'] }],
  });
  expect(parseAll({ owner: parseText('alice', ['owner']), note: null })).toEqual({
    owner: 'alice',
    note: null,
  });
});

test('no more than 20 are named', () => {
  const many = parseAll(Array.from({ length: 30 }, (_, index) => parseText('', [String(index)])));
  expect(isInvalid(many) && many.issues.map(({ path: [index] }) => Number(index))).toEqual(
    Array.from({ length: 20 }, (_, index) => index),
  );
});
