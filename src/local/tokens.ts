/** Tokens of the development key. Nothing is checked here: a bad token is a fine thing to test with. */

import { SignJWT } from 'jose';
import type { DevelopmentKey } from './keys.ts';
import { developmentAudience, developmentIssuer, developmentKey } from './keys.ts';

export interface TokenRequest {
  readonly subject: string;
  readonly tenant: string;
  /** Fills `roles`; without it the token has none. */
  readonly roles?: readonly string[] | undefined;
  /** Fills `scp`; without it the token has none. */
  readonly permissions?: readonly string[] | undefined;
  /** Seconds from now, whatever `issuedAt` is. */
  readonly expiresIn?: number | undefined;
  /** Seconds from now. */
  readonly issuedAt?: number | undefined;
  readonly audience?: string | undefined;
  readonly issuer?: string | undefined;
  readonly tenantClaim?: string | undefined;
}

export async function mintToken(
  request: TokenRequest,
  now: Date,
  key?: DevelopmentKey,
): Promise<string> {
  const { privateKey, kid } = key ?? (await developmentKey());
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({
    iss: request.issuer ?? developmentIssuer,
    aud: request.audience ?? developmentAudience,
    sub: request.subject,
    [request.tenantClaim ?? 'tid']: request.tenant,
    iat: seconds + (request.issuedAt ?? 0),
    exp: seconds + (request.expiresIn ?? 3600),
    ...(request.roles === undefined ? {} : { roles: [...request.roles] }),
    ...(request.permissions === undefined ? {} : { scp: request.permissions.join(' ') }),
  })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .sign(privateKey);
}
