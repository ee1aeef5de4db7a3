/** Bearer token -> viewer, from configuration alone. The only place that knows jose's errors. */

import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import type { JwtSettings } from '../settings/jwt.ts';
import { isAccessTokenType, isIdToken } from './accessToken.ts';
import { bareChallenge, invalidTokenChallenge, parseBearer } from './bearer.ts';
import { parseViewer } from './claims.ts';
import { createKeySource } from './keys.ts';
import { algorithms } from '../settings/keySet.ts';
import type { Viewer } from './viewer.ts';

export type Authentication =
  | { readonly type: 'Authenticated'; readonly viewer: Viewer }
  | {
      readonly type: 'Unauthenticated';
      /** The whole value of `WWW-Authenticate`. */
      readonly challenge: string;
      readonly message: string;
    };

/** Throws the fault UNAVAILABLE where the keys cannot be had. */
export type Verifier = (
  authorization: string | null,
  signal: AbortSignal,
) => Promise<Authentication>;

const clockToleranceSeconds = 30;

const noToken: Authentication = {
  type: 'Unauthenticated',
  challenge: bareChallenge,
  message: 'a bearer token is needed, in the header Authorization: Bearer <token>',
};

export function createVerifier(settings: JwtSettings, now: () => Date): Verifier {
  const keySource = createKeySource(settings.keys);
  return async (authorization, signal) => {
    const bearer = parseBearer(authorization);
    if (bearer.type === 'NoToken') return noToken;
    if (bearer.type === 'Malformed') {
      return refused('the Authorization header must be Bearer and exactly one JWT');
    }
    return authenticate(bearer.token, keySource(signal), settings, now());
  };
}

async function authenticate(
  token: string,
  getKey: JWTVerifyGetKey,
  settings: JwtSettings,
  now: Date,
): Promise<Authentication> {
  try {
    assertReadable(token);
    const payload = await verify(token, ofAccessTokens(getKey), toOptions(settings, now));
    if (isIdToken(payload)) return refused('the token is an ID token: send an access token');
    const result = parseViewer(payload, settings.tenantClaim);
    if (result.type === 'BadClaim') return refused(`the claim ${result.claim} ${result.rule}`);
    return { type: 'Authenticated', viewer: result.viewer };
  } catch (error) {
    if (error instanceof errors.JOSEError) return refused(toReason(error, settings));
    throw error;
  }
}

/** jose finds this out with a key in its hands: what nobody can have signed is worth no request for keys. */
function assertReadable(token: string): void {
  decodeJwt(token);
  const signature = token.slice(token.lastIndexOf('.') + 1);
  if (signature.length % 4 === 1) throw new errors.JWSInvalid('no base64url has this length');
}

/** Before a key is looked for, and with the error of jose's own option `typ`, which knows one type only. */
function ofAccessTokens(getKey: JWTVerifyGetKey): JWTVerifyGetKey {
  return (header, token) => {
    if (isAccessTokenType(header.typ)) return getKey(header, token);
    throw new errors.JWTClaimValidationFailed('unexpected "typ"', {}, 'typ', 'check_failed');
  };
}

function toOptions(settings: JwtSettings, now: Date): JWTVerifyOptions {
  return {
    algorithms: [...algorithms],
    issuer: settings.issuer,
    audience: settings.audience,
    // Besides those that the others here ask for: iss, aud and iat.
    requiredClaims: ['exp', 'sub', settings.tenantClaim],
    clockTolerance: clockToleranceSeconds,
    maxTokenAge: settings.maxTokenAgeSeconds,
    currentDate: now,
  };
}

/** Without a `kid` several keys may fit, and jose leaves the choice to us: the one that verifies. */
async function verify(
  token: string,
  getKey: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, getKey, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (keyError) {
        if (!(keyError instanceof errors.JWSSignatureVerificationFailed)) throw keyError;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function refused(reason: string): Authentication {
  return { type: 'Unauthenticated', challenge: invalidTokenChallenge(reason), message: reason };
}

// The words are ours throughout: jose's messages may quote the token.
function toReason(error: errors.JOSEError, settings: JwtSettings): string {
  if (error instanceof errors.JWTExpired) {
    if (error.claim === 'exp') return 'the token has expired';
    return `the token is too old: it counts for ${settings.maxTokenAgeSeconds} s from its iat`;
  }
  if (error instanceof errors.JWTClaimValidationFailed) return toClaimReason(error);
  return reasons[error.code] ?? 'the token is not a well-formed JWT';
}

const reasons: Readonly<Record<string, string>> = {
  [errors.JWSSignatureVerificationFailed.code]: 'the signature of the token is wrong',
  [errors.JOSEAlgNotAllowed.code]: `the token must be signed with ${algorithms.join(', ')}`,
  [errors.JWKSNoMatchingKey.code]: 'the token is signed with an unknown key',
  [errors.JOSENotSupported.code]: 'the token has a crit that is not supported',
};

function toClaimReason({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === 'missing') return `the token lacks the claim ${claim}`;
  if (reason === 'invalid') return `the claim ${claim} must be a number`;
  return claimReasons[claim] ?? `the claim ${claim} is wrong`;
}

const claimReasons: Readonly<Record<string, string>> = {
  typ: 'the token has a typ that is neither JWT nor at+jwt',
  iss: 'the token is of the wrong issuer',
  aud: 'the token is for the wrong audience',
  iat: 'the token is issued in the future',
  nbf: 'the token is not valid yet',
};
