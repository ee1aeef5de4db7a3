/** `npm run build`: one bundle that registers the function, and beside it what only some deployments load. */

import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import type { TrustedOperations } from '../server/trusted.ts';

export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  /** The sources of which something is in it, from the project's folder on. */
  readonly sources: readonly string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Parsed and validated here, so that no instance has to do it. */
const withOperations = (manifests: readonly URL[]): Plugin => ({
  name: 'with-operations',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/]operations\.ts$/ }, async () => {
      // Above this file: it is loaded as what is built, not imported.
      const { compileOperations } = (await import(`${root}functions/operations.ts`)) as {
        readonly compileOperations: (more: readonly URL[]) => Promise<TrustedOperations>;
      };
      const documents = JSON.stringify([...(await compileOperations(manifests))]);
      // An engine reads JSON faster than it reads itself.
      const text = JSON.stringify(documents);
      return { contents: `export const operations = new Map(JSON.parse(${text}));` };
    });
  },
});

/** How a bundle of this project is made, whatever is in it. */
export const bundleOptions = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // What is imported on demand becomes a file of its own, which a cold start does not read.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // ES modules where a package has them: one copy of graphql-js, and a third less to load on a cold start.
  mainFields: ['module', 'main'],
  // The names of functions go, too. To keep them, esbuild gives each function its name again whenever one is made:
  // measured, that was 6 to 9 % of the CPU of a request. `npm run stack` reads a stack without them.
  minify: true,
  // graphql-js checks more without it, and keeps the code for that.
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  // The worker provides it, to `require` alone, which a module has to make for itself.
  external: ['@azure/functions-core'],
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

export interface Additions {
  /** Files of trusted operations, besides those in operations/. */
  readonly manifests?: readonly URL[];
}

/** The function and all that it may load. */
export function functionBundle(directory: string, { manifests = [] }: Additions = {}) {
  return {
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: ['functions/graphql.ts'],
    outdir: directory,
    chunkNames: '[name]-[hash]',
    plugins: [withOperations(manifests)],
  } satisfies BuildOptions;
}

export async function buildBundle(
  directory: string,
  additions?: Additions,
): Promise<readonly BuiltFile[]> {
  await rm(directory, { recursive: true, force: true });
  const { metafile } = await build(functionBundle(directory, additions));
  return Promise.all(
    Object.entries(metafile.outputs).map(async ([path, { inputs }]) => {
      const { size } = await stat(new URL(path, `file://${root}`));
      return { name: basename(path), bytes: size, sources: Object.keys(inputs) };
    }),
  );
}

if (import.meta.main) {
  for (const { name, bytes } of await buildBundle(`${root}dist`)) {
    console.log(`dist/${name} ${Math.round(bytes / 1024)} KB`);
  }
}
