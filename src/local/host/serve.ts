/** One request: its function found as the real host finds it, answered or refused as that one does. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { format } from 'node:util';
import functions, { type HttpFunctionOptions, type HttpResponse } from '@azure/functions';
import { invoke } from './invoke.ts';
import { BadRequestError, readTraceParent, readUrl, toRequest } from './request.ts';
import { send, sendEmpty } from './response.ts';
import { matchRoute, parseRoute } from './routes.ts';

export type Log = (level: string, message: string) => void;

/** Stands before the functions: answers by itself, or calls one. Where it has no answer, the connection is cut. */
export type Front = (
  request: IncomingMessage,
  url: URL,
  call: () => Promise<HttpResponse>,
) => Promise<HttpResponse | undefined>;

export interface ServeOptions {
  /** What an app registers with the real host, by the same names. */
  readonly functions: Readonly<Record<string, HttpFunctionOptions>>;
  readonly bodyLimit?: number;
  readonly front?: Front;
}

const handOn: Front = (_request, _url, call) => call();

export function createListener(
  // The limit of the real host, whose answer to more is not 413.
  { functions: registered, front = handOn, bodyLimit = 104_857_600 }: ServeOptions,
  prefix: string,
  log: Log,
): RequestListener {
  const served = Object.entries(registered).map(
    ([functionName, { methods = ['GET', 'POST'], route = functionName, handler }]) => ({
      functionName,
      methods: methods as readonly string[],
      route: parseRoute(`${prefix}/${route}`),
      handler,
    }),
  );

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = readUrl(request);
    const answered = await front(request, url, () => call(request, url));
    if (answered) await send(response, answered);
    else response.destroy();
  }

  async function call(request: IncomingMessage, url: URL): Promise<HttpResponse> {
    if (url.pathname === '/') return ownPage();
    const matches = served.flatMap((each) => {
      const params = matchRoute(each.route, url.pathname);
      return params ? [{ ...each, params }] : [];
    });
    const match = matches.find(({ methods }) => methods.includes(request.method ?? ''));
    if (!match) {
      const isOptions = matches.length > 0 && request.method === 'OPTIONS';
      return new functions.HttpResponse({ status: isOptions ? 204 : 404 });
    }
    const { functionName, params, handler } = match;
    const init = { ...(await toRequest(request, url, bodyLimit)), params };
    const answered = await invoke(handler, init, {
      invocationId: randomUUID(),
      functionName,
      traceContext: { traceParent: readTraceParent(request) },
      logHandler: (level, ...line) => log(level, format(...line)),
    });
    return answered ?? new functions.HttpResponse({ status: 204 });
  }

  /** Nothing of the error gets out. */
  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.destroyed || request.errored !== null) return;
    log('error', format(error));
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    sendEmpty(response, error instanceof BadRequestError ? 400 : 500);
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      refuse(request, response, error);
    });
  };
}

function ownPage(): HttpResponse {
  return new functions.HttpResponse({
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><title>Functions</title><p>The function host is up and running.',
  });
}
