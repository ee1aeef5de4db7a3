/** What a client has seen of the database: it comes in and goes out in one header. */
import type { Plugin } from 'graphql-yoga';
import type { OpenStore } from '../versioned/store.ts';
import { toTraceparent } from '../telemetry/trace.ts';
import { requestError } from './errors/clientError.ts';
import type { RequestScope } from './request.ts';

export const sessionTokenHeader = 'x-session-token';

export function useSessionToken(openStore: OpenStore): Plugin<object, RequestScope> {
  return {
    onRequestParse({ request: { headers }, serverContext: scope }) {
      const session = openStore(
        headers.get(sessionTokenHeader),
        scope.signal,
        toTraceparent(scope.trace),
      );
      if ('type' in session) {
        const message = `The header ${sessionTokenHeader} has no token of this API: send back what an answer had.`;
        throw requestError('BAD_REQUEST', message, 400);
      }
      scope.session = session;
    },
    onResponse({ response: { headers }, serverContext: { session } }) {
      const token = session?.token();
      if (token !== undefined) headers.set(sessionTokenHeader, token);
    },
  };
}
