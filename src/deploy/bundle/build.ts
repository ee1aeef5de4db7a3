/** `npm run build`: one bundle that registers the function, and beside it what only some deployments load. */

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import type { CompiledOperations } from '../../server/trusted/manifest.ts';
import type { TrustedOperations } from '../../server/trusted/operations.ts';
import { parseArguments, runScript, ScriptError } from '../../local/script.ts';
import { replaceFolder } from './replaceFolder.ts';

export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  /** The sources of which something is in it, from the project's folder on. */
  readonly sources: readonly string[];
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Parsed and validated here, so that no instance has to do it. */
const withOperations = ({ manifests = [], say = () => undefined }: Additions): Plugin => ({
  name: 'with-operations',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/]operations\.ts$/ }, async () => {
      // Above this file: it is loaded as what is built, not imported.
      const module = new URL('../../../functions/operations.ts', import.meta.url);
      const { compileOperations } = (await import(module.href)) as {
        readonly compileOperations: (more: readonly URL[]) => Promise<CompiledOperations>;
      };
      const compiled = await compileOperations(manifests).catch((error: Error) => error);
      // Thrown, it would be told with the stack of esbuild.
      if (compiled instanceof Error) return { errors: [{ text: compiled.message }] };
      const { operations, counts } = compiled;
      for (const { name, count } of counts) say(`trusted operations of ${name}: ${count}`);
      return { contents: moduleOf(operations) };
    });
  },
});

/** A fragment that several operations have is in it once. */
function moduleOf(operations: TrustedOperations): string {
  const written = [...operations].map(([id, { definitions }]) => {
    return { id, parts: definitions.map((definition) => JSON.stringify(definition)) };
  });
  const definitions = [...new Set(written.flatMap(({ parts }) => parts))];
  const documents = written.map(({ id, parts }) => [
    id,
    parts.map((part) => definitions.indexOf(part)),
  ]);
  // An engine reads JSON faster than it reads itself.
  const text = JSON.stringify(`[[${definitions.join()}],${JSON.stringify(documents)}]`);
  return `const [definitions, documents] = JSON.parse(${text});
const documentOf = (parts) => ({ kind: 'Document', definitions: parts.map((part) => definitions[part]) });
export const operations = new Map(documents.map(([id, parts]) => [id, documentOf(parts)]));`;
}

/** Yoga carries two pages that this server never shows, and one of them would load its scripts from elsewhere. */
const withoutPages: Plugin = {
  name: 'without-pages',
  setup({ onLoad }) {
    const pages = /[\\/]graphql-yoga[\\/]esm[\\/](?:graphiql|landing-page)-html\.js$/;
    onLoad({ filter: pages }, () => ({ contents: "export default '';" }));
  },
};

/** The SDK imports clients of proxies, and nothing of ours uses them: left out, since importing them does nothing. */
const withoutProxies: Plugin = {
  name: 'without-proxies',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^https?-proxy-agent$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === withoutProxies) return undefined;
      const found = await resolve(path, { ...from, pluginData: withoutProxies });
      return { ...found, sideEffects: false };
    });
  },
};

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
  // The package's own entry for platforms that have all this themselves, as Node 24 does. The other brings a second
  // fetch, which nothing here would call.
  alias: { '@whatwg-node/fetch': '@whatwg-node/fetch/dist/global-ponyfill.js' },
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
  plugins: [withoutPages, withoutProxies],
} as const satisfies BuildOptions;

export interface Additions {
  /** Files of trusted operations, besides those in operations/. */
  readonly manifests?: readonly URL[];
  /** Told how many operations each file of them has. */
  readonly say?: (line: string) => void;
}

/** What some deployments load after the start: the file that it becomes, by where its import leads. */
const onDemand: Readonly<Record<string, string>> = {
  identity: '@azure/identity',
  exporter: './functions/exporter.ts',
};

/**
 * Bundled apart, even if that means some code twice: esbuild moves what both sides may use into a file that both load,
 * with all that a barrel file leads to. Each start would read and run a proxy's client that only signing in can need.
 */
const withoutOnDemand: Plugin = {
  name: 'without-on-demand',
  setup({ onResolve }) {
    for (const [name, module] of Object.entries(onDemand)) {
      onResolve({ filter: new RegExp(`${basename(module)}$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${name}.mjs`, external: true } : undefined,
      );
    }
  },
};

/** The function, and what it loads on demand. */
function functionBundles(directory: string, additions: Additions = {}): readonly BuildOptions[] {
  const options = { ...bundleOptions, absWorkingDir: root, outdir: directory };
  return [
    {
      ...options,
      entryPoints: { graphql: 'functions/graphql.ts' },
      plugins: [withoutOnDemand, withOperations(additions), ...bundleOptions.plugins],
    },
    // Each apart from the others, too: the first answer waits for signing in, and not for telemetry.
    ...Object.entries(onDemand).map(([name, module]) => ({
      ...options,
      entryPoints: { [name]: module },
      chunkNames: `${name}-[name]-[hash]`,
    })),
  ];
}

/** A host may be running what is there: at no moment is there no bundle. */
export function buildBundle(
  directory: string,
  additions?: Additions,
): Promise<readonly BuiltFile[]> {
  return replaceFolder(directory, (draft) => writeBundle(draft, additions));
}

export async function writeBundle(
  directory: string,
  additions?: Additions,
): Promise<readonly BuiltFile[]> {
  const results = await runBuilds(directory, {}, additions);
  const outputs = results.flatMap(({ metafile }) => Object.entries(metafile?.outputs ?? {}));
  return outputs.map(([path, { inputs, bytes }]) => ({
    name: basename(path),
    bytes,
    sources: Object.keys(inputs),
  }));
}

/** What esbuild makes of the function, and of what it loads on demand. */
export async function runBuilds(
  directory: string,
  more: BuildOptions,
  additions?: Additions,
): Promise<readonly BuildResult[]> {
  const builds = functionBundles(directory, additions).map((options) =>
    build({ ...options, ...more }),
  );
  // Where one fails, the other must have ended, too, before the folder is taken away.
  await Promise.allSettled(builds);
  return Promise.all(builds).catch((cause: unknown) => {
    throw new ScriptError('Nothing was built: what is wrong stands above.', { cause });
  });
}

if (import.meta.main) {
  await runScript(async () => {
    parseArguments({ options: {} });
    for (const { name, bytes } of await buildBundle(`${root}dist`, { say: console.log })) {
      console.log(`dist/${name} ${Math.round(bytes / 1024)} KB`);
    }
  });
}
