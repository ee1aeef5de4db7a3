/** One request to the embedded host: found its function as the real host finds it, answered or refused as that one does. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadHeaderError, sendAnswer, sendEmpty, toHttpData } from './httpData.ts';
import type { HttpFunction, Log } from './httpFunction.ts';
import { matchRoute, type Route } from './routes.ts';

/** A page for people, served to a browser that navigates to `path`. */
export interface Page {
  readonly path: string;
  readonly render: () => Promise<string>;
}

export interface ServeContext {
  readonly routes: readonly { readonly route: Route; readonly served: HttpFunction }[];
  readonly bodyLimit: number;
  readonly page: Page | undefined;
  readonly log: Log;
}

export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, bodyLimit, page, log }: ServeContext,
): Promise<void> {
  const url = readUrl(request);
  if (url === undefined) return sendEmpty(response, 400);
  if (url.pathname === '/') return sendPage(response, homePage(page?.path));
  if (page !== undefined && isForBrowser(request, url, page)) {
    return sendPage(response, await page.render());
  }
  const matches = routes.flatMap(({ route, served }) => {
    const params = matchRoute(route, url.pathname);
    return params === undefined ? [] : [{ params, served }];
  });
  const match = matches.find(({ served }) => served.methods.includes(request.method ?? ''));
  if (match === undefined) {
    return sendEmpty(response, matches.length > 0 && request.method === 'OPTIONS' ? 204 : 404);
  }
  const data = await toHttpData(request, url, match.params, bodyLimit);
  sendAnswer(response, await match.served.invoke(data, readTraceParent(request), log));
}

/** The request's target as it came, on the host that it was sent to: no forwarded header has a say. */
function readUrl({ url = '/', headers }: IncomingMessage): URL | undefined {
  const host = headers.host ?? 'localhost';
  // Anything more in there would become a part of the path.
  if (!/^([\w.-]+|\[[\da-f:]+\])(:\d+)?$/i.test(host)) return undefined;
  return URL.parse(url.startsWith('/') ? `http://${host}${url}` : url) ?? undefined;
}

function readTraceParent({ headers }: IncomingMessage): string {
  const { traceparent } = headers;
  if (
    typeof traceparent === 'string' &&
    /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent)
  ) {
    return traceparent;
  }
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}

function isForBrowser({ method, headers }: IncomingMessage, url: URL, { path }: Page): boolean {
  const asked = url.pathname.toLowerCase().replace(/\/$/, '') === path;
  return asked && method === 'GET' && (headers.accept ?? '').includes('text/html');
}

function sendPage(response: ServerResponse, html: string): void {
  response
    .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(html);
}

function homePage(path: string | undefined): string {
  const link = path === undefined ? '' : ` GraphiQL is at <a href="${path}">${path}</a>.`;
  return `<!doctype html><title>Order Desk</title><p>The function host is up and running.${link}`;
}

export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log: Log,
): void {
  if (response.destroyed || request.errored !== null) return;
  log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  sendEmpty(response, error instanceof BadHeaderError ? 400 : 500);
}
