/** A function called as the worker calls it: by the invocation model of the copy of the library that its entry brings. */
import type { HttpHandler, HttpRequestInit } from '@azure/functions';
import type { Registered } from '../../support/processes/worker.ts';

// NOTE: these mirror what `@azure/functions` 4 expects of the worker, and gives it.
export interface HttpAnswer {
  readonly statusCode: string;
  readonly body?: { readonly bytes: Uint8Array } | null;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: HttpHandler): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ readonly returnValue?: { readonly http: HttpAnswer } | null }>;
}

interface ProgrammingModel {
  getInvocationModel(core: {
    readonly invocationId: string;
    readonly metadata: Registered['metadata'];
    readonly request: {
      readonly inputData: readonly { readonly name: string; readonly data: object }[];
      readonly traceContext: { readonly traceParent: string };
    };
    log(level: string, category: string, message: string): void;
  }): InvocationModel;
}

export async function invokeByModel(
  { model, metadata, handler }: Registered,
  http: HttpRequestInit,
  traceParent: string,
  log: (level: string, message: string) => void,
): Promise<HttpAnswer | undefined> {
  const [name = ''] =
    Object.entries(metadata.bindings).find(([, { type }]) => type === 'httpTrigger') ?? [];
  const invocation = (model as ProgrammingModel).getInvocationModel({
    invocationId: traceParent,
    metadata,
    request: { inputData: [{ name, data: { http } }], traceContext: { traceParent } },
    log: (level, _category, message) => log(level, message),
  });
  const { context, inputs } = await invocation.getArguments();
  const result = await invocation.invokeFunction(context, inputs, handler);
  return (await invocation.getResponse(context, result)).returnValue?.http;
}
