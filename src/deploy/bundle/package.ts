/** `npm run package`: makes `dist/` a function app of its own, which needs nothing beside it, and lists what is in it. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArguments, runScript, ScriptError } from '../../local/script.ts';
import { type Additions, type BuiltFile, writeBundle } from './build.ts';
import { writeNotices } from './notices.ts';
import { replaceFolder } from './replaceFolder.ts';

/** A cold instance copies and reads all of it. More than that is most likely something that slipped in. */
export const largestPackage = 2.5 * 1024 * 1024;

const root = fileURLToPath(new URL('../../..', import.meta.url));

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
  const texts = {
    '.funcignore': ignored,
    'THIRD-PARTY-NOTICES.txt': await writeNotices(bundle.flatMap(({ sources }) => sources)),
    'host.json': await readFile(join(root, 'host.json'), 'utf8'),
    'package.json': await describePackage(),
  };
  const added = await Promise.all(
    Object.entries(texts).map(async ([name, text]) => {
      await writeFile(join(directory, name), text);
      return { name, bytes: Buffer.byteLength(text), sources: [] };
    }),
  );
  const files = [...bundle, ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
  const total = sizeOf(files);
  if (total <= largestPackage) return files;
  const most = `${largestPackage} bytes at most`;
  throw new ScriptError(
    `The package has ${total} bytes, ${most}: see what came in, or raise the limit on purpose.`,
  );
}

/** Without dependencies: they are in the bundle. */
async function describePackage(): Promise<string> {
  // NOTE: mirrors the part of package.json that matters here.
  const { name, version, type }: Readonly<Record<'name' | 'version' | 'type', string>> = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  return `${JSON.stringify({ name, version, private: true, type, main: 'graphql.mjs' }, null, 2)}\n`;
}

export function sizeOf(files: readonly BuiltFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

if (import.meta.main) {
  await runScript(async () => {
    parseArguments({ options: {} });
    const files = await buildPackage(join(root, 'dist'), { say: console.log });
    for (const { name, bytes } of files) console.log(`${String(bytes).padStart(9)} dist/${name}`);
    console.log(`${String(sizeOf(files)).padStart(9)} bytes, of ${largestPackage} at most`);
  });
}
