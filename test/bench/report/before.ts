/** What the page of an earlier run says of the goals, to stand beside what this one measured. */

/** By the goal. A page that has no such table has nothing to say. */
export type Before = ReadonlyMap<string, string>;

export function measuredBefore(page: string): Before {
  const [, goals = ''] = page.split('\n## Goals\n');
  const [section = ''] = goals.split('\n#');
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const column = rows[0]?.indexOf('measured') ?? -1;
  return new Map(rows.map((cells) => [keyOf(cells[1] ?? ''), cells[column] ?? '']));
}

/** Which operation was the worst may differ from run to run. */
export function keyOf(goal: string): string {
  return goal.replace(/(, worst of six): .*/, '$1');
}
