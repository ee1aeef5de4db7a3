/** A function's handler as the host calls it, without a host. */
import { randomUUID } from 'node:crypto';
import functions, { type HttpHandler } from '@azure/functions';
import type { Send } from './api.ts';

/** `log` gets each line that the function logs, its level first. */
export function sendTo(handler: HttpHandler, log: (line: string) => void = () => undefined): Send {
  return async ({ method = 'POST', path = '/graphql', headers = {}, body }) => {
    const request = new functions.HttpRequest({
      method,
      url: `http://localhost:7071${path}`,
      headers: { ...headers },
      ...(body !== undefined && { body: { bytes: Buffer.from(body) } }),
    });
    // The trace that the host says the request belongs to.
    const { traceparent: traceParent } = headers;
    const context = new functions.InvocationContext({
      functionName: 'graphql',
      invocationId: randomUUID(),
      logHandler: (level, ...line) => log(`${level} ${line.map(toText).join(' ')}`),
      ...(traceParent !== undefined && { traceContext: { traceParent } }),
    });
    const reply = await handler(request, context);
    const { status = 200, headers: answered, body: bytes } = reply as functions.HttpResponseInit; // as ours does
    return {
      status,
      headers: new Headers(answered),
      text: Buffer.from(bytes as Uint8Array).toString(), // as ours does
    };
  };
}

function toText(part: unknown): string {
  return typeof part === 'string' ? part : JSON.stringify(part);
}
