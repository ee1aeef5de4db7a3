/**
 * Who may have a page. It hands out tokens, so a browser must have asked for it under a name that no other site can point
 * here (DNS rebinding), and no page of another site may be behind the request.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isLoopback } from '../../settings/text.ts';

/** Why the request is refused; undefined where it is not. */
export function refusalOf(
  { headers }: IncomingMessage,
  url: URL,
  pageHosts: readonly string[],
): string | undefined {
  const { host, hostname } = url;
  if (!isLoopback(url) && !pageHosts.includes(hostname)) {
    const names = [...pageHosts, hostname].join(',');
    return `The pages hand out tokens, so they answer to localhost and to the hosts of PAGE_HOSTS. You asked ${host} for
one: if it is this machine by a name that you trust, start it with PAGE_HOSTS=${names} npm start.`;
  }
  if (isForeign(headers, host)) {
    return `The pages hand out tokens, and a page of another origin than http://${host} asked for one.`;
  }
  return undefined;
}

/** A link from anywhere may lead here: whose page it was on does not see what comes. */
function isForeign(
  { 'sec-fetch-site': site, 'sec-fetch-mode': mode, origin }: IncomingHttpHeaders,
  host: string,
): boolean {
  if (site !== undefined) return !/^(same-origin|none)$/.test(site) && mode !== 'navigate';
  // Old browsers send no more than this, nor does any over http from another machine.
  return origin !== undefined && URL.parse(origin)?.host !== host;
}
