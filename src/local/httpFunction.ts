/** A function that an app registered over HTTP, and how the worker runs it through the library's own invocation model. */

import type { HttpHandler } from '@azure/functions';
import { randomUUID } from 'node:crypto';

export type TerminateHook = (context: object) => unknown;

export type Log = (level: string, message: string) => void;

export interface HttpData {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Uint8Array };
}

export interface HttpAnswer {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly unknown[];
  readonly body?: { readonly bytes: Uint8Array } | null;
}

export interface HttpFunction {
  readonly name: string;
  readonly methods: readonly string[];
  readonly route: string;
  readonly authLevel: string;
  readonly handler: HttpHandler;
  /** What its app wants done before the host stops: the same list for all functions of one app. */
  readonly terminateHooks: readonly TerminateHook[];
  /** Undefined where the handler answered nothing; throws what the handler throws. */
  readonly invoke: (
    request: HttpData,
    traceParent: string,
    log: Log,
  ) => Promise<HttpAnswer | undefined>;
}

// NOTE: these mirror what `@azure/functions` 4 passes to the worker and expects of it.
interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly methods?: readonly string[];
  readonly route?: string;
  readonly authLevel?: string;
}

export interface Metadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: HttpHandler): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ readonly returnValue?: { readonly http: HttpAnswer } | null }>;
}

export interface ProgrammingModel {
  getInvocationModel(core: {
    readonly invocationId: string;
    readonly metadata: Metadata;
    readonly request: {
      readonly inputData: readonly { readonly name: string; readonly data: { http: HttpData } }[];
      readonly traceContext: { readonly traceParent: string };
    };
    log(level: string, category: string, message: string): void;
  }): InvocationModel;
}

export function toHttpFunction(
  model: ProgrammingModel,
  metadata: Metadata,
  handler: HttpHandler,
  terminateHooks: readonly TerminateHook[],
): HttpFunction {
  const trigger = Object.entries(metadata.bindings).find(([, { type }]) => type === 'httpTrigger');
  if (trigger === undefined) throw new Error(`${metadata.name} has no HTTP trigger`);
  const [triggerName, { methods = ['GET', 'POST'], route, authLevel = 'anonymous' }] = trigger;
  return {
    name: metadata.name,
    methods: methods.map((method) => method.toUpperCase()),
    route: route ?? metadata.name,
    authLevel,
    handler,
    terminateHooks,
    async invoke(http, traceParent, log) {
      const invocation = model.getInvocationModel({
        invocationId: randomUUID(),
        metadata,
        request: {
          inputData: [{ name: triggerName, data: { http } }],
          traceContext: { traceParent },
        },
        log: (level, _category, message) => {
          log(level, message);
        },
      });
      const { context, inputs } = await invocation.getArguments();
      const result = await invocation.invokeFunction(context, inputs, handler);
      return (await invocation.getResponse(context, result)).returnValue?.http;
    },
  };
}
