/**
 * The trusted operations of the manifests in operations/. The bundle has their documents instead of this: the build runs
 * it and puts what it exports in its place.
 */
import { readdir, readFile } from 'node:fs/promises';
import { schema } from '../schema/index.ts';
import {
  compileManifests,
  type CompiledOperations,
  type Manifest,
} from '../src/server/trusted/manifest.ts';
import type { TrustedOperations } from '../src/server/trusted/operations.ts';

/** Throws one message with all that is wrong with them. `more` are manifests of other folders. */
export async function compileOperations(more: readonly URL[] = []): Promise<CompiledOperations> {
  const folder = new URL('../operations/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const files = [...names.map((name) => new URL(name, folder)), ...more];
  const compiled = compileManifests(await Promise.all(files.map(readManifest)), schema);
  if (compiled.type === 'Operations') return compiled;
  throw new Error(['The trusted operations are wrong:', ...compiled.problems].join('\n- '));
}

async function readManifest(file: URL): Promise<Manifest> {
  const name = file.pathname.split('/').slice(-2).join('/');
  try {
    return { name, content: JSON.parse(await readFile(file, 'utf8')) };
  } catch (error) {
    throw new Error(`${name} cannot be read: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
}

export const operations: TrustedOperations = (await compileOperations()).operations;
