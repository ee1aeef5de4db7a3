/** Tokens made by hand: they may be wrong in ways in which no library would write them. */
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const now = new Date('2026-11-23T12:00:00Z');
export const seconds = now.getTime() / 1000;

/** What the API is configured to trust, by the ids of the keys. */
export const ours = {
  es: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  /** Of two keys each may be meant where a token names none. */
  otherEs: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed: generateKeyPairSync('ed25519'),
};

export const strangers = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const jwks = Object.entries(ours).map(([kid, { publicKey }]) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
}));

export const keySet = JSON.stringify({ keys: jwks });

export const goodHeader = { alg: 'ES256', kid: 'es', typ: 'JWT' };

/** Of someone who may do everything. */
export const goodClaims = {
  iss: 'https://issuer.example/',
  aud: 'order-desk',
  sub: 'mallory',
  tid: 'contoso',
  iat: seconds - 60,
  exp: seconds + 600,
  roles: ['Manager'],
};

/** As an operator writes them. */
export const settings = {
  JWT_ISSUER: goodClaims.iss,
  JWT_AUDIENCE: goodClaims.aud,
  JWT_JWKS: keySet,
};

export interface Forgery {
  /** Laid over that of a good token, where an undefined member takes one away. A text, or bytes, is all of it. */
  readonly header?: object | string | Buffer;
  /** The same of the claims. */
  readonly payload?: object | string | Buffer;
  /** A text is the part of the token itself. */
  readonly signature?: ((input: Buffer) => Buffer) | Buffer | string;
}

/** A good token, but for what is said. */
export function forge({ header = {}, payload = {}, signature = by.es }: Forgery = {}): string {
  const input = `${encode(wholeOf(header, goodHeader))}.${encode(wholeOf(payload, goodClaims))}`;
  const made = typeof signature === 'function' ? signature(Buffer.from(input)) : signature;
  return `${input}.${typeof made === 'string' ? made : encode(made)}`;
}

function wholeOf(part: object | string | Buffer, good: object): string | Buffer {
  return typeof part === 'string' || Buffer.isBuffer(part)
    ? part
    : JSON.stringify({ ...good, ...part });
}

export function encode(part: string | Buffer): string {
  return Buffer.from(part).toString('base64url');
}

export function ecdsa(key: KeyObject) {
  return (input: Buffer) => sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' });
}

/** Signatures of our keys. */
export const by = {
  es: ecdsa(ours.es.privateKey),
  rsa: (input: Buffer) => sign('sha256', input, ours.rsa.privateKey),
  pss: (input: Buffer) =>
    sign('sha256', input, {
      key: ours.rsa.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  ed: (input: Buffer) => sign(null, input, ours.ed.privateKey),
};

/** A good token, and its parts. */
export const good = forge();
export const [goodHead = '', goodPayload = '', goodSignature = ''] = good.split('.');

/** The claims of a good token as text. */
export const claims = JSON.stringify(goodClaims);

/** So many lists, each in the one before. */
export function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}
