/** `npm run package`: makes `dist/` a function app of its own, which needs nothing beside it, and lists what is in it. */

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Additions, type BuiltFile, writeBundle } from './build.ts';
import { replaceFolder } from './replaceFolder.ts';

/** A cold instance copies and reads all of it. More than that is most likely something that slipped in. */
export const largestPackage = 2.5 * 1024 * 1024;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const entry = 'graphql.mjs';

// azd runs `npm install` where it finds a package.json, and builds on Azure where node_modules is ignored.
const ignored = 'package-lock.json\n';

export function buildPackage(
  directory: string,
  additions?: Additions,
): Promise<readonly BuiltFile[]> {
  return replaceFolder(directory, (draft) => writePackage(draft, additions));
}

async function writePackage(
  directory: string,
  additions?: Additions,
): Promise<readonly BuiltFile[]> {
  const bundle = await writeBundle(directory, additions);
  if (!bundle.some(({ name }) => name === entry)) throw new Error(`the build made no ${entry}`);
  await copyFile(join(root, 'host.json'), join(directory, 'host.json'));
  const texts = { '.funcignore': ignored, 'package.json': await describePackage() };
  await Promise.all(
    Object.entries(texts).map(([name, text]) => writeFile(join(directory, name), text)),
  );
  const added = await Promise.all(
    ['host.json', ...Object.keys(texts)].map(async (name) => {
      const { length } = await readFile(join(directory, name));
      return { name, bytes: length, sources: [] };
    }),
  );
  return [...bundle, ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Without dependencies: they are in the bundle. */
async function describePackage(): Promise<string> {
  // NOTE: mirrors the part of package.json that matters here.
  const { name, version, type }: Readonly<Record<'name' | 'version' | 'type', string>> = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  return `${JSON.stringify({ name, version, private: true, type, main: entry }, null, 2)}\n`;
}

export function sizeOf(files: readonly BuiltFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

if (import.meta.main) {
  const files = await buildPackage(join(root, 'dist'), {
    say: (line) => console.log(line),
  });
  const total = sizeOf(files);
  for (const { name, bytes } of files) console.log(`${String(bytes).padStart(9)} dist/${name}`);
  console.log(`${String(total).padStart(9)} bytes, of ${largestPackage} at most`);
  if (total > largestPackage) {
    console.error('The package is too large: see what came in, or raise the limit on purpose.');
    process.exitCode = 1;
  }
}
