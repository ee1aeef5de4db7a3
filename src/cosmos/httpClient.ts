/**
 * The HTTP client behind the SDK, at the seam that it documents for this: Node's own, with capped sockets, which the
 * SDK's agents do not have. It names connection errors in a way that the SDK does not retry: of a reset read it sends ten
 * more, a second apart.
 */
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  request as httpRequest,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import {
  createHttpHeaders,
  type HttpHeaders,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { CosmosClientOptions } from '@azure/cosmos';
import { connectionFailure, LoggableError } from '../loggableError.ts';

const pool = {
  keepAlive: true,
  maxSockets: 64,
  // A socket that idled for so long ends here: who is between us and the database may have forgotten it already.
  timeout: 60_000,
} as const;

/** No answer, or half of one. `sent` is false when the request cannot have reached the database. */
export class ConnectionError extends LoggableError {
  override readonly name = 'ConnectionError';
  readonly sent: boolean;

  constructor(host: string, reason: string, cause?: unknown) {
    super(`the connection to the database at ${host} failed: ${reason}`, { cause });
    this.sent = !isUnsent(cause);
  }
}

export type Connections = Required<Pick<CosmosClientOptions, 'httpClient' | 'agent'>>;

export function openConnections(endpoint: string): Connections {
  const { protocol, host, hostname, port } = new URL(endpoint);
  const [agent, open] =
    protocol === 'http:'
      ? [new HttpAgent(pool), httpRequest]
      : [new HttpsAgent({ ...pool, minVersion: 'TLSv1.2' }), httpsRequest];
  // A URL has an IPv6 address in brackets, and a socket has not.
  const target = { agent, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port };
  return {
    httpClient: {
      sendRequest: async (request) => {
        const { method, url } = request;
        const path = url.slice(url.indexOf('/', 'https://'.length));
        const headers = headersOf(request, host);
        const outgoing = open({ ...target, method, path, headers });
        const answer = await send(outgoing, request).catch((error: Error) => {
          // The SDK tells its own time-out from the caller's abort by this name.
          if (error.name === 'AbortError') throw error;
          if (outgoing.reusedSocket) closeIdle(agent);
          throw new ConnectionError(host, connectionFailure(error), error);
        });
        return toResponse(request, answer, host);
      },
    },
    // Without one the SDK parses the URL of each request to choose among its own.
    agent,
  };
}

/** Where one connection has died unnoticed, others have: the next attempt is not to meet another of them. */
function closeIdle({ freeSockets }: HttpAgent): void {
  for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) {
    socket.destroy();
  }
}

/** As a list, names and values in turns, which Node sends as it is: all that has to be said is in it. */
function headersOf({ headers, body }: PipelineRequest, host: string): readonly string[] {
  const list = ['host', host];
  for (const [name, value] of headers) list.push(name, value);
  if (typeof body === 'string') list.push('content-length', String(Buffer.byteLength(body)));
  return list;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Ends with a whole answer, or with an error that says how the connection or the request ended. */
function send(outgoing: ClientRequest, { body, abortSignal }: PipelineRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = () => outgoing.destroy(new DOMException('aborted', 'AbortError'));
    const settle =
      <Value>(end: (value: Value) => void) =>
      (value: Value) => {
        abortSignal?.removeEventListener('abort', abort);
        end(value);
      };
    const succeed = settle(resolve);
    const fail = settle(reject);
    abortSignal?.addEventListener('abort', abort);

    outgoing.on('error', fail).on('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () =>
          succeed({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(parts).toString(),
          }),
        )
        // Half an answer: the request itself has no error any more.
        .on('error', fail);
    });
    if (abortSignal?.aborted) abort();
    // The SDK sends strings or nothing.
    outgoing.end(typeof body === 'string' ? body : undefined);
  });
}

function toResponse(
  request: PipelineRequest,
  { status, headers, text }: Answer,
  host: string,
): PipelineResponse {
  // The SDK would take it for "no such documents", and a write that was done for one that has no etag.
  if (status < 300 && text === '') throw new ConnectionError(host, 'the answer has no body');
  return {
    request,
    status,
    headers: singleValued(headers),
    bodyAsText: status < 400 || isJson(text) ? text : '{"message":""}',
  };
}

function singleValued(headers: IncomingHttpHeaders): HttpHeaders {
  const single = createHttpHeaders();
  for (const [name, value] of Object.entries(headers)) single.set(name, String(value));
  return single;
}

/** The SDK parses the body of an error before it looks at the status: a gateway's HTML would hide a 503. */
function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function isUnsent(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code);
}
