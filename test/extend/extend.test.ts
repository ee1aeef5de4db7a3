/**
 * docs/extend.md, done: the patches are what a person writes who follows it. They are small, they compile, and what is tested
 * of every entity holds for what they add.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, openPatched, type Patched } from '../support/processes/patched.ts';

/** What holds for every entity. */
const laws = [
  'test/laws',
  'test/commit/twice.test.ts',
  'test/commit/policies.test.ts',
  'test/api/access/permissions.test.ts',
  'test/api/access/tenants.test.ts',
  'test/api/input/absent.test.ts',
  'test/api/answers/fields.test.ts',
  'test/schema/contract.test.ts',
  'test/domain',
];

const served = /^(?:src|schema)\//;

const additions = [
  {
    name: 'product',
    most: { files: 12, lines: 350, servedFiles: 5, servedLines: 200 },
    laws: [...laws, 'test/isolation'],
  },
  { name: 'field', most: { files: 5, lines: 40, servedFiles: 5, servedLines: 40 }, laws },
] as const;

// Each compiles and tests a copy of the project.
describe.each(additions)(
  'the addition of a $name',
  { timeout: 240_000 },
  ({ name, most, laws: held }) => {
    const patch = new URL(`${name}.patch`, import.meta.url);
    let copy: Patched;

    beforeAll(async () => {
      copy = await openPatched(patch);
    });

    afterAll(() => copy[Symbol.asyncDispose]());

    test('is as small as it is said to be', async () => {
      const files = sizesOf(await readFile(patch, 'utf8'));
      const ofServed = files.filter(({ path }) => served.test(path));
      expect(files.length).toBeLessThanOrEqual(most.files);
      expect(linesOf(files)).toBeLessThanOrEqual(most.lines);
      expect(ofServed.length).toBeLessThanOrEqual(most.servedFiles);
      expect(linesOf(ofServed)).toBeLessThanOrEqual(most.servedLines);
    });

    test('compiles, is formatted, and has nothing that the linter finds', async () => {
      const paths = sizesOf(await readFile(patch, 'utf8')).map(({ path }) => path);
      for (const command of [
        ['tsc'],
        ['prettier', '--check', ...paths],
        ['oxlint', '--type-aware', '--deny-warnings', ...paths],
      ]) {
        expect(await complaint(copy.run('npx', ...command))).toBe('');
      }
    });

    test('keeps the laws of all entities', async () => {
      expect(await complaint(copy.run('npm', 'run', 'schema'))).toBe('');
      expect(await complaint(copy.run('npx', 'vitest', 'run', ...held))).toBe('');
    });
  },
);

function sizesOf(patch: string) {
  return patch
    .split(/^diff --git /m)
    .slice(1)
    .map((file) => ({
      path: / b\/(.*)$/m.exec(file)?.[1] ?? '',
      added: file.match(/^\+(?!\+\+ )/gm)?.length ?? 0,
    }));
}

function linesOf(files: readonly { readonly added: number }[]): number {
  return files.reduce((sum, { added }) => sum + added, 0);
}
