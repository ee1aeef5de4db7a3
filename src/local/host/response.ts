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
    response.setHeader(name, value);
  }
  if (length === null && body.length > 0) response.setHeader('Transfer-Encoding', 'chunked');
  response.statusCode = status;
  response.end(body);
}

export function sendEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
