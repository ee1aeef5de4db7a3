/** The page of results. Its text is written by hand: a run puts its figures in, and leaves the words. */
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { show } from './figures.ts';
import { type Goal, isMet } from './goals.ts';
import type { Measured } from './questions/all.ts';

type Table = readonly (readonly string[])[];

const file = new URL('RESULTS.md', import.meta.url);

export async function writePage(
  { cold, comparison, entities, changes, contention }: Measured,
  goals: readonly Goal[],
  run: string,
): Promise<void> {
  const page = await readFile(file, 'utf8');
  const tables: Readonly<Record<string, Table>> = {
    Goals: goalTable(goals, lastFull(page)),
    'Cold start': cold.table(),
    'CPU of a request, ms': comparison.cpu.table(),
    'Calls of a request': comparison.calls.table(),
    'Calls that wait for one another': comparison.sequential.table(),
    'CPU with little and with much, entities': entities.cpu.table(),
    'CPU with little and with much, changes': changes.cpu.table(),
    Contention: contention.table(),
  };
  const sections = page.replace(/^Run: .*$/m, `Run: ${run}.`).split(/^## /m);
  const written = sections.map((section) => {
    const table = tables[section.split('\n')[0] ?? ''];
    return table ? section.replace(/^(?:\|.*\n)+/m, toMarkdown(table)) : section;
  });
  await writeFile(file, await format(written.join('## '), { parser: 'markdown' }));
}

/** What the last full run measured, by the goal: a quick one is not compared with. */
function lastFull(page: string): ReadonlyMap<string, string> {
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const column = /^Run: quick/m.test(page) ? 3 : 4;
  return new Map(rows.map((cells) => [cells[1] ?? '', cells[column] ?? '']));
}

function goalTable(goals: readonly Goal[], before: ReadonlyMap<string, string>): Table {
  const rows = goals.map((goal) => [
    goal.name,
    String(goal.atMost),
    before.get(goal.name) ?? '',
    measuredOf(goal),
    isMet(goal) ? 'met' : '**missed**',
  ]);
  return [['goal', 'at most', 'full run before', 'this run', ''], ...rows];
}

export function measuredOf({ measured }: Goal): string {
  return show(measured) + (measured.row === undefined ? '' : `, ${measured.row}`);
}

function toMarkdown([head = [], ...rows]: Table): string {
  const rule = head.map((_, column) => (column === 0 ? ':--' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
