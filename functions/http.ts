/** The Functions library's request as one of the platform's, and the platform's answer as one of the library's. */
import type { HttpRequest, HttpResponseInit } from '@azure/functions';

export async function toRequest(request: HttpRequest): Promise<Request> {
  const { method, url, headers } = request;
  const isBodiless = method === 'GET' || method === 'HEAD';
  return new Request(toRoute(url), {
    method,
    headers: [...headers],
    ...(!isBodiless && { body: await request.arrayBuffer() }),
  });
}

/** Routes of the Functions host ignore case and take a trailing slash: what comes after the host sees one spelling. */
function toRoute(url: string): string {
  const path = /^[^/]*\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
  const route = path.toLowerCase().replace(/\/$/, '');
  return path === route ? url : url.replace(path, route);
}

export async function toHttpResponse(response: Response): Promise<HttpResponseInit> {
  const { status, headers } = response;
  const body = new Uint8Array(await response.arrayBuffer());
  // Without a length of its own the answer leaves the host in chunks.
  headers.set('content-length', String(body.length));
  return { status, headers: Object.fromEntries(headers), body };
}
