/** Instances in threads: one bundle, built once, loaded anew by each. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Reply, Request } from '../support/api.ts';
import type { Posted, PostedReply } from './worker.ts';

export interface Instance {
  readonly answer: (number: number, now: Date, request: Request) => Promise<Reply>;
  readonly end: () => Promise<void>;
}

export interface Instances extends AsyncDisposable {
  readonly start: (environment: Readonly<Record<string, string>>) => Promise<Instance>;
}

export async function buildInstances(): Promise<Instances> {
  const directory = await mkdtemp(join(tmpdir(), 'orderdesk-'));
  const bundle = join(directory, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    keepNames: true,
    external: ['@azure/functions-core', '@azure/identity'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  // Compiled once, too: what is compiled is code, and no instance sees another's values in it.
  const entry = join(directory, 'entry.mjs');
  await writeFile(
    entry,
    `import { enableCompileCache, flushCompileCache } from 'node:module';
    enableCompileCache(${JSON.stringify(directory)});
    await import('./worker.mjs');
    flushCompileCache();`,
  );
  return {
    start: (environment) => start(entry, environment),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

async function start(
  entry: string,
  environment: Readonly<Record<string, string>>,
): Promise<Instance> {
  const worker = new Worker(entry, { workerData: environment });
  await once(worker, 'message');
  return {
    answer: async (number, now, request) => {
      const replied = once(worker, 'message');
      const posted: Posted = { number, now: now.getTime(), request };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      worker.postMessage(posted);
      const [{ status, headers, text }] = (await replied) as [PostedReply]; // what worker.ts posts
      return { status, headers: new Headers(headers.map(([...pair]) => pair)), text };
    },
    end: async () => {
      await worker.terminate();
    },
  };
}
