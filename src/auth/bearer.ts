/** The Authorization header and its challenge, as RFC 6750 has them. */

export type BearerResult =
  | { readonly type: 'Token'; readonly token: string }
  | { readonly type: 'NoToken' }
  | { readonly type: 'Malformed' };

/** Repeated headers arrive joined by commas, so two tokens are malformed like any other junk. */
export function parseBearer(authorization: string | null): BearerResult {
  const scheme = /^\s*bearer(?![\w!#$%&'*+.^`|~-])/i.exec(authorization ?? '');
  if (authorization === null || scheme === null) return { type: 'NoToken' };
  const rest = authorization.slice(scheme[0].length).trimEnd();
  if (rest === '') return { type: 'NoToken' };
  const token = /^ +([\w-]+\.[\w-]+\.[\w-]*)$/.exec(rest)?.[1];
  return token === undefined ? { type: 'Malformed' } : { type: 'Token', token };
}

export const bareChallenge = 'Bearer';

/**
 * RFC 6750 allows no quote, backslash or non-ASCII in `description`; a non-ASCII header is a 500 on Azure. Its words are
 * ours, and the one claim whose name the settings give is checked there.
 */
export function invalidTokenChallenge(description: string): string {
  return `Bearer error="invalid_token", error_description="${description}"`;
}
