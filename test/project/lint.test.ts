/** The rules of lint/: each finds what breaks it, and is about files that are there. */
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { served } from '../../lint/rule.ts';
import { rules } from '../../lint/rules.ts';
import { makers, readonlyTypes } from '../../lint/state.ts';
import { allowed, broken } from './planted.ts';

interface Diagnostic {
  readonly code?: string;
  readonly filename: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

const plants = [...Object.entries(broken), ['nothing', allowed] as const]
  .flatMap(([rule, files]) => files.map(([path, text]) => ({ rule, path, text })))
  .map((plant, number) => ({ ...plant, path: plant.path.replace('*', `planted${number}`) }));

/** The rules that each file breaks, by its path, in a project of these files and the real configuration. */
async function lint(): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  try {
    for (const name of ['oxlint.config.ts', 'lint']) {
      await cp(join(root, name), join(folder, name), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const { path, text } of plants) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const diagnostics = await runLinter(folder);
    const byPath = Map.groupBy(diagnostics, ({ filename }) => filename);
    return new Map([...byPath].map(([path, all]) => [path, all.map(({ code = '' }) => code)]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runLinter(folder: string): Promise<readonly Diagnostic[]> {
  const linter = join(root, 'node_modules/oxlint/bin/oxlint');
  return new Promise((resolve) => {
    execFile(process.execPath, [linter, '--format=json'], { cwd: folder }, (_failed, stdout) => {
      resolve(JSON.parse(stdout).diagnostics);
    });
  });
}

const found = await lint();

test.each(plants.filter(({ rule }) => rule !== 'nothing'))(
  '$rule is broken by $path: $text',
  ({ rule, path }) => {
    expect(found.get(path) ?? []).toContain(rule);
  },
);

test.each(plants.filter(({ rule }) => rule === 'nothing'))(
  'no rule of ours is broken by $path: $text',
  ({ path }) => {
    expect((found.get(path) ?? []).filter((code) => code.startsWith('order-desk'))).toEqual([]);
  },
);

test('each rule is broken by something', () => {
  const names = Object.keys(rules).map((name) => `order-desk(${name})`);
  expect(Object.keys(broken)).toEqual(expect.arrayContaining(names));
});

test.each(Object.entries(rules).filter(([name]) => name !== 'names-tell'))(
  '%s is about files that are there',
  (_name, { files, except = [] }) => {
    const matchesNone = (pattern: string) => globSync(pattern, { cwd: root }).length === 0;
    expect([...files, ...except].filter(matchesNone)).toEqual([]);
  },
);

test('what the rules name is declared in what is served', () => {
  const files = globSync(
    served.map((folder) => `${folder}/*.ts`),
    { cwd: root },
  );
  const text = files.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const isMissing = (name: string) =>
    !new RegExp(`(function|interface|type) ${name}\\b`).test(text);
  expect([...makers, ...readonlyTypes].filter(isMissing)).toEqual([]);
});

// Syntax can be forbidden, but not counted.
test('what calls Cosmos DB creates in one place and replaces in one place', () => {
  const calls = readFileSync(join(root, 'src/cosmos/calls.ts'), 'utf8');
  expect(calls.match(/\.create\(/g)).toHaveLength(1);
  expect(calls.match(/\.replace\(/g)).toHaveLength(1);
});
