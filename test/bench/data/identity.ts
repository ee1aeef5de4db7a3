/** Tokens as Entra ID signs them, by RS256. They are good for longer than a run takes. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Person } from '../../../src/local/sample/people.ts';

const iss = 'https://bench.order-desk.local/';
const aud = 'order-desk';
const key = { alg: 'RS256', kid: 'bench' } as const;

export async function createIdentity() {
  const { privateKey, publicKey } = await generateKeyPair(key.alg);
  const jwk = { ...(await exportJWK(publicKey)), ...key, use: 'sig' };
  return {
    mint: ({ subject, tenant, role }: Person) =>
      new SignJWT({ iss, aud, sub: subject, tid: tenant, roles: [role] })
        .setProtectedHeader({ ...key, typ: 'JWT' })
        .setIssuedAt()
        .setExpirationTime('85 minutes')
        .sign(privateKey),
    /** What makes a contender trust the tokens. */
    settings: { JWT_ISSUER: iss, JWT_AUDIENCE: aud, JWT_JWKS: JSON.stringify({ keys: [jwk] }) },
  };
}
