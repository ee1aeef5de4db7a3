/** A node:http request as the real host hands it to its worker, down to what it loses and refuses. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { HttpRequestInit } from '@azure/functions';

/** What is answered with a 400, before any function. */
export class BadRequestError extends Error {}

/** The request's target as it came, on the host that it was sent to: no forwarded header has a say. */
export function readUrl({ url = '/', headers: { host = 'localhost' } }: IncomingMessage): URL {
  // Anything more in there would become a part of the path.
  const isHost = /^([\w.-]+|\[[\da-f:]+\])(:\d+)?$/i.test(host);
  const read = isHost && URL.parse(url.startsWith('/') ? `http://${host}${url}` : url);
  if (!read) throw new BadRequestError('a request to no URL');
  return read;
}

export async function toRequest(
  request: IncomingMessage,
  url: URL,
  bodyLimit: number,
): Promise<HttpRequestInit> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > bodyLimit) throw new Error(`a body of ${length} bytes is too large`);
  const keys = [...new Set(url.searchParams.keys())];
  return {
    method: request.method ?? 'GET',
    url: url.href,
    headers: Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, values = []]) => [name, joined(values)]),
    ),
    query: Object.fromEntries(keys.map((key) => [key, url.searchParams.getAll(key).join(',')])),
    // A chunked body has no length, and so arrives empty, as on the real host without HTTP streams.
    ...(length > 0 && { body: { bytes: await buffer(request) } }),
  };
}

/** Node reads headers as Latin-1. */
function joined(values: readonly string[]): string {
  try {
    const bytes = Buffer.from(values.join(', '), 'latin1');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BadRequestError('a header that is no UTF-8', { cause });
  }
}

export function readTraceParent({ headers }: IncomingMessage): string {
  const given = String(headers['traceparent']);
  if (/^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(given)) return given;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
