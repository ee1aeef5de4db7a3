import { describe, expect, test } from 'vitest';
import { median, quantile, ratioOf, spreadOf } from './statistics.ts';

describe('the median', () => {
  test('is the middle, in whatever order the values came', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  test('of an even number lies between the two in the middle', () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  test('of nothing is no number', () => {
    expect(median([])).toBeNaN();
  });
});

test('a quantile lies between the nearest two values', () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  expect(quantile(values, 0.99)).toBe(99);
  expect(quantile([10, 20], 0.25)).toBe(12.5);
  expect(quantile([7], 0.99)).toBe(7);
});

test('a spread goes from the least to the greatest', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
});

describe('a ratio', () => {
  test('is taken within a round: what slows a whole round down is in neither', () => {
    expect(ratioOf([1, 10, 2], [2, 20, 4])).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
  });

  test('is the median of the ratios, not the ratio of the medians', () => {
    expect(ratioOf([1, 2, 9], [1, 4, 3])).toEqual({ median: 1, min: 0.5, max: 3 });
  });

  test('needs as many rounds on both sides, and one at least', () => {
    expect(() => ratioOf([1], [1, 2])).toThrow('1 rounds cannot be compared with 2');
    expect(() => ratioOf([], [])).toThrow('0 rounds');
  });
});
