/** The one function. A throw at load hides itself on Azure, so wrong settings register too, and answer for themselves. */

// CommonJS, whose names Node cannot see from outside.
import functions from '@azure/functions';
import type { HttpHandler } from '@azure/functions';
import { readSettings } from '../src/settings.ts';
import { machine } from '../src/system.ts';
import { createHandler } from './compose.ts';
import { operations } from './operations.ts';

function unconfigured(message: string): HttpHandler {
  console.error(message);
  return (_request, context) => {
    context.error(message);
    const extensions = { code: 'UNAVAILABLE', retryable: true, traceId: context.invocationId };
    return {
      status: 503,
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/json',
        'retry-after': '30',
      },
      body: JSON.stringify({
        errors: [{ message: 'The service is not configured.', extensions }],
      }),
    };
  };
}

const read = readSettings(process.env);

functions.app.http('graphql', {
  methods: ['GET', 'POST', 'OPTIONS'],
  authLevel: 'anonymous',
  route: 'graphql/{*rest}',
  handler:
    read.type === 'Settings'
      ? createHandler(read.settings, machine, operations)
      : unconfigured(read.message),
});
