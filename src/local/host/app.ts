/** The project's own function, for this host: made by the settings in `env` alone, so that one process can have several. */
import type { HttpFunctionOptions } from '@azure/functions';
import type { App } from './host.ts';

type CreateFunction = (
  env: Readonly<Record<string, string | undefined>>,
  atTermination: (work: () => Promise<void>) => unknown,
) => HttpFunctionOptions;

export async function loadApp(env: Parameters<CreateFunction>[0]) {
  // Above this file: it is loaded as what is served, not imported.
  const entry = new URL('../../../functions/function.ts', import.meta.url);
  const { createFunction } = (await import(entry.href)) as { createFunction: CreateFunction };
  const terminateHooks: (() => Promise<void>)[] = [];
  const graphql = createFunction(env, (work) => terminateHooks.push(work));
  return { functions: { graphql }, terminateHooks } satisfies App;
}
