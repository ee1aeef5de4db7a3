/**
 * The embedded host: stands in for the Functions host on this machine, and treats requests as that one was measured to,
 * down to what it loses and refuses, so that what works here works there.
 */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { defaultBodyLimit } from './httpData.ts';
import type { HttpFunction, Log } from './httpFunction.ts';
import { parseRoute } from './routes.ts';
import { answer, type Page, refuse, type ServeContext } from './serve.ts';

export interface HostOptions {
  readonly port: number;
  readonly functions: readonly HttpFunction[];
  readonly hostJson?: URL;
  readonly bodyLimit?: number;
  readonly page?: Page;
  readonly log?: Log;
}

export interface Host {
  readonly port: number;
  readonly url: string;
  /** Takes no more requests, lets those in flight finish for `graceMs`, ends every connection, then runs the hooks. */
  readonly close: (graceMs?: number) => Promise<void>;
}

export async function startHost(options: HostOptions): Promise<Host> {
  const prefix = await readRoutePrefix(
    options.hostJson ?? new URL('../../host.json', import.meta.url),
  );
  const context: ServeContext = {
    routes: options.functions.map((served) => ({
      route: parseRoute(`${prefix}/${served.route}`),
      served,
    })),
    bodyLimit: options.bodyLimit ?? defaultBodyLimit,
    page: options.page,
    log: options.log ?? logToConsole,
  };
  const server = createServer({
    keepAliveTimeout: 65_000,
    maxHeaderSize: 32_768,
    requestTimeout: 60_000,
  });
  server.on('request', (request, response) => {
    // A server that closes ends idle connections once; this one became idle after that.
    response.on('finish', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    answer(request, response, context).catch((error: unknown) => {
      refuse(request, response, error, context.log);
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the host has no port');
  const { port } = address;
  return {
    port,
    url: `http://localhost:${port}`,
    close: async (graceMs = 10_000) => {
      if (!server.listening) return;
      await closeServer(server, graceMs);
      await terminate(options.functions, context.log);
    },
  };
}

async function readRoutePrefix(hostJson: URL): Promise<string> {
  // NOTE: mirrors the part of host.json that matters here.
  const parsed: { extensions?: { http?: { routePrefix?: string } } } = JSON.parse(
    await readFile(hostJson, 'utf8'),
  );
  return parsed.extensions?.http?.routePrefix ?? 'api';
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  server.close();
  await closed;
  clearTimeout(cutOff);
}

/** Each hook once, in their order, whatever functions their app has. */
async function terminate(functions: readonly HttpFunction[], log: Log): Promise<void> {
  for (const hook of new Set(functions.flatMap(({ terminateHooks }) => terminateHooks))) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- as the worker runs them
      await hook({ hookData: {}, appHookData: {} });
    } catch (error) {
      log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

function logToConsole(level: string, message: string): void {
  if (level === 'error' || level === 'warning') console.error(message);
  else if (level === 'information') console.log(message);
}
