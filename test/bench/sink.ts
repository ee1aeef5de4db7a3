/** Where telemetry goes: something that takes all and keeps nothing. */
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Sink extends AsyncDisposable {
  readonly endpoint: string;
}

export async function startSink(): Promise<Sink> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  // An address is a string for pipes only.
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
