/** What this host shows to people instead of asking a function. */
import type { IncomingMessage } from 'node:http';

/** A page for a browser that navigates to `path`. */
export interface Page {
  readonly path: string;
  readonly render: () => Promise<string>;
}

/** Undefined where the request is for a function. */
export async function renderPage(
  { method, headers }: IncomingMessage,
  { pathname }: URL,
  page: Page | undefined,
): Promise<string | undefined> {
  if (pathname === '/') {
    const link = page ? ` GraphiQL is at <a href="${page.path}">${page.path}</a>.` : '';
    return `<!doctype html><title>Order Desk</title><p>The function host is up and running.${link}`;
  }
  const isAsked = page?.path === pathname.toLowerCase().replace(/\/$/, '');
  const isForBrowser = method === 'GET' && (headers.accept ?? '').includes('text/html');
  return isAsked && isForBrowser ? page.render() : undefined;
}
