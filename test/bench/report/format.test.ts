import { expect, test } from 'vitest';
import { show, showAll, table } from './format.ts';

test('figures have three digits that count, and whole numbers are shown as they are', () => {
  expect([0.08231, 1.2345, 45.678, 234.5, 2006.4, 100_000].map((value) => show(value))).toEqual([
    '0.082',
    '1.23',
    '45.7',
    '235',
    '2,006',
    '100,000',
  ]);
});

test('a figure is the median, with the least and the greatest beside it', () => {
  expect(showAll([3.5, 1.5, 2.5])).toBe('2.50 (1.50 to 3.50)');
});

test('what was not measured is left empty', () => {
  expect([showAll(undefined), showAll([])]).toEqual(['', '']);
});

test('a table has a row under its head for each', () => {
  expect(table(['', 'ms'], [['read', '1']])).toBe('|  | ms |\n| :-- | --: |\n| read | 1 |');
});
