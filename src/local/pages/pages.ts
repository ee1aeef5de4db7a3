/** What `npm start` shows to people, in front of the function: the desk, what it needs, and GraphiQL. */
import type { IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { HttpResponse } from '@azure/functions';
import type { DatabaseSwitch } from '../cosmosdb/server.ts';
import type { Front } from '../host/serve.ts';
import type { Mint } from '../sample/people.ts';
import { file, html, plain } from './answers.ts';
import { switched } from './answerSwitch.ts';
import { switchDatabase, tellDatabase } from './database.ts';
import type { Desk } from './desk.ts';
import { refusalOf } from './guard.ts';
import { giveToken, listPeople } from './people.ts';

export interface PagesOptions {
  /** Under which names a browser may ask for them, beside those of loopback. */
  readonly hosts?: readonly string[];
  /** Absent where the function trusts other keys than the development key. */
  readonly mint?: Mint | undefined;
  /** Absent where it is not ours. */
  readonly database?: DatabaseSwitch | undefined;
  readonly desk: () => Promise<Desk>;
  /** Where the function is, too, for who does not navigate there. */
  readonly graphiql: (url: URL) => Promise<HttpResponse>;
  /** Hears why a page cannot be made. */
  readonly log?: (message: string) => void;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

type Page = (request: IncomingMessage, url: URL) => HttpResponse | Promise<HttpResponse>;

export function createPages({
  hosts = [],
  mint,
  database,
  desk,
  graphiql,
  log = console.error,
  wait = setTimeout,
}: PagesOptions): Front {
  const shell: Page = async () => html((await desk()).html);

  const ofDesk = (mint: Mint): Readonly<Record<string, Page>> => ({
    'GET /': shell,
    'GET /desk': shell,
    'GET /desk/people': listPeople,
    'GET /desk/token': (_request, url) => giveToken(url, mint),
    'GET /desk/database': () => tellDatabase(database),
    'PUT /desk/database': (request) => switchDatabase(request, database),
  });
  const pages = mint && ofDesk(mint);

  async function fileOfDesk({ pathname }: URL): Promise<HttpResponse> {
    const name = pathname.slice('/desk/'.length);
    const contents = (await desk()).files.get(name);
    return contents ? file(name, contents) : plain(404, `There is no ${pathname} here.`);
  }

  /** Undefined where the request is for a function. */
  function pageOf({ method, headers }: IncomingMessage, { pathname }: URL): Page | undefined {
    const path = pathname === '/' ? pathname : pathname.replace(/\/$/, '');
    const isRead = method === 'GET' || method === 'HEAD';
    if (path.toLowerCase() === '/graphql') {
      const isForBrowser = isRead && (headers.accept ?? '').includes('text/html');
      return isForBrowser ? (_request, url) => graphiql(url) : undefined;
    }
    if (path !== '/' && path !== '/desk' && !path.startsWith('/desk/')) return undefined;
    if (!pages) return explainKeys;
    return pages[`${isRead ? 'GET' : method} ${path}`] ?? ((_request, url) => fileOfDesk(url));
  }

  return async (request, url, call) => {
    const page = pageOf(request, url);
    if (!page) return switched(request, call, wait);
    const refusal = refusalOf(request, url, hosts);
    if (refusal !== undefined) return plain(403, refusal);
    try {
      return await page(request, url);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `${url.pathname} cannot be made: ${reason}`;
      log(message);
      return plain(500, message);
    }
  };
}

function explainKeys(): HttpResponse {
  const text = `The desk signs people in with tokens of the development key, and this API trusts keys of yours. Start it without
JWT_JWKS and JWT_JWKS_URI for the desk. With a token of yours, /graphql works here, and so does GraphiQL in a browser.`;
  return plain(404, text);
}
