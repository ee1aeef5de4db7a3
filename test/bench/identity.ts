/** Who asks, with a token as Entra ID signs it: RS256. It is good for longer than a run takes. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface Identity {
  /** The value of the header. */
  readonly authorization: string;
  /** What makes an instance trust it. */
  readonly settings: Readonly<Record<string, string>>;
}

export const subject = 'mia';
export const tenant = 'bench';

const issuer = 'https://bench.order-desk.local/';
const audience = 'order-desk';
const kid = 'bench';

export async function createIdentity(now: Date): Promise<(tenantId: string) => Promise<Identity>> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const seconds = Math.floor(now.getTime() / 1000);
  const settings = {
    JWT_ISSUER: issuer,
    JWT_AUDIENCE: audience,
    JWT_JWKS: JSON.stringify({ keys: [jwk] }),
  };
  return async (tenantId) => {
    const token = await new SignJWT({ tid: tenantId, roles: ['Manager'], name: 'Mia', ver: '2.0' })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 85 * 60)
      .sign(privateKey);
    return { authorization: `Bearer ${token}`, settings };
  };
}
