/** Faults for the fuzzer to find: each comes where a request asks for `updatedBy`. */
import type { HttpHandler } from '@azure/functions';

type Reply = ReturnType<HttpHandler>;

const kept: unknown[] = [];

const faults: Readonly<Record<string, (reply: Reply) => Reply>> = {
  crash: (reply) => {
    setImmediate(() => {
      throw new TypeError('planted');
    });
    return reply;
  },
  message: () => {
    const extensions = { code: 'BAD_REQUEST', retryable: false, traceId: '0'.repeat(32) };
    const error = { message: "Cannot read properties of null (reading 'state')", extensions };
    const body = Buffer.from(JSON.stringify({ errors: [error] }));
    return { headers: { 'cache-control': 'no-store' }, body };
  },
  hang: (reply) => {
    // As an endless loop does, but for the CPU.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    return reply;
  },
  exit: () => process.exit(3),
  leak: (reply) => {
    kept.push(Array.from({ length: 50_000 }, () => reply));
    return reply;
  },
};

/** The handler itself, where no fault has this name. */
export function plant(name: string, handler: HttpHandler): HttpHandler {
  const fault = faults[name];
  if (!fault) return handler;
  return async (request, context) => {
    const text = request.method === 'POST' ? await request.clone().text() : '';
    const reply = handler(request, context);
    return text.includes('updatedBy') ? fault(reply) : reply;
  };
}
