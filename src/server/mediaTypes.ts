/** The media type of the answer: which of the two the client likes best, or 406 before anything runs. */
import type { Plugin } from 'graphql-yoga';
import Negotiator from 'negotiator';
import { requestError } from './errors/clientError.ts';
import type { RequestScope } from './request.ts';

/** The first of equals is served. */
const mediaTypes: readonly string[] = [
  'application/json; charset=utf-8',
  'application/graphql-response+json; charset=utf-8',
];

/**
 * Yoga looks at `Accept` when the result is there, where a 406 would hide a mutation that was made, and passes over what
 * a client likes less or not at all (`q`). So the header is left with the one type that yoga is to serve.
 */
export function useMediaTypes(): Plugin<object, RequestScope> {
  return {
    onRequestParse({ request: { headers } }) {
      const accept = headers.get('accept')?.trim() || '*/*';
      const [best] = new Negotiator({ headers: { accept } }).mediaTypes([...mediaTypes]);
      headers.set('accept', best ?? 'application/json');
      if (best !== undefined) return;
      const message =
        'The answer is application/json or application/graphql-response+json: accept one of them.';
      throw requestError('BAD_REQUEST', message, 406);
    },
  };
}
