import { expect, test } from 'vitest';
import { Figures, spreadOf } from './figures.ts';
import { isMet } from './goals.ts';

test('a goal is met by the median of the ratios within rounds, and just met is met', () => {
  const figures = new Figures<'read' | 'list', 'ours' | 'theirs'>();
  // The medians of the columns would say 1.
  for (const value of [90, 100, 450]) figures.add('read', 'ours', value);
  for (const value of [100, 50, 500]) figures.add('read', 'theirs', value);
  const goal = { name: '', measured: figures.ratio('read', 'ours', 'theirs') };
  expect(isMet({ ...goal, atMost: 0.9 })).toBe(true);
  expect(isMet({ ...goal, atMost: 0.89 })).toBe(false);
});

test('of all operations the worst counts, and is named', () => {
  const figures = new Figures<'read' | 'list' | 'nodes', 'ours' | 'theirs'>();
  const rows = { read: 1, list: 3, nodes: 9 } as const;
  for (const row of ['read', 'list', 'nodes'] as const) {
    figures.add(row, 'ours', rows[row]);
    figures.add(row, 'theirs', 2);
  }
  expect(figures.worst('ours', 'theirs', 'nodes')).toMatchObject({ row: 'list', median: 1.5 });
});

test('what was not measured is not met', () => {
  expect(isMet({ name: '', atMost: 1, measured: spreadOf([]) })).toBe(false);
});
