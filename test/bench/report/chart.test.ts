import { expect, test } from 'vitest';
import { chartOf } from './chart.ts';

const spread = (median: number) => ({ median, min: median / 2, max: median * 2 });

function chart(median: number, atMost: number | undefined): string {
  return chartOf([{ title: 'Warm', rows: [{ label: 'read', spread: spread(median), atMost }] }]);
}

function dotOf(svg: string): { readonly x: number; readonly color: string } {
  // The legend's dots come after it.
  const [, x, color] = /<circle cx="([\d.]+)" cy="\d+" r="5" fill="(#\w+)"/.exec(svg) ?? [];
  return { x: Number(x), color: String(color) };
}

test('less than 1 lies left of more than 1', () => {
  const both = chartOf([
    {
      title: 'Warm',
      rows: [
        { label: 'better', spread: spread(0.5), atMost: undefined },
        { label: 'worse', spread: spread(2), atMost: undefined },
      ],
    },
  ]);
  const xs = Array.from(both.matchAll(/<circle cx="([\d.]+)"/g), ([, x]) => Number(x));
  expect(xs[0]).toBeLessThan(Number(xs[1]));
});

test('a ratio that meets its goal, misses it or has none has a colour for each', () => {
  const colors = [chart(0.8, 0.9), chart(1, 0.9), chart(1, undefined)].map(
    (svg) => dotOf(svg).color,
  );
  expect(new Set(colors).size).toBe(3);
});

test('a ratio that is just at its goal meets it', () => {
  expect(dotOf(chart(0.9, 0.9)).color).toBe(dotOf(chart(0.1, 0.9)).color);
});

test('all that is shown lies within the picture, however far from 1 it is', () => {
  for (const median of [0.01, 40]) {
    const svg = chart(median, 1);
    const xs = Array.from(svg.matchAll(/ (?:x|x1|x2|cx)="([\d.-]+)"/g), ([, x]) => Number(x));
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...xs)).toBeLessThan(920);
  }
});

test('labels are text, not markup', () => {
  const svg = chartOf([{ title: 'a < b & c', rows: [] }]);
  expect(svg).toContain('a &lt; b &amp; c');
});
