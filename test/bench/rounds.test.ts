import { expect, test } from 'vitest';
import { roundsOf, Series } from './rounds.ts';

test('in every round everybody has a turn, and another one is the first', () => {
  const orders = roundsOf(['a', 'b', 'c'], 4).map(({ order }) => order.join(''));
  expect(orders).toEqual(['abc', 'bca', 'cab', 'abc']);
});

test('a series keeps the figures of each name in the order of the rounds', () => {
  const series = new Series<'ours' | 'theirs'>();
  series.add('ours', 2);
  series.add('theirs', 5);
  series.add('ours', 1);
  expect(series.toObject()).toEqual({ ours: [2, 1], theirs: [5] });
});
