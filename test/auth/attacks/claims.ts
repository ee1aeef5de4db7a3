/** Attacks with tokens that one of our keys has signed: another issuer shares it, or ours was careless. */
import { withTokens } from './attack.ts';
import { claims, forge, goodClaims, nested, seconds } from './forge.ts';

const claimed = (payload: object) => forge({ payload });

/** A claim once more, with any text for its value: of two members with one name the last counts. */
const then = (claim: string, value: string) =>
  forge({ payload: `${claims.slice(0, -1)},"${claim}":${value}}` });

const missing = [
  ...Object.keys(goodClaims)
    .filter((claim) => claim !== 'roles')
    .flatMap((claim) =>
      withTokens(`the token lacks the claim ${claim}`, {
        [`no ${claim}`]: claimed({ [claim]: undefined }),
      }),
    ),
  ...withTokens('the token lacks the claim tid', {
    'the tenant in the prototype alone': forge({
      payload: claims.replace('"tid":"contoso"', '"__proto__":{"tid":"contoso"}'),
    }),
    'the tenant in the header alone': forge({
      header: { tid: 'contoso' },
      payload: { tid: undefined },
    }),
    'the tenant under look-alike names': claimed({
      tid: undefined,
      TID: 'contoso',
      'tid ': 'contoso',
      't\u0456d': 'contoso',
      'tid\u0000': 'contoso',
      tenant: 'contoso',
      ext: { tid: 'contoso' },
    }),
  }),
];

const from = (iss: unknown) => claimed({ iss });
const meantFor = (aud: unknown) => claimed({ aud });
/** Cyrillic, and looks the same. */
const lookAlike = (text: string) => text.replace('e', '\u0435');

const wrongIssuer = withTokens('the token is of the wrong issuer', {
  'another issuer': from('https://evil.example/'),
  'our issuer without its slash': from('https://issuer.example'),
  'our issuer with one more slash': from('https://issuer.example//'),
  'our issuer in capitals': from('HTTPS://ISSUER.EXAMPLE/'),
  'our issuer over http': from('http://issuer.example/'),
  'our issuer with its port': from('https://issuer.example:443/'),
  'our issuer as a user of another': from('https://issuer.example@evil.example/'),
  'our issuer in the name of another': from('https://issuer.example.evil.example/'),
  'our issuer in the path of another': from('https://evil.example/https://issuer.example/'),
  'our issuer with a letter of another script': from(lookAlike(goodClaims.iss)),
  'our issuer with a blank behind': from(`${goodClaims.iss} `),
  'our issuer with a zero behind': from(`${goodClaims.iss}\u0000`),
  'our issuer in a list': from([goodClaims.iss]),
  'our issuer as a member': from({ [goodClaims.iss]: true }),
  'an issuer that is empty': from(''),
  'an issuer that is null': from(null),
  'an issuer that is true': from(true),
  'our issuer, then another': then('iss', '"https://evil.example/"'),
});

const wrongAudience = withTokens('the token is for the wrong audience', {
  'another audience': meantFor('other'),
  'a longer audience': meantFor('order-desk-2'),
  'a shorter audience': meantFor('order'),
  'our audience in capitals': meantFor('ORDER-DESK'),
  'our audience with a letter of another script': meantFor(lookAlike('order-desk')),
  'our audience with a blank before': meantFor(' order-desk'),
  'our audience with a zero behind': meantFor('order-desk\u0000'),
  'our audience among others in one text': meantFor('other order-desk'),
  'our audience among others with commas': meantFor('other,order-desk'),
  'our audience as a member': meantFor({ 'order-desk': true }),
  'our audience in a list in a list': meantFor([['order-desk']]),
  'a list of other audiences': meantFor(['other', 'another']),
  'an empty list of audiences': meantFor([]),
  'an audience that is empty': meantFor(''),
  'an audience that is null': meantFor(null),
  'an audience that is a number': meantFor(0),
  'an audience that is a pattern': meantFor('*'),
  'our audience, then another': then('aud', '"other"'),
});

const expired = withTokens('the token has expired', {
  'an exp that is over': claimed({ exp: seconds - 3600 }),
  'an exp of zero': claimed({ exp: 0 }),
  'an exp below zero': claimed({ exp: -1 }),
  'an exp of less than any number': then('exp', '-1e400'),
  'an exp to come, then one that is over': then('exp', '1'),
});

const noDate = withTokens('the claim exp must be seconds since 1970, up to year 9999', {
  'an exp in milliseconds': claimed({ exp: (seconds + 600) * 1000 }),
  'an exp of 10^300': claimed({ exp: 1e300 }),
  'an exp of more than any number': then('exp', '1e400'),
});

const notNumbers = (['exp', 'iat', 'nbf'] as const).flatMap((claim) =>
  withTokens(`the claim ${claim} must be a number`, {
    [`${claim} as a text`]: claimed({ [claim]: String(seconds) }),
    [`${claim} as a date`]: claimed({ [claim]: new Date((seconds + 600) * 1000) }),
    [`${claim} as null`]: claimed({ [claim]: null }),
    [`${claim} as true`]: claimed({ [claim]: true }),
    [`${claim} in a list`]: claimed({ [claim]: [seconds] }),
    [`${claim} as an object`]: claimed({ [claim]: {} }),
  }),
);

const tooOld = withTokens('the token is too old: it counts for 6000 s from its iat', {
  'an iat of last year, however late the exp': claimed({
    iat: seconds - 31_536_000,
    exp: seconds + 31_536_000,
  }),
  'an iat of zero': claimed({ iat: 0 }),
  'an iat below zero': claimed({ iat: -seconds }),
  'an iat of less than any number': then('iat', '-1e400'),
});

const notYet = [
  ...withTokens('the token is issued in the future', {
    'an iat to come': claimed({ iat: seconds + 3600, exp: seconds + 7200 }),
    'an iat in milliseconds': claimed({ iat: seconds * 1000 }),
    'an iat of more than any number': then('iat', '1e400'),
  }),
  ...withTokens('the token is not valid yet', {
    'an nbf to come': claimed({ nbf: seconds + 3600 }),
    'an nbf in milliseconds': claimed({ nbf: seconds * 1000 }),
    'an nbf of more than any number': then('nbf', '1e400'),
  }),
];

const notTexts: Readonly<Record<string, unknown>> = {
  'that is empty': '',
  'that is null': null,
  'that is a number': 7,
  'that is true': true,
  'in a list': ['contoso'],
  'that is a list of two': ['contoso', 'fabrikam'],
  'that is an object': { toString: 'contoso', length: 7 },
  'with a line break': 'contoso\n',
  'with a zero': 'contoso\u0000',
  'with half a character': '\ud800',
  'that is too long': 'x'.repeat(501),
};

const wrongNames = (
  [
    ['sub', 500],
    ['tid', 100],
  ] as const
).flatMap(([claim, limit]) =>
  withTokens(
    `the claim ${claim} must be text of 1 to ${limit} characters without control characters`,
    {
      ...Object.fromEntries(
        Object.entries(notTexts).map(([how, value]) => [
          `a ${claim} ${how}`,
          claimed({ [claim]: value }),
        ]),
      ),
      [`a good ${claim}, then one that is empty`]: then(claim, '""'),
    },
  ),
);

const notNames: Readonly<Record<string, unknown>> = {
  'that are null': null,
  'that are a number': 7,
  'that are true': true,
  'that are an object': { Manager: true },
  'that are like a list': { 0: 'Manager', length: 1 },
  'that are a list of null': [null],
  'that are a list with a number': ['Manager', 7],
  'in a list in a list': [['Manager']],
  'with an object that knows how to be a text': [{ toString: 'Manager' }],
};

const wrongPermissions = ['roles', 'scp', 'scope'].flatMap((claim) =>
  withTokens(`the claim ${claim} must be a string or an array of strings`, {
    ...Object.fromEntries(
      Object.entries(notNames).map(([how, value]) => [
        `${claim} ${how}`,
        claimed({ [claim]: value }),
      ]),
    ),
    [`${claim} that are 20,000 lists deep`]: then(claim, nested(20_000)),
  }),
);

const idTokens = withTokens('the token is an ID token: send an access token', {
  'an ID token with a nonce': claimed({ nonce: 'n' }),
  'an ID token with a nonce that is empty': claimed({ nonce: '' }),
  'an ID token with a nonce that is null': claimed({ nonce: null }),
  'an ID token with at_hash': claimed({ at_hash: 'h' }),
  'an ID token with at_hash, and scopes': claimed({ at_hash: 'h', scp: 'orders.read' }),
  'an ID token with c_hash': claimed({ c_hash: 'h' }),
  'an ID token with c_hash, a nonce and scopes': claimed({
    c_hash: 'h',
    nonce: 'n',
    scope: 'openid',
  }),
});

export const ofClaims = [
  ...missing,
  ...wrongIssuer,
  ...wrongAudience,
  ...expired,
  ...noDate,
  ...notNumbers,
  ...tooOld,
  ...notYet,
  ...wrongNames,
  ...wrongPermissions,
  ...idTokens,
];
