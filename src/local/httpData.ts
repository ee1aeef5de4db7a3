/** A node:http request as the Functions host hands it to its worker, and the worker's answer as the host sends it. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { HttpAnswer, HttpData } from './httpFunction.ts';

/** The limit of the real host, whose answer to more is not 413. */
export const defaultBodyLimit = 104_857_600;

export class BadHeaderError extends Error {}

export async function toHttpData(
  request: IncomingMessage,
  url: URL,
  params: HttpData['params'],
  bodyLimit: number,
): Promise<HttpData> {
  const data = {
    method: request.method ?? 'GET',
    url: url.href,
    headers: joinHeaders(request),
    query: joinQuery(url),
    params,
  };
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > bodyLimit) throw new Error(`a body of ${length} bytes is too large`);
  // A chunked body has no length, and so arrives empty, as on the real host without HTTP streams.
  if (length === 0) return data;
  return { ...data, body: { bytes: await buffer(request) } };
}

function joinHeaders(request: IncomingMessage): Record<string, string> {
  const joined = Object.entries(request.headersDistinct).map(([name, values = []]) => [
    name,
    decodeUtf8(values.join(', ')),
  ]);
  return Object.fromEntries(joined);
}

function decodeUtf8(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    throw new BadHeaderError('a header that is no UTF-8');
  }
}

function joinQuery(url: URL): Record<string, string> {
  const keys = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(keys.map((key) => [key, url.searchParams.getAll(key).join(',')]));
}

export function sendAnswer(response: ServerResponse, answer: HttpAnswer | undefined): void {
  if (answer === undefined) {
    sendEmpty(response, 204);
    return;
  }
  const status = Number(answer.statusCode);
  const bytes = answer.body?.bytes ?? new Uint8Array();
  const length = answer.headers['content-length'];
  assertSendable(answer, bytes);
  for (const [name, value] of Object.entries(answer.headers)) {
    if (status === 204 && name === 'content-length') continue;
    response.setHeader(canonicalNames.get(name) ?? name, value);
  }
  if (bytes.length === 0) {
    if (length === undefined && status !== 204 && status !== 304) {
      response.setHeader('Content-Length', 0);
    }
    response.writeHead(status).end();
    return;
  }
  // Headers that are out before the body is known make the answer chunked, unless it has a length of its own.
  response.writeHead(status);
  response.flushHeaders();
  response.end(bytes);
}

export function sendEmpty(response: ServerResponse, status: number): void {
  if (status !== 204) response.setHeader('Content-Length', 0);
  response.writeHead(status).end();
}

function assertSendable(answer: HttpAnswer, bytes: Uint8Array): void {
  if (answer.cookies.length > 0) throw new Error('the embedded host sends no cookies');
  for (const [name, value] of Object.entries(answer.headers)) {
    if (/[^\t\x20-\x7e]/.test(value)) throw new Error(`a value of header ${name} is not ASCII`);
  }
  const length = answer.headers['content-length'];
  if (length !== undefined && Number(length) !== bytes.length) {
    throw new Error(`content-length is ${length}, the body has ${bytes.length} bytes`);
  }
}

const canonicalNames: ReadonlyMap<string, string> = new Map(
  `Accept-Ranges Access-Control-Allow-Credentials Access-Control-Allow-Headers
  Access-Control-Allow-Methods Access-Control-Allow-Origin Access-Control-Expose-Headers
  Access-Control-Max-Age Age Allow Alt-Svc Cache-Control Connection Content-Encoding
  Content-Language Content-Length Content-Location Content-MD5 Content-Range Content-Type Date ETag
  Expires Keep-Alive Last-Modified Location Pragma Proxy-Authenticate Retry-After Server Set-Cookie
  Trailer Transfer-Encoding Upgrade Vary Via WWW-Authenticate Warning`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);
