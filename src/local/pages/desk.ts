/** The desk of examples/desk, built by whoever asks for it first. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Desk {
  readonly html: string;
  /** What the html loads, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const sources = new URL('../../../examples/desk/', import.meta.url);

/** A build that fails is told to whoever waits for it, and tried again for the next one. */
export function deskAt(folder: URL = sources): () => Promise<Desk> {
  let built: Promise<Desk> | undefined;
  return () => {
    built ??= buildDesk(folder).catch((error: unknown) => {
      built = undefined;
      throw error;
    });
    return built;
  };
}

async function buildDesk(folder: URL): Promise<Desk> {
  const path = fileURLToPath(folder);
  const { build } = await import('esbuild');
  const [html, { outputFiles }] = await Promise.all([
    readFile(new URL('index.html', folder), 'utf8'),
    build({
      entryPoints: { app: `${path}main.tsx` },
      // For the paths in the source map: nothing is written.
      outdir: path,
      write: false,
      bundle: true,
      format: 'esm',
      target: 'es2024',
      jsx: 'automatic',
      minify: true,
      sourcemap: 'linked',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
    }),
  ]);
  return {
    html,
    files: new Map(outputFiles.map(({ path, contents }) => [basename(path), contents])),
  };
}
