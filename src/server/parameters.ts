/** The parameters of GraphQL over HTTP, and no others: what clients and gateways send besides is theirs. */
import type { Plugin } from 'graphql-yoga';
import { requestError, requestTooLarge } from './errors/clientError.ts';
import type { RequestScope } from './request.ts';

const known: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

const mostBytes = 8192;
const tooLong = `A URL has at most ${mostBytes} bytes: send a POST.`;

export function useParameters(): Plugin<object, RequestScope> {
  return {
    onRequestParse({ request: { method, url }, requestParser, setRequestParser }) {
      if (method !== 'GET' || !requestParser) return;
      if (url.length > mostBytes) throw requestTooLarge(tooLong);
      // Yoga's own parser throws what JSON.parse does.
      setRequestParser(async (request) => {
        try {
          return await requestParser(request);
        } catch {
          const message = 'The "variables" and "extensions" of a GET are JSON.';
          throw requestError('BAD_REQUEST', message, 400);
        }
      });
    },
    onParams({ params, setParams }) {
      // Yoga refuses a request for any other. What these have to be, it checks.
      setParams(Object.fromEntries(Object.entries(params).filter(([name]) => known.has(name))));
    },
  };
}
