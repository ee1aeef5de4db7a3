/** Attacks with tokens of three parts that are no JWT, or none of the kind that this API takes. */
import { withTokens } from './attack.ts';
import {
  claims,
  forge,
  good,
  goodHead,
  goodHeader,
  goodPayload,
  goodSignature,
  nested,
  seconds,
} from './forge.ts';

const notWellFormed = withTokens('the token is not a well-formed JWT', {
  'three letters': 'a.b.c',
  'a header without a member, and no signature': 'e30.e30.',
  'a header without a member': 'e30.e30.AA',
  'a header that is null': forge({ header: 'null' }),
  'a header that is a list': forge({ header: JSON.stringify([goodHeader]) }),
  'a header that is a text': forge({ header: JSON.stringify(JSON.stringify(goodHeader)) }),
  'a header that is cut off': forge({ header: JSON.stringify(goodHeader).slice(0, -1) }),
  'a header in UTF-16': forge({ header: Buffer.from(JSON.stringify(goodHeader), 'utf16le') }),
  'a header with bytes that are not UTF-8': forge({
    header: Buffer.from('{"alg":"ES256","kid":"es","x":"\u00ff"}', 'latin1'),
  }),
  'a header 20,000 lists deep': forge({ header: nested(20_000) }),
  'no alg': forge({ header: { alg: undefined } }),
  'an alg that is null': forge({ header: { alg: null } }),
  'an alg that is empty': forge({ header: { alg: '' } }),
  'an alg that is a number': forge({ header: { alg: 1 } }),
  'an alg that is a list': forge({ header: { alg: ['ES256'] } }),
  'an alg that is an object': forge({ header: { alg: { toString: 'ES256' } } }),
  'an alg of the prototype': forge({ header: '{"__proto__":{"alg":"ES256","kid":"es"}}' }),
  'the good one twice, then an alg that is null': forge({
    header: '{"alg":"ES256","alg":"ES256","alg":null,"kid":"es"}',
  }),
  'a crit that is empty': forge({ header: { crit: [] } }),
  'a crit that is null': forge({ header: { crit: null } }),
  'a crit that is a text': forge({ header: { crit: 'b64' } }),
  'a crit of something that is not there': forge({ header: { crit: ['b64'] } }),
  'a b64 that is a text': forge({ header: { crit: ['b64'], b64: 'false' } }),
  'a b64 that is false': forge({ header: { crit: ['b64'], b64: false } }),
  'a payload that is null': forge({ payload: 'null' }),
  'a payload that is a list': forge({ payload: '[]' }),
  'a payload that is a list of claims': forge({ payload: `[${claims}]` }),
  'a payload that is a number': forge({ payload: '1' }),
  'a payload that is a text': forge({ payload: JSON.stringify(claims) }),
  'a payload that is cut off': forge({ payload: claims.slice(0, -1) }),
  'a payload with something behind it': forge({ payload: `${claims} {}` }),
  'a payload with a NaN': forge({ payload: claims.replace(/"exp":\d+/, '"exp":NaN') }),
  'a payload in UTF-16': forge({ payload: Buffer.from(claims, 'utf16le') }),
  'a payload with bytes that are not UTF-8': forge({
    payload: Buffer.from(claims.replace('contoso', 'contos\u00ff'), 'latin1'),
  }),
  'a payload with a character in more bytes than it needs': forge({
    payload: Buffer.from(claims.replace('contoso', '\u00c1\u00a3ontoso'), 'latin1'),
  }),
  'a payload with half a character': forge({
    payload: Buffer.from(claims.replace('contoso', '\u00ed\u00a0\u0080'), 'latin1'),
  }),
  'a payload 20,000 lists deep': forge({ payload: nested(20_000) }),
  'a payload of a length that base64 does not have': `${goodHead}.${goodPayload.slice(0, 8)}A.${goodSignature}`,
  'a good token as the payload': forge({ header: { cty: 'JWT' }, payload: good }),
  'a good token as the payload, in quotes': forge({ payload: JSON.stringify(good) }),
  'a signature of a length that base64 does not have': `${good}AAA`,
});

const typ = (type: unknown) => forge({ header: { typ: type } });

const otherType = withTokens('the token has a typ that is neither JWT nor at+jwt', {
  'an ID token by its typ': typ('id+jwt'),
  'a logout token': typ('logout+jwt'),
  'a security event': typ('secevent+jwt'),
  'a proof of DPoP': typ('dpop+jwt'),
  'a JWE by its typ': typ('JWE'),
  'a typ that is null': typ(null),
  'a typ in a list': typ(['JWT']),
});

const critical = (name: string, value: unknown = true) =>
  forge({ header: { crit: [name], [name]: value } });

const otherCrit = withTokens('the token has a crit that is not supported', {
  'a crit of something exotic': critical('exotic'),
  'a crit of exp': critical('exp', seconds),
  'a crit of alg': critical('alg', 'ES256'),
  'a crit of constructor': critical('constructor'),
  'a crit of __proto__': forge({
    header: '{"alg":"ES256","kid":"es","crit":["__proto__"],"__proto__":1}',
  }),
});

export const ofForm = [...notWellFormed, ...otherType, ...otherCrit];
