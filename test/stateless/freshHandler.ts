/** The function's handler with a module graph of its own for each request: nothing of an earlier one can be left. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type { HttpHandler } from '@azure/functions';
import { build } from 'esbuild';
import type { createHandler } from '../../functions/compose.ts';

type CreateHandler = typeof createHandler;

interface Loaded {
  readonly exports: { readonly createHandler: CreateHandler };
}

type Load = (module: object, require: NodeJS.Require) => void;

/** Bundled and compiled once, since that is code; run anew, from its first line, for each request. */
export async function freshHandlers(): Promise<CreateHandler> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../functions/compose.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    keepNames: true,
    external: ['@azure/functions-core', '@azure/identity'],
    logLevel: 'warning',
  });
  const code = outputFiles[0]?.text ?? '';
  const load: Load = new Script(`(function (module, require) {${code}\n})`).runInThisContext();
  const require = createRequire(import.meta.url);

  return (settings, system, operations) => {
    const fresh = (): HttpHandler => {
      const module = { exports: {} } as Loaded; // what compose.ts exports, once it was loaded
      load(module, require);
      return module.exports.createHandler(settings, system, operations);
    };
    return (request, context) => fresh()(request, context);
  };
}
