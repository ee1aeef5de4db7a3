/** The yoga plugin that lets a request in: what HTTP asks of it first, then who is asking, then the session token. */
import type { Plugin } from 'graphql-yoga';
import type { Verifier } from '../auth/verify.ts';
import type { OpenStore } from '../store.ts';
import { acceptedType, mediaTypes } from './accept.ts';
import { requestError } from './clientError.ts';
import type { RequestScope } from './scope.ts';

export const sessionTokenHeader = 'x-session-token';

export function useGate(verify: Verifier, openStore: OpenStore): Plugin<object, RequestScope> {
  return {
    async onRequestParse({ request, serverContext: scope }) {
      if (request.method !== 'GET' && request.method !== 'POST') {
        throw requestError('BAD_REQUEST', 'GraphQL is served by GET and POST.', 405, {
          Allow: 'GET, POST, OPTIONS',
        });
      }
      // Before anything runs: a mutation that was done must not be answered with 406.
      if (acceptedType(request.headers.get('accept')) === undefined) {
        const message = `The answer is ${mediaTypes.join(' or ')}: accept one of them.`;
        throw requestError('BAD_REQUEST', message, 406);
      }

      const authentication = await verify(request.headers.get('authorization'), scope.signal);
      switch (authentication.type) {
        case 'Unauthenticated':
          throw requestError('UNAUTHENTICATED', authentication.message, 401, {
            'WWW-Authenticate': authentication.challenge,
          });
        case 'KeysUnavailable':
          throw requestError('UNAVAILABLE', authentication.message, 503, { 'Retry-After': '1' });
        case 'Authenticated':
          scope.viewer = authentication.viewer;
      }

      const session = openStore(request.headers.get(sessionTokenHeader), scope.signal);
      if ('type' in session) {
        const message = `The header ${sessionTokenHeader} has no token of this API: send back what an answer had.`;
        throw requestError('BAD_REQUEST', message, 400);
      }
      scope.session = session;
    },
  };
}
