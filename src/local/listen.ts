/** A server that listens on this machine alone, unless another address of it is named. */

import { once } from 'node:events';
import type { Server } from 'node:net';

/** Answers the port, which 0 leaves to the system; rejects where it is taken. */
export async function listen(server: Server, port: number, host = '127.0.0.1'): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  // An address is a string for pipes only.
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
