/** `npm run build`: one bundle that registers the function, and beside it what only some deployments load. */

import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { TrustedOperations } from '../server/trusted.ts';

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

export interface BuildOptions {
  /** Files of trusted operations, besides those in operations/. */
  readonly manifests?: readonly URL[];
}

export async function buildBundle(
  directory: string,
  { manifests = [] }: BuildOptions = {},
): Promise<readonly BuiltFile[]> {
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
    // graphql-js checks more without it, and keeps the code for that.
    define: { 'process.env.NODE_ENV': '"production"' },
    // The package's own entry for platforms that have all this themselves, as Node 24 does. The other brings a second
    // fetch, which nothing here would call.
    alias: { '@whatwg-node/fetch': '@whatwg-node/fetch/dist/global-ponyfill.js' },
    // Errors and log lines name classes.
    keepNames: true,
    legalComments: 'none',
    // The worker provides it, to `require` alone, which a module has to make for itself.
    external: ['@azure/functions-core'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [withoutPages, withOperations(manifests)],
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
