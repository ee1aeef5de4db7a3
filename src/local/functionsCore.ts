/**
 * What the Functions worker hands to `@azure/functions` under the name `@azure/functions-core`, which no package has:
 * an entry file registers here as it does there, and its functions run through the library's own invocation code.
 */

import type { HttpHandler } from '@azure/functions';
import { randomUUID } from 'node:crypto';
import Module from 'node:module';
import {
  type HttpFunction,
  type Metadata,
  type ProgrammingModel,
  type TerminateHook,
  toHttpFunction,
} from './httpFunction.ts';

interface Collected {
  readonly functions: Map<string, { readonly metadata: Metadata; readonly handler: HttpHandler }>;
  readonly terminateHooks: TerminateHook[];
}

const state: {
  installed: boolean;
  model: ProgrammingModel | undefined;
  collected: Collected | undefined;
} = { installed: false, model: undefined, collected: undefined };

class Disposable {
  dispose(): void {}
}

const core = {
  version: '3.9.1',
  hostVersion: '4.1037.0',
  Disposable,
  setProgrammingModel(model: ProgrammingModel): void {
    state.model = model;
  },
  getProgrammingModel: (): ProgrammingModel | undefined => state.model,
  registerFunction(metadata: Metadata, handler: HttpHandler): Disposable {
    if (state.collected === undefined) {
      throw new Error('A function can only be registered during app startup.');
    }
    if (state.collected.functions.has(metadata.name)) {
      throw new Error(`A function with id "${metadata.name}" has already been registered.`);
    }
    state.collected.functions.set(metadata.name, { metadata, handler });
    return new Disposable();
  },
  registerHook(name: string, hook: TerminateHook): Disposable {
    // To take a hook and never run it would make this host differ from the real one in silence.
    if (state.collected === undefined || name !== 'appTerminate') {
      throw new Error(
        `the embedded host runs hooks of appTerminate alone, from the start (${name})`,
      );
    }
    state.collected.terminateHooks.push(hook);
    return new Disposable();
  },
  log(level: string, _category: string, message: string): void {
    if (level === 'error' || level === 'warning') console.error(message);
  },
};

/** Must come before `@azure/functions` first asks, since the library remembers that it was outside a worker. */
function install(): void {
  if (state.installed) return;
  state.installed = true;
  // oxlint-disable-next-line typescript/unbound-method -- the proxy passes `this` on
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (target, self, args: [string]) =>
      args[0] === '@azure/functions-core' ? core : Reflect.apply(target, self, args),
  });
}

/** The functions that `load` registers, whatever copy of `@azure/functions` it registers them with. */
export async function collectFunctions(
  load: () => unknown,
): Promise<readonly [HttpFunction, ...HttpFunction[]]> {
  install();
  if (state.collected !== undefined) throw new Error('functions are being collected already');
  const collected: Collected = { functions: new Map(), terminateHooks: [] };
  state.collected = collected;
  try {
    await load();
  } finally {
    state.collected = undefined;
  }
  const { model } = state;
  const [first, ...others] = collected.functions.values();
  if (model === undefined || first === undefined) throw new Error('no function was registered');
  const toFunction = ({ metadata, handler }: typeof first) =>
    toHttpFunction(model, metadata, handler, collected.terminateHooks);
  return [toFunction(first), ...others.map(toFunction)];
}

/** Loads an entry file anew (its settings are read at load), as the worker loads what `main` names. */
export async function loadFunctions(
  entry: URL,
): Promise<readonly [HttpFunction, ...HttpFunction[]]> {
  const fresh = new URL(entry);
  fresh.searchParams.set('load', randomUUID());
  return collectFunctions(() => import(fresh.href));
}
