/** Every contender as one bundle made the same way, and how much of it a start has to read. */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildBundle, bundleOptions } from '../../src/deploy/bundle/build.ts';
import { manifestPath } from './operations.ts';

export interface Bundle {
  /** What a host loads. */
  readonly entry: string;
  /** The entry and what it imports statically, in bytes. */
  readonly bytes: number;
  /** The names of those files. */
  readonly files: readonly string[];
  /** The sources of which something is in them. */
  readonly sources: readonly string[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function bundleOurs(directory: string): Promise<Bundle> {
  // With the benchmark's own documents as trusted operations.
  const built = await buildBundle(directory, { manifests: [manifestPath] });
  const sourcesOf = new Map(built.map(({ name, sources }) => [name, sources]));
  return measure(join(directory, 'graphql.mjs'), (name) => sourcesOf.get(name) ?? []);
}

export function bundleApollo(directory: string): Promise<Bundle> {
  return bundleLikeOurs(here('./apollo/graphql.ts'), directory);
}

export function bundleBare(directory: string): Promise<Bundle> {
  return bundleLikeOurs(here('./contenders/bare.ts'), directory);
}

/** The calls without a function around them. */
export function bundleRaw(directory: string): Promise<Bundle> {
  return bundleLikeOurs(here('./contenders/raw.ts'), directory);
}

/** Parts of a request, each by itself. */
export function bundleParts(directory: string): Promise<Bundle> {
  return bundleLikeOurs(here('./contenders/parts.ts'), directory);
}

/** The child that hosts a cold start: as plain JavaScript, so that no contender pays for the compiler of its host. */
export function bundleHost(directory: string): Promise<Bundle> {
  return bundleLikeOurs(here('./children/cold.ts'), directory);
}

async function bundleLikeOurs(entry: string, directory: string): Promise<Bundle> {
  const { metafile } = await build({
    ...bundleOptions,
    entryPoints: [entry],
    outdir: directory,
    // Apollo's integration requires the CommonJS build of what its function imports as ES modules: one copy is enough.
    alias: { '@apollo/server': here('./node_modules/@apollo/server/dist/esm/index.js') },
  });
  const sourcesOf = new Map(
    Object.entries(metafile.outputs).map(([path, { inputs }]) => [
      basename(path),
      Object.keys(inputs),
    ]),
  );
  const name = basename(entry).replace(/\.ts$/, '.mjs');
  return measure(join(directory, name), (file) => sourcesOf.get(file) ?? []);
}

async function measure(
  entry: string,
  sourcesOf: (file: string) => readonly string[],
): Promise<Bundle> {
  const paths = await importedBy(entry, new Set());
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const files = paths.map((path) => basename(path));
  return {
    entry,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    files,
    sources: files.flatMap((file) => sourcesOf(file)),
  };
}

/** The file and all that it imports statically, each once. */
async function importedBy(path: string, seen: Set<string>): Promise<readonly string[]> {
  if (seen.has(path)) return [];
  seen.add(path);
  const text = await readFile(path, 'utf8');
  const imported = [path];
  for (const [, chunk = ''] of text.matchAll(/\b(?:from|import)\s*"\.\/([\w-]+\.mjs)"/g)) {
    imported.push(...(await importedBy(join(path, '..', chunk), seen)));
  }
  return imported;
}
