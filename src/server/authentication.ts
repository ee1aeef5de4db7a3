/** Who asks: without a good token nothing is read of a request, and nothing runs. */
import type { Plugin } from 'graphql-yoga';
import type { Verifier } from '../auth/verify.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { System } from '../system.ts';
import { requestError } from './errors/clientError.ts';
import type { RequestScope } from './request.ts';

export function useAuthentication(
  verify: Verifier,
  clock: System['clock'],
): Plugin<object, RequestScope> {
  return {
    async onRequestParse({ request: { headers }, serverContext: scope }) {
      const startMs = clock();
      try {
        scope.viewer = await authenticate(verify, headers.get('authorization'), scope.signal);
      } finally {
        scope.seen.authMs = clock() - startMs;
      }
    },
  };
}

async function authenticate(
  verify: Verifier,
  authorization: string | null,
  signal: AbortSignal,
): Promise<Viewer> {
  const authentication = await verify(authorization, signal);
  if (authentication.type === 'Authenticated') return authentication.viewer;
  throw requestError('UNAUTHENTICATED', authentication.message, 401, {
    'www-authenticate': authentication.challenge,
  });
}
