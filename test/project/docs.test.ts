/** The documents: what they link to is there, and they can be read in an editor. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

const names = await readdir(new URL('docs/', root));
const paths = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'test/lab/README.md'].concat(
  names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
);

const textOf = (path: string) => readFile(new URL(path, root), 'utf8');

test.each(paths)('%s links to files and pictures that are there', async (path) => {
  const links = (await textOf(path)).matchAll(/\]\(([^)#\s]+)[^)]*\)|\bsrc(?:set)?="([^"]+)"/g);
  const missing = Array.from(links, ([, link, picture]) => link ?? picture ?? '')
    .filter((link) => !/^\w+:/.test(link))
    .filter((link) => !existsSync(new URL(link, new URL(path, root))));
  expect(missing).toEqual([]);
});

test('each thing that SECURITY.md says to stop an attack has the test that proves it', async () => {
  const rows = (await textOf('SECURITY.md'))
    .split('\n')
    .filter((line) => /^\| (?!-|they try)/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !/\]\(test\/[\w/.]+\.test\.ts\) *\|$/.test(row))).toEqual([]);
});

test('README.md has at most 120 lines, and no line of a document is longer than 120 characters', async () => {
  expect((await textOf('README.md')).trim().split('\n').length).toBeLessThanOrEqual(120);
  for (const path of paths.filter((each) => !each.startsWith('test/'))) {
    const lines = (await textOf(path)).split('\n').filter((line) => !line.startsWith('|'));
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  }
});

const trimmed = (text: string) => text.replaceAll(/^ +/gm, '');

test('each snippet of docs/frontend.md is in the file that the last link above it names', async () => {
  const page = await textOf('docs/frontend.md');
  const snippets = Array.from(page.matchAll(/^```(?:ts|tsx|graphql)\n(.*?)^```$/gms));
  expect(snippets.length).toBeGreaterThan(10);
  const places = snippets.map(async ({ 1: code = '', index }) => {
    const links = Array.from(page.slice(0, index).matchAll(/\]\(\.\.\/([^)#\s]+)\)/g));
    const path = links.at(-1)?.[1] ?? '';
    return trimmed(await textOf(path)).includes(trimmed(code)) ? [] : [`not in ${path}: ${code}`];
  });
  expect((await Promise.all(places)).flat()).toEqual([]);
});
