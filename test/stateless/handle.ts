/** A function's handler as the host calls it, without a host. */
import functions, { type HttpHandler } from '@azure/functions';
import type { Reply, Request } from '../support/api.ts';

export function sendTo(handler: HttpHandler): (request: Request) => Promise<Reply> {
  return async ({ method = 'POST', path = '/graphql', headers = {}, body }) => {
    const request = new functions.HttpRequest({
      method,
      url: `http://localhost:7071${path}`,
      headers: { ...headers },
      ...(body !== undefined && { body: { bytes: Buffer.from(body) } }),
    });
    const context = new functions.InvocationContext({
      functionName: 'graphql',
      logHandler: () => undefined,
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
