/** Attacks whose token is not where a token belongs, or is not one JWT. */
import { createHash } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { underHeaders, withoutToken } from './attack.ts';
import {
  claims,
  encode,
  good,
  goodClaims,
  goodHead,
  goodHeader,
  goodPayload,
  goodSignature,
  keySet,
  ours,
} from './forge.ts';

const noToken = [
  ...withoutToken({
    'no header at all': { headers: {} },
    'the token in the query': { headers: {}, path: `/graphql?access_token=${good}` },
    'the token in the body': { headers: {}, body: { access_token: good, authorization: good } },
    'the token in the extensions of the body': {
      headers: {},
      body: { extensions: { headers: { authorization: `Bearer ${good}` } } },
    },
    'the token in a cookie': { headers: { cookie: `access_token=${good}; Authorization=${good}` } },
    'the token as a proxy hands it on': {
      headers: {
        'proxy-authorization': `Bearer ${good}`,
        'x-forwarded-authorization': `Bearer ${good}`,
        'x-original-authorization': `Bearer ${good}`,
        'x-ms-token-aad-access-token': good,
      },
    },
    'the claims as App Service hands them on': {
      headers: {
        'x-ms-client-principal': Buffer.from(JSON.stringify(goodClaims)).toString('base64'),
        'x-ms-client-principal-id': goodClaims.sub,
      },
    },
  }),
  ...underHeaders(undefined, {
    'an empty header': '',
    'the scheme alone': 'Bearer',
    'the scheme and blanks': 'Bearer   ',
    'the token without a scheme': good,
    'the token under Basic': `Basic ${good}`,
    'the token under DPoP': `DPoP ${good}`,
    'the token under a scheme that begins like Bearer': `Bearerish ${good}`,
    'the token behind another scheme': `Basic Ym9iOmJvYg==, Bearer ${good}`,
    'the token under a scheme with a blank in it': `Bea rer ${good}`,
  }),
];

const encrypted = (header: object, plaintext: string, key: Uint8Array | typeof ours.es.publicKey) =>
  new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ alg: '', enc: 'A256GCM', ...header })
    .encrypt(key);

const notOneJwt = underHeaders('the Authorization header must be Bearer and exactly one JWT', {
  'two tokens, as two headers arrive': `Bearer ${good}, Bearer ${good}`,
  'two tokens with a comma and no blank': `Bearer ${good},Bearer ${good}`,
  'two tokens with a blank': `Bearer ${good} ${good}`,
  'two tokens under one scheme': `Bearer ${good}, ${good}`,
  'a token and another scheme': `Bearer ${good}, Basic abc`,
  'a comma before the token': `Bearer , Bearer ${good}`,
  'a tab before the token': `Bearer\t${good}`,
  'a no-break space before the token': `Bearer\u00a0${good}`,
  'a colon behind the scheme': `Bearer: ${good}`,
  'a blank in the token': `Bearer ${goodHead}. ${goodPayload}.${goodSignature}`,
  'the token in quotes': `Bearer "${good}"`,
  'padding behind the token': `Bearer ${good}==`,
  'base64 that is not for URLs': `Bearer ${goodHead}.${goodPayload}.+/+/`,
  'percent encoding': `Bearer ${good.replaceAll('.', '%2e')}`,
  'a letter beyond ASCII': `Bearer \u00e9${good}`,
  'the word undefined': 'Bearer undefined',
  'two parts': `Bearer ${goodHead}.${goodPayload}`,
  'four parts': `Bearer ${good}.${goodSignature}`,
  'no payload': `Bearer ${goodHead}..${goodSignature}`,
  'a JWS as JSON': `Bearer ${JSON.stringify({ protected: goodHead, payload: goodPayload, signature: goodSignature })}`,
  'a JWE for our RSA key': `Bearer ${await encrypted({ alg: 'RSA-OAEP-256' }, claims, ours.rsa.publicKey)}`,
  'a JWE for our EC key': `Bearer ${await encrypted({ alg: 'ECDH-ES' }, claims, ours.es.publicKey)}`,
  'a JWE under a key that anybody knows': `Bearer ${await encrypted({ alg: 'dir' }, claims, createHash('sha256').update(keySet).digest())}`,
  'a good token in a JWE': `Bearer ${await encrypted({ alg: 'RSA-OAEP-256', cty: 'JWT' }, good, ours.rsa.publicKey)}`,
  'a JWE whose key takes two thousand million rounds': `Bearer ${encode(JSON.stringify({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2 ** 31 - 1, p2s: 'AAAAAAAAAAA' }))}.AAAA.AAAA.AAAA.AAAA`,
  'a payload that is not encoded': `Bearer ${encode(JSON.stringify({ ...goodHeader, b64: false, crit: ['b64'] }))}.${claims}.${goodSignature}`,
});

export const ofHeaders = [...noToken, ...notOneJwt];
