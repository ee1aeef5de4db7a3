/** Lets a request in: what HTTP asks of it first, then who is asking, then what they have seen. */
import type { Verifier } from '../auth/verify.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { CallMeasures, OpenStore, StoreSession } from '../store.ts';
import { acceptedType, type MediaType, mediaTypes } from './accept.ts';
import { requestError } from './clientError.ts';
import { sessionTokenHeader } from './cors.ts';
import type { ServerRequest } from './http.ts';

/** Before anything runs: a mutation that was done must not be answered with 406. */
export function answerType({ headers }: ServerRequest): MediaType {
  const type = acceptedType(headers.get('accept'));
  if (type !== undefined) return type;
  const message = `The answer is ${mediaTypes.join(' or ')}: accept one of them.`;
  throw requestError('BAD_REQUEST', message, 406);
}

export function assertMethod({ method }: ServerRequest): void {
  if (method === 'GET' || method === 'POST') return;
  throw requestError('BAD_REQUEST', 'GraphQL is served by GET and POST.', 405, {
    allow: 'GET, POST, OPTIONS',
  });
}

export async function authenticate(
  verify: Verifier,
  { headers }: ServerRequest,
  signal: AbortSignal,
): Promise<Viewer> {
  const authentication = await verify(headers.get('authorization'), signal);
  switch (authentication.type) {
    case 'Authenticated':
      return authentication.viewer;
    case 'Unauthenticated':
      throw requestError('UNAUTHENTICATED', authentication.message, 401, {
        'www-authenticate': authentication.challenge,
      });
    case 'KeysUnavailable':
      throw requestError('UNAVAILABLE', authentication.message, 503, { 'retry-after': '1' });
  }
}

export function openSession(
  openStore: OpenStore,
  { headers }: ServerRequest,
  signal: AbortSignal,
  measures: CallMeasures,
): StoreSession {
  const session = openStore(headers.get(sessionTokenHeader), signal, measures);
  if (!('type' in session)) return session;
  const message = `The header ${sessionTokenHeader} has no token of this API: send back what an answer had.`;
  throw requestError('BAD_REQUEST', message, 400);
}
