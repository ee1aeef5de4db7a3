/** Between the requests of Azure Functions and those of the web platform. */
import type { HttpRequest, HttpResponseInit } from '@azure/functions';

export async function toRequest(request: HttpRequest): Promise<Request> {
  const { method, headers } = request;
  const body = method === 'POST' ? await request.arrayBuffer() : null;
  return new Request(normalized(request.url), { method, headers: [...headers.entries()], body });
}

export async function toHttpResponse(response: Response): Promise<HttpResponseInit> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers([...response.headers.entries()]);
  // Without it the host answers in chunks.
  headers.set('content-length', String(body.byteLength));
  return { status: response.status, headers: Object.fromEntries(headers.entries()), body };
}

/** Routes ignore case and take a trailing slash; yoga's do not. */
function normalized(url: string): URL {
  const normal = new URL(url);
  normal.pathname = normal.pathname.toLowerCase().replace(/\/$/, '');
  return normal;
}
