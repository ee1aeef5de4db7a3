/** `npm run build`: one bundle that registers the function, and beside it what only some deployments load. */

import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  /** The sources of which something is in it, from the project's folder on. */
  readonly sources: readonly string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Yoga carries two pages that this server never shows, and one of them would load its scripts from elsewhere. */
const withoutPages: Plugin = {
  name: 'without-pages',
  setup({ onLoad }) {
    const pages = /[\\/]graphql-yoga[\\/]esm[\\/](?:graphiql|landing-page)-html\.js$/;
    onLoad({ filter: pages }, () => ({ contents: "export default '';" }));
  },
};

export async function buildBundle(directory: string): Promise<readonly BuiltFile[]> {
  await rm(directory, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['functions/graphql.ts'],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    // What is imported on demand becomes a file of its own, which a cold start does not read.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES modules where a package has them: one copy of graphql-js, and a third less to load on a cold start.
    mainFields: ['module', 'main'],
    minify: true,
    // Errors and log lines name classes.
    keepNames: true,
    legalComments: 'none',
    // The worker provides it, to `require` alone, which a module has to make for itself.
    external: ['@azure/functions-core'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [withoutPages],
    metafile: true,
    logLevel: 'warning',
  });
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
