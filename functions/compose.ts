/** The composition root: from settings to the one handler. It opens no connection and reads nothing. */
import type { HttpHandler, InvocationContext } from '@azure/functions';
import { schema } from '../schema/index.ts';
import { createVerifier } from '../src/auth/verify.ts';
import { openCosmos } from '../src/cosmos/client.ts';
import { cosmosStore } from '../src/cosmos/store.ts';
import { createServer } from '../src/server.ts';
import type { Invocation } from '../src/server/invocation.ts';
import type { TrustedOperations } from '../src/server/trusted.ts';
import type { Settings } from '../src/settings.ts';
import { machine, type System } from '../src/system.ts';

export function createHandler(
  settings: Settings,
  system: System = machine,
  operations: TrustedOperations = new Map(),
): HttpHandler {
  const server = createServer({
    schema,
    trust: { operations, only: settings.trustedOnly },
    verify: createVerifier(settings.jwt, system.now),
    openStore: cosmosStore(openCosmos(settings.cosmos).database, system.pause),
    corsOrigins: settings.corsOrigins,
    introspection: settings.introspection,
    deadlineMs: settings.requestDeadlineMs,
    system,
  });
  return async (request, context) => {
    const { status, headers, body } = await server(
      request,
      invocationOf(context, system.randomBytes),
    );
    const bytes = Buffer.from(body);
    // Without a length of its own the answer leaves the host in chunks.
    return { status, headers: { ...headers, 'content-length': String(bytes.length) }, body: bytes };
  };
}

function invocationOf(context: InvocationContext, randomBytes: System['randomBytes']): Invocation {
  const [, traceId] = context.traceContext?.traceParent?.split('-') ?? [];
  return {
    traceId: traceId ?? Buffer.from(randomBytes(16)).toString('hex'),
    log: ({ message, traceId: id, error }) =>
      context.error(message, { traceId: id }, stackOf(error)),
  };
}

/** What went wrong and where: not the request of it, which holds tokens. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error';
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return (error.stack ?? error.message) + cause;
}
