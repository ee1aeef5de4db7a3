/**
 * The embedded host: stands in for the Functions host on this machine, and treats requests as that one was measured to,
 * so that what works here works there.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { isIPv6 } from 'node:net';
import { format } from 'node:util';
import { listen } from '../listen.ts';
import { createListener, type Log, type ServeOptions } from './serve.ts';

/** What an app tells the real host by registering it. */
export interface App extends Pick<ServeOptions, 'functions'> {
  /** What it wants done before the host stops. */
  readonly terminateHooks?: readonly (() => unknown)[];
}

export interface HostOptions extends App, ServeOptions {
  readonly port: number;
  /** Of this machine, to listen on; loopback where none is named. */
  readonly address?: string | undefined;
  readonly hostJson?: URL;
  readonly log?: Log;
}

export interface Host {
  readonly port: number;
  readonly url: string;
  /** Takes no more requests, lets those in flight finish for `graceMs`, ends every connection, then runs the hooks. */
  readonly close: (graceMs?: number) => Promise<void>;
}

const ourHostJson = new URL('../../../host.json', import.meta.url);

export async function startHost(options: HostOptions): Promise<Host> {
  const { hostJson = ourHostJson, log = logToConsole, terminateHooks = [] } = options;
  const prefix = await readRoutePrefix(hostJson);
  const server = createServer(
    { keepAliveTimeout: 65_000, requestTimeout: 60_000, maxHeaderSize: 32_768 },
    createListener(options, prefix, log),
  );
  server.on('request', (_request, response) => {
    // A server that closes ends idle connections once; this one became idle after that.
    response.on('finish', () => server.listening || server.closeIdleConnections());
  });
  const port = await listen(server, options.port, options.address);
  return {
    port,
    url: `http://${hostnameOf(options.address)}:${port}`,
    close: async (graceMs = 10_000) => {
      if (!server.listening) return;
      const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
      await once(server.close(), 'close');
      clearTimeout(cutOff);
      for (const hook of terminateHooks) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as the worker runs them
        await (async () => hook())().catch((error: unknown) => log('error', format(error)));
      }
    },
  };
}

/** By which name a browser on this machine reaches the address. */
function hostnameOf(address = '127.0.0.1'): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(address)) return 'localhost';
  return isIPv6(address) ? `[${address}]` : address;
}

async function readRoutePrefix(hostJson: URL): Promise<string> {
  // NOTE: mirrors the part of host.json that matters here.
  const parsed: { extensions?: { http?: { routePrefix?: string } } } = JSON.parse(
    await readFile(hostJson, 'utf8'),
  );
  return parsed.extensions?.http?.routePrefix ?? 'api';
}

function logToConsole(level: string, message: string): void {
  if (level === 'error' || level === 'warning') console.error(message);
  else if (level === 'information') console.log(message);
}
