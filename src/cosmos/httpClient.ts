/**
 * The HTTP client behind the SDK, at the seam that it documents for this: its own, with agents whose sockets are capped, which
 * those of the SDK are not. Connection errors get a name that the SDK does not retry: of a reset read it sends ten more, a
 * second apart.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createDefaultHttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';
import type { CosmosClientOptions } from '@azure/cosmos';
import { connectionFailure, LoggableError } from '../loggableError.ts';
import { isRecord } from '../record.ts';

const pool = {
  keepAlive: true,
  maxSockets: 64,
  // A socket that idled for so long ends here: a proxy between here and the database may have forgotten it already.
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
  const { protocol, host } = new URL(endpoint);
  const isEncrypted = protocol === 'https:';
  const agent = isEncrypted
    ? new HttpsAgent({ ...pool, minVersion: 'TLSv1.2' })
    : new HttpAgent(pool);
  const client = createDefaultHttpClient();
  return {
    httpClient: {
      sendRequest: async (request) => {
        Object.assign(request, { agent, allowInsecureConnection: !isEncrypted });
        const response = await client.sendRequest(request).catch((error: Error) => {
          // The SDK tells its own time-out from the caller's abort by this name.
          if (error.name === 'AbortError') throw error;
          closeIdle(agent);
          throw new ConnectionError(host, connectionFailure(error), error);
        });
        return readable(response, host);
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

function readable(response: PipelineResponse, host: string): PipelineResponse {
  const { status, bodyAsText } = response;
  // The SDK would take it for "no such documents", or break.
  if (status < 300 && /^(?:null)?$/.test(bodyAsText ?? '')) {
    throw new ConnectionError(host, 'the answer has no body');
  }
  // It parses the body of an error before it looks at the status: a gateway's HTML would hide a 503.
  return status < 400 || isJsonObject(bodyAsText ?? '')
    ? response
    : { ...response, bodyAsText: '{"message":""}' };
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}

function isUnsent(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code);
}
