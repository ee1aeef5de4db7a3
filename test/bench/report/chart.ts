/** Ratios as a chart: a dot for the median, a line from the least to the greatest, a mark for the goal. */
import type { Spread } from '../statistics.ts';

export interface ChartRow {
  readonly label: string;
  readonly spread: Spread;
  readonly atMost: number | undefined;
}

export interface ChartGroup {
  readonly title: string;
  readonly rows: readonly ChartRow[];
}

const width = 920;
const plot = { left: 300, right: 800 } as const;
const top = 96;
const rowHeight = 24;
const groupGap = 44;

const ink = '#1f2933';
const faint = '#616e7c';
const colors = { met: '#0f7b55', missed: '#c2410c', none: '#3e5c76' } as const;

export function chartOf(groups: readonly ChartGroup[]): string {
  const scale = scaleOf(groups);
  let y = top;
  const drawn = groups.map((group) => {
    const from = y;
    y += groupGap + group.rows.length * rowHeight;
    return drawGroup(group, from, scale.x);
  });
  const bottom = y + 4;
  const height = bottom + 66;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" role="img" aria-label="Ratios of Order Desk to the others">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="28" y="40" font-size="20" font-weight="600" fill="${ink}">Order Desk against the others</text>
<text x="28" y="63" font-size="13" fill="${faint}">Ratio of Order Desk's figure to theirs, logarithmic: left of 1 is better. Median of the rounds, least and greatest.</text>
${scale.ticks.map((tick) => drawTick(tick, scale.x(tick), bottom)).join('\n')}
${drawn.join('\n')}
${drawLegend(bottom + 46)}
</svg>
`;
}

interface Scale {
  readonly x: (ratio: number) => number;
  readonly ticks: readonly number[];
}

/** Whole powers of two around all that is shown, and around 1. */
function scaleOf(groups: readonly ChartGroup[]): Scale {
  const shown = groups.flatMap(({ rows }) =>
    rows.flatMap(({ spread, atMost = 1 }) => [spread.min, spread.max, atMost]),
  );
  const low = Math.floor(Math.log2(Math.min(0.5, ...shown)));
  const high = Math.ceil(Math.log2(Math.max(2, ...shown)));
  const unit = (plot.right - plot.left) / (high - low);
  return {
    x: (ratio) => plot.left + (Math.log2(ratio) - low) * unit,
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 2 ** (low + index)),
  };
}

function drawTick(tick: number, x: number, bottom: number): string {
  const isOne = tick === 1;
  return `<line x1="${fix(x)}" x2="${fix(x)}" y1="${top - 8}" y2="${bottom}" stroke="${isOne ? faint : '#e4e7eb'}" stroke-width="${isOne ? 1.5 : 1}"/>
<text x="${fix(x)}" y="${bottom + 17}" font-size="12" text-anchor="middle" fill="${isOne ? ink : faint}">${tick}</text>`;
}

function drawGroup({ title, rows }: ChartGroup, from: number, x: Scale['x']): string {
  const lines = rows.map((row, index) => drawRow(row, from + groupGap + index * rowHeight - 8, x));
  return `<text x="28" y="${from + 16}" font-size="13" font-weight="600" fill="${ink}">${escape(title)}</text>
${lines.join('\n')}`;
}

function drawRow({ label, spread, atMost }: ChartRow, y: number, x: Scale['x']): string {
  const [from, middle, to] = [x(spread.min), x(spread.median), x(spread.max)];
  const color = colorOf(spread, atMost);
  const goal =
    atMost === undefined
      ? ''
      : `<path d="M${fix(x(atMost))} ${y - 9}v18" stroke="${ink}" stroke-width="2"/>`;
  return `<text x="40" y="${y + 4}" font-size="13" fill="${ink}">${escape(label)}</text>
<line x1="${fix(from)}" x2="${fix(to)}" y1="${y}" y2="${y}" stroke="${color}" stroke-width="3" stroke-linecap="round" opacity="0.45"/>
${goal}
<circle cx="${fix(middle)}" cy="${y}" r="5" fill="${color}"/>
<text x="${plot.right + 24}" y="${y + 4}" font-size="13" fill="${color}" font-weight="600">${spread.median.toFixed(2)}</text>`;
}

function colorOf({ median }: Spread, atMost: number | undefined): string {
  if (atMost === undefined) return colors.none;
  return median <= atMost ? colors.met : colors.missed;
}

function drawLegend(y: number): string {
  const entries = [
    [colors.met, 'goal met'],
    [colors.missed, 'goal not met'],
    [colors.none, 'no goal'],
  ] as const;
  const dots = entries.map(([color, text], index) => {
    const x = plot.left + index * 120;
    return `<circle cx="${x}" cy="${y - 4}" r="5" fill="${color}"/><text x="${x + 12}" y="${y}" font-size="12" fill="${faint}">${text}</text>`;
  });
  const x = plot.left + 360;
  return `${dots.join('\n')}
<path d="M${x} ${y - 12}v16" stroke="${ink}" stroke-width="2"/><text x="${x + 10}" y="${y}" font-size="12" fill="${faint}">the goal</text>`;
}

function fix(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
