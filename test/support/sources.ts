/** The project's own source files as text, for the rules that no compiler knows. */
import { readFile, readdir } from 'node:fs/promises';
import { posix } from 'node:path';

export interface Source {
  /** From the project's folder on, with slashes. */
  readonly path: string;
  readonly text: string;
}

const root = new URL('../../', import.meta.url);

export async function readSources(): Promise<readonly Source[]> {
  const folders = await Promise.all(
    ['functions', 'schema', 'src'].map(async (folder) => {
      const names = await readdir(new URL(folder, root), { recursive: true });
      return names.map((name) => posix.join(folder, ...name.split(/[\\/]/)));
    }),
  );
  const paths = folders.flat().filter((path) => path.endsWith('.ts'));
  return Promise.all(
    paths.map(async (path) => source(path, await readFile(new URL(path, root), 'utf8'))),
  );
}

/** Comments may say what code may not do. */
export function source(path: string, text: string): Source {
  return { path, text: text.replaceAll(/^\s*\/\*\*?[^]*?\*\/|(?:^|\s)\/\/ .*$/gm, '') };
}

/** What a file imports: a package by its name, a file of the project by its path. */
export function importsOf({ path, text }: Source): readonly string[] {
  const specifiers = text.matchAll(
    /^(?:import|export|\})(?: .*)? from '(.+)'|\bimport(?: |\()'(.+)'/gm,
  );
  return Array.from(specifiers, ([, from, bare]) => from ?? bare ?? '').map((specifier) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
  );
}

export function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`);
}
