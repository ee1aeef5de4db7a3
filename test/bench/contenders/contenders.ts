/** Who is measured, each as a bundle made with the settings of the one that is deployed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildBundle, bundleOptions } from '../../../src/deploy/bundle/build.ts';
import { byText, manifest, trusted } from '../data/operations.ts';

export const tenant = 'bench';

// Nobody need listen there: nothing is sent before the first answer.
const telemetry = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

export const contenders = {
  'by text': { bundle: 'ours', ask: byText, settings: {} },
  'by text, telemetry': { bundle: 'ours', ask: byText, settings: telemetry },
  trusted: { bundle: 'ours', ask: trusted, settings: {} },
  Apollo: { bundle: 'apollo', ask: byText, settings: {} },
  'Apollo, no cache': { bundle: 'apollo', ask: byText, settings: { BENCH_CACHE: 'off' } },
  'raw SDK': { bundle: 'raw', ask: () => ({}), settings: { BENCH_TENANT: tenant } },
} as const;

export type ContenderName = keyof typeof contenders;

export type Bundles = Awaited<ReturnType<typeof bundleAll>>;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function bundleAll(folder: string) {
  const manifestFile = join(folder, 'operations.json');
  await mkdir(folder, { recursive: true });
  await writeFile(manifestFile, manifest());
  const ours = join(folder, 'ours');
  const files = await buildBundle(ours, { manifests: [pathToFileURL(manifestFile)] });
  const needed = files.filter(({ name }) => !/^(?:identity|exporter)\b/.test(name));
  return {
    entries: {
      ours: join(ours, 'graphql.mjs'),
      apollo: await bundle('../apollo/graphql.ts', join(folder, 'apollo')),
      raw: await bundle('./raw.ts', join(folder, 'raw')),
    },
    /** What loads an entry: a bundle, too, so that no start pays for the types in its source. */
    child: await bundle('./child.ts', join(folder, 'child')),
    /** Of ours, without what is loaded on demand: telemetry and identity. */
    bytes: needed.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function bundle(entry: string, folder: string): Promise<string> {
  const schema = await readFile(here('../../../schema/schema.graphql'), 'utf8');
  await build({
    ...bundleOptions,
    entryPoints: { entry: here(entry) },
    outdir: folder,
    define: { ...bundleOptions.define, schemaText: JSON.stringify(schema) },
    // Its integration requires the CommonJS build of what the function imports as ES modules: one copy is enough.
    alias: { '@apollo/server': here('../node_modules/@apollo/server/dist/esm/index.js') },
  });
  return join(folder, 'entry.mjs');
}
