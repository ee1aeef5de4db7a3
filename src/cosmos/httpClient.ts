/**
 * The HTTP client behind the SDK, at the seam that it documents for this. It caps the sockets, which the SDK's own
 * agents do not, and it names connection errors in a way that the SDK does not retry: of a reset read it sends ten
 * more, a second apart.
 */
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { Pool } from 'undici';

const mostSockets = 64;

/** No answer, or half of one. `sent` is false when the request cannot have reached the database. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly sent: boolean;

  constructor(cause: unknown) {
    super('the connection to the database failed', { cause });
    this.sent = !isUnsent(cause);
  }
}

export interface ClosableHttpClient extends HttpClient {
  readonly close: () => Promise<void>;
}

export function createHttpClient(endpoint: string): ClosableHttpClient {
  const pool = new Pool(new URL(endpoint).origin, { connections: mostSockets });
  return {
    sendRequest: (request) => send(pool, request),
    close: () => pool.close(),
  };
}

async function send(pool: Pool, request: PipelineRequest): Promise<PipelineResponse> {
  const { pathname, search } = new URL(request.url);
  // The SDK sends strings or nothing, and a signal of the platform's own class.
  const body = typeof request.body === 'string' ? request.body : null;
  const signal = request.abortSignal instanceof AbortSignal ? request.abortSignal : null;
  try {
    const answer = await pool.request({
      path: pathname + search,
      method: request.method,
      headers: request.headers.toJSON(),
      body,
      signal,
    });
    const text = await answer.body.text();
    // The SDK would take it for "no such documents", and a write that was done for one that has no etag.
    if (answer.statusCode < 300 && text === '') throw new Error('the answer has no body');
    return {
      request,
      status: answer.statusCode,
      headers: createHttpHeaders(singleValued(answer.headers)),
      bodyAsText: answer.statusCode < 400 || isJson(text) ? text : '{"message":""}',
    };
  } catch (error) {
    // The SDK tells its own time-out from the caller's abort by this name.
    if (signal?.aborted) throw new DOMException('aborted', 'AbortError');
    throw new ConnectionError(error);
  }
}

function singleValued(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  );
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
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
}
