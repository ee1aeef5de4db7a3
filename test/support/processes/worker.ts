/**
 * The real worker's part in loading an entry file, for a process that does so: `@azure/functions`, whichever copy of it
 * the entry brings, requires `@azure/functions-core`, which is in no package.
 */
import { createRequire, registerHooks } from 'node:module';
import type { HttpFunctionOptions, HttpHandler } from '@azure/functions';
import type { App } from '../../../src/local/host/host.ts';

// NOTE: these mirror what `@azure/functions` 4 passes to the worker.
type Binding = Omit<HttpFunctionOptions, 'handler'> & { readonly type: string };

export interface Registered {
  /** What the worker calls a function with: the library's own. */
  readonly model: unknown;
  readonly metadata: {
    readonly name: string;
    readonly bindings: Readonly<Record<string, Binding>>;
  };
  readonly handler: HttpHandler;
}

const models: unknown[] = [];
const registered: Registered[] = [];
const terminateHooks: (() => unknown)[] = [];

const core = {
  setProgrammingModel: (model: unknown) => models.push(model),
  registerFunction: (metadata: Registered['metadata'], handler: HttpHandler) => {
    registered.push({ model: models.at(-1), metadata, handler });
  },
  registerHook: (name: string, hook: (context: object) => unknown) => {
    // To take a hook and never run it would make a difference to the real host in silence.
    if (name !== 'appTerminate') throw new Error(`hooks of appTerminate alone run, not ${name}`);
    terminateHooks.push(() => hook({ hookData: {}, appHookData: {} }));
  },
};

const name = '@azure/functions-core';
const { href: url } = new URL(`${name}.cjs`, import.meta.url);
Object.assign(globalThis, { [name]: core });
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === name ? { url, shortCircuit: true } : next(specifier, context),
  load: (loaded, context, next) => {
    if (loaded !== url) return next(loaded, context);
    const source = `module.exports = globalThis['${name}'];`;
    return { format: 'commonjs', source, shortCircuit: true };
  },
});
// So that it is not among what somebody else sees the entry load.
createRequire(import.meta.url)(name);

export async function loadRegistered(
  entry: URL,
): Promise<readonly [Registered, ...(readonly Registered[])]> {
  await import(entry.href);
  const [first, ...others] = registered;
  if (!first) throw new Error(`${entry.href} registers no function`);
  return [first, ...others];
}

/** What the entry file registers, for the embedded host. */
export async function loadEntry(entry: URL): Promise<Required<App>> {
  const functions = (await loadRegistered(entry)).map(({ metadata, handler }) => {
    const trigger = Object.values(metadata.bindings).find(({ type }) => type === 'httpTrigger');
    if (!trigger) throw new Error(`${metadata.name} has no HTTP trigger`);
    return [metadata.name, { ...trigger, handler }] as const;
  });
  return { functions: Object.fromEntries(functions), terminateHooks };
}
