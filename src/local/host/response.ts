/** A function's answer as the real host sends it, or refuses to. */
import type { ServerResponse } from 'node:http';
import type { HttpResponse } from '@azure/functions';

export async function send(response: ServerResponse, answer: HttpResponse): Promise<void> {
  const { status, headers, cookies } = answer;
  const body = Buffer.from(await answer.arrayBuffer());
  const length = headers.get('content-length');
  if (length !== null && Number(length) !== body.length) {
    throw new Error(`content-length is ${length}, the body has ${body.length} bytes`);
  }
  if (cookies.length > 0) throw new Error('the embedded host sends no cookies');
  for (const [name, value] of headers) {
    if (/[^\t\x20-\x7e]/.test(value)) throw new Error(`a value of header ${name} is not ASCII`);
    if (status === 204 && name === 'content-length') continue;
    response.setHeader(canonicalNames.get(name) ?? name, value);
  }
  if (length === null && body.length > 0) response.setHeader('Transfer-Encoding', 'chunked');
  response.statusCode = status;
  response.end(body);
}

export function sendEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

/** Of those headers that the real server knows, the ones that this API sends. */
const canonicalNames: ReadonlyMap<string, string> = new Map(
  `Access-Control-Allow-Credentials Access-Control-Allow-Headers Access-Control-Allow-Methods
  Access-Control-Allow-Origin Access-Control-Expose-Headers Access-Control-Max-Age Allow
  Cache-Control Content-Length Content-Type ETag Retry-After Set-Cookie Vary WWW-Authenticate`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);
