/** Tells an access token from what else an issuer signs with the same key for the same audience. */

const types: readonly string[] = ['jwt', 'at+jwt', 'application/at+jwt'];

/** `typ` of the header: a media type, whose case does not count (RFC 7515, section 4.1.9). */
export function isAccessTokenType(typ: unknown): boolean {
  return typ === undefined || (typeof typ === 'string' && types.includes(typ.toLowerCase()));
}

/** Some issuers put the `nonce` of a sign-in into access tokens, too: these have scopes. */
export function isIdToken(claims: Readonly<Record<string, unknown>>): boolean {
  const has = (name: string) => Object.hasOwn(claims, name);
  return has('at_hash') || has('c_hash') || (has('nonce') && !has('scp') && !has('scope'));
}
