import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildBundle } from '../../src/deploy/bundle/build.ts';
import { createStackReader } from '../../src/deploy/bundle/stack.ts';

const said = 'The service is not configured.';

/** Line and column of what is said, as a stack counts them: from 1 on. */
function placeIn(text: string): string {
  const before = text.slice(0, text.indexOf(said)).split('\n');
  return `${before.length}:${String(before.at(-1)).length + 1}`;
}

async function placeInBundle(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'stack-'));
  try {
    await buildBundle(directory);
    return placeIn(await readFile(join(directory, 'graphql.mjs'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('a stack from the bundle reads as one of the sources, and the rest of a log stays as it is', async () => {
  const [read, place, source] = await Promise.all([
    createStackReader(),
    placeInBundle(),
    readFile(new URL('../../functions/unconfigured.ts', import.meta.url), 'utf8'),
  ]);
  const [line] = placeIn(source).split(':');
  const url = `file:///home/site/wwwroot/graphql.mjs:${place}`;
  const log = [
    'Error: at least one (1) thing is wrong',
    `    at a$ (${url})`,
    `    at async ${url}`,
    `    at async Promise.all (index 0)`,
    `    at new Promise (${url})`,
    '    at node:internal/process/task_queues:104:5',
    '    at b (file:///home/site/wwwroot/other.mjs:1:1)',
  ].join('\n');
  const lines = read(log).split('\n');
  const found = expect.stringMatching(
    new RegExp(`^    at functions/unconfigured\\.ts:${line}:\\d+$`),
  );
  expect(lines).toEqual(log.split('\n').map((text) => (text.includes(url) ? found : text)));
});
