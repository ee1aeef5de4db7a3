/** What answers where the settings are wrong: a throw at load would hide itself on Azure. */
import type { HttpHandler } from '@azure/functions';
import { everyAnswer } from '../src/server/headers.ts';
import type { System } from '../src/system.ts';
import { toTrace } from '../src/telemetry/trace.ts';
import { toHttpResponse } from './http.ts';

/** Settings are mended by people, and that starts the function anew: to ask more often is of no use. */
const retryAfterSeconds = 30;

/** `problems` is for the log alone. */
export function unconfigured(problems: string, randomBytes: System['randomBytes']): HttpHandler {
  return (_request, context) => {
    const { traceId } = toTrace(context.traceContext?.traceParent, randomBytes).span;
    context.error(problems, { traceId });
    const message = 'The service is not configured.';
    const retryAfterMs = retryAfterSeconds * 1000;
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs, traceId };
    return toHttpResponse(
      new Response(JSON.stringify({ errors: [{ message, extensions }] }), {
        status: 503,
        headers: {
          ...everyAnswer,
          'content-type': 'application/json; charset=utf-8',
          'retry-after': String(retryAfterSeconds),
        },
      }),
    );
  };
}
