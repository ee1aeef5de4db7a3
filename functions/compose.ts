/** The composition root: from settings to the one handler. It opens no connection and reads nothing. */
import type { HttpHandler, InvocationContext } from '@azure/functions';
import { schema } from '../schema/index.ts';
import { createVerifier } from '../src/auth/verify.ts';
import { openCosmos } from '../src/cosmos/client.ts';
import { cosmosStore } from '../src/cosmos/store.ts';
import { managedIdentity } from '../src/managedIdentity.ts';
import type { Invocation } from '../src/server/request.ts';
import { createServer } from '../src/server/server.ts';
import type { TrustedOperations } from '../src/server/trusted/operations.ts';
import type { Settings } from '../src/settings/schema.ts';
import { machine, type System } from '../src/system.ts';
import { createObserver, type Observer } from '../src/telemetry/observer.ts';
import { type Trace, toTrace } from '../src/telemetry/trace.ts';
import { toHttpResponse, toRequest } from './http.ts';

export function createHandler(
  settings: Settings,
  system: System = machine,
  operations: TrustedOperations = new Map(),
  /** Takes what is to be done before the host stops. */
  atTermination: (work: () => Promise<void>) => unknown = () => undefined,
): HttpHandler {
  const observer = observerOf(settings, system);
  if (observer) atTermination(observer.flush);
  const server = createServer({
    schema,
    trusted: { operations, only: settings.trustedOnly },
    verify: createVerifier(settings.jwt, system.now),
    openStore: cosmosStore(openCosmos(settings.cosmos), system),
    corsOrigins: settings.corsOrigins,
    introspection: settings.introspection,
    deadlineMs: settings.requestDeadlineMs,
    observe: observer?.observe,
    serverTiming: settings.serverTiming,
    system,
  });
  return async (request, context) => {
    const trace = toTrace(context.traceContext?.traceParent, system.randomBytes);
    const response = await server.fetch(await toRequest(request), invocationOf(context, trace));
    return toHttpResponse(response);
  };
}

/** `undefined` where nobody wants to know. */
function observerOf({ telemetry }: Settings, { randomBytes, pause }: System): Observer | undefined {
  const { applicationInsights, otlpEndpoint } = telemetry;
  if (!applicationInsights && otlpEndpoint === undefined) return undefined;
  const report = (problem: string) => console.error(problem);
  const load = async () => {
    const { openQuietExporter } = await import('./exporter.ts');
    const identity = applicationInsights?.identity;
    const credential = identity && managedIdentity(identity.clientId);
    const instanceId = Buffer.from(randomBytes(16)).toString('hex');
    return openQuietExporter(telemetry, credential, instanceId, report);
  };
  return createObserver(load, report, pause);
}

function invocationOf(context: InvocationContext, trace: Trace): Invocation {
  return {
    trace,
    log: ({ code, traceId, cause }) => context.error(toMessage(code), { traceId }, cause),
  };
}

function toMessage(code: string): string {
  return code === 'INTERNAL_SERVER_ERROR' ? 'unexpected error' : code;
}
