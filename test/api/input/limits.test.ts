import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, signIn } from '../../support/api.ts';
import { documentOf } from '../../support/declared/documents.ts';
import { mutate, usd } from '../../support/mutations.ts';
import { codesOf as codesIn, headersOf, toAnswer } from '../../support/wire.ts';

const send = await openApi();

async function ask(query: string, accept = 'application/json') {
  const alice = await signIn(send, { tenant: newTenant() });
  const answer = await alice(query, {}, { headers: { accept } });
  return { ...answer, codes: codesOf(answer.errors) };
}

function codesOf(errors: readonly { readonly extensions: { readonly code: string } }[] = []) {
  return errors.map(({ extensions }) => extensions.code);
}

/** Each with its number. */
function many(count: number, toText: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => toText(n)).join(' ');
}

const opening = (n: number) =>
  `a${n}: openAccount(input: {requestId: "${newRequestId()}" owner: "a" currency: "EUR"}) { __typename }`;

const page = (node: string) =>
  `{ __typename edges { __typename cursor node { __typename ${node} } } pageInfo { __typename } }`;

const history = 'history(first: 100) { edges { cursor } }';

describe('an operation that costs too much is refused before it runs', () => {
  const tooLarge: readonly (readonly [string, string])[] = [
    ['bytes of text', `{ viewer { subject } } # ${'x'.repeat(128 * 1024)}`],
    ['lines', `{ viewer { subject } } ${'\n'.repeat(2000)}`],
    ['lines, however they end', `{ viewer { subject } } ${'\r'.repeat(2000)}`],
    ['characters of a name', `{ viewer { ${'a'.repeat(257)}: subject } }`],
    ['tokens', `{ nodes(ids: [${many(2000, () => '"a"')}]) { id } }`],
    ['tokens that open lists', `{ nodes(ids: ${'['.repeat(4900)}`],
    ['levels of a list', `{ nodes(ids: ${'['.repeat(1900)}${']'.repeat(1900)}) { id } }`],
    ['fields', `{ viewer { ${many(501, () => 'subject')} } }`],
    ['aliases', `{ ${many(300, (n) => `a${n}: viewer { subject }`)} }`],
    ['aliases of fragments', `{ ${many(501, () => '...F')} } fragment F on Query { __typename }`],
    ['inline fragments', `{ ${many(251, () => '... { __typename }')} }`],
    ['fields in fragments', `{ ...F } fragment F on Query { ${many(501, () => '__typename')} }`],
    ['directives', `{ viewer { ${many(51, (n) => `a${n}: subject @include(if: true)`)} } }`],
    ['levels of fields', `{ ${many(12, () => 'viewer {')} subject ${many(12, () => '}')} }`],
    [
      'levels of fields in fragments',
      `{ ...F0 } ${many(12, (n) => `fragment F${n} on Query { a { ...F${n + 1} } }`)} fragment F12 on Query { a }`,
    ],
    [
      'levels of introspection',
      `{ __schema { ${many(10, () => 'types { fields {')} name ${many(10, () => '} }')} } }`,
    ],
    [
      'types of introspection',
      `{ __schema { types { ${many(20, (n) => `f${n}: fields { name }`)} } } }`,
    ],
    ['fields at the root', `{ ${many(21, (n) => `a${n}: viewer { subject }`)} }`],
    [
      'fields at the root in fragments',
      `{ ...F ...G } fragment F on Query { ${many(11, (n) => `a${n}: newRequestId`)} } fragment G on Query { ${many(10, (n) => `b${n}: newRequestId`)} }`,
    ],
    ['mutations', `mutation { ${many(11, opening)} }`],
    [
      'mutations, one of them called as no field is',
      `mutation { ${opening(0).replace('a0', '__typename')} ${many(10, opening)} }`,
    ],
    [
      'values of the schema',
      `{ __schema { types { ${many(9, (n) => `f${n}: fields { type { ofType { ...D } } }`)} } } } fragment D on __Type { ${many(200, (n) => `d${n}: description`)} }`,
    ],
    ['items of pages in pages', `{ accounts(first: 100) { edges { node { ${history} } } } }`],
    [
      'items of lines',
      `{ ${many(3, (n) => `a${n}: orders(first: 100) { edges { node { lines { id } } } }`)} }`,
    ],
    [
      'items of lists whose length nobody asks for',
      `{ accounts(first: 100) { edges { node { ${many(10, (n) => `s${n}: changesSince(etag: "x") { changes { version } }`)} } } } }`,
    ],
    [
      'pages of histories',
      `{ accounts(first: 10) { edges { node { ${many(60, (n) => `h${n}: history(first: 2, after: "MTg") { edges { cursor } }`)} } } } }`,
    ],
    [
      'pages of the history of one node',
      `{ nodes(ids: [${many(100, () => '"acc_1"')}]) { ... on Account { ${many(20, (n) => `h${n}: history(first: 1) { edges { cursor } }`)} } } }`,
    ],
    [
      'calls of mutations, beside what they show',
      `mutation { ${many(10, (n) => opening(n).replace('__typename', '...F'))} } fragment F on AccountChanged { account { ${many(96, (n) => `h${n}: history(first: 1) { edges { cursor } }`)} } }`,
    ],
    ...['account', 'node'].map((field): readonly [string, string] => [
      `documents, the last of them by ${field}`,
      `{ ${many(9, (n) => `a${n}: accounts(first: 100) { edges { cursor } }`)} nodes(ids: [${many(90, (n) => `"acc_${n}"`)}]) { id } ${many(2, (n) => `b${n}: ${field}(id: "acc_${n}") { id }`)} }`,
    ]),
    [
      'documents of lists',
      `{ ${many(10, (n) => `a${n}: accounts(first: 100) { edges { node { id } } }`)} }`,
    ],
  ];

  test.each(tooLarge)('too many %s', async (_what, query) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, codes, data, errors } = await ask(query, accept);
      expect([status, [...new Set(codes)]]).toEqual([413, ['OPERATION_TOO_LARGE']]);
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
      expect(errors[0].message).toMatch(/at most \d+/);
    }
  });

  test('a URL of more than 8 KB', async () => {
    const headers = await headersOf({ tenant: newTenant() });
    const query = encodeURIComponent(`{ viewer { subject } } # ${'x'.repeat(8192)}`);
    const reply = await send({ method: 'GET', path: `/graphql?query=${query}`, headers });
    expect([reply.status, codesIn(toAnswer(reply))]).toEqual([413, ['OPERATION_TOO_LARGE']]);
  });

  test('a page of a size that is refused pays for no others, since nothing of the request runs', async () => {
    const pages = many(10, (n) => `a${n}: accounts(first: 100) { edges { node { ${history} } } }`);
    const { codes } = await ask(
      `{ ${pages} b: accounts(first: -2000000) { edges { node { history(first: -2000000) { edges { cursor } } } } } }`,
    );
    expect(new Set(codes)).toEqual(new Set(['BAD_REQUEST']));
  });

  test('no mutation of it was done', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    expect((await alice(`mutation { ${many(11, opening)} }`)).status).toBe(413);
    const listed = await alice('{ accounts { edges { cursor } } }');
    expect(listed.data.accounts.edges).toEqual([]);
  });
});

describe('of all that is wrong with the input', () => {
  test('ten arguments are told', async () => {
    const { status, codes } = await ask(
      `{ ${many(20, (n) => `a${n}: accounts(first: -1) { edges { cursor } }`)} }`,
    );
    expect([status, codes]).toEqual([400, Array.from({ length: 10 }, () => 'BAD_REQUEST')]);
  });

  test('ten mistakes of a document are told', async () => {
    const { codes } = await ask(`{ ${many(400, (n) => `a${n}`)} }`);
    expect(codes).toEqual(Array.from({ length: 10 }, () => 'GRAPHQL_VALIDATION_FAILED'));
  });

  test('ten values of a list are told, each with its place', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    const ids = Array.from({ length: 100_000 }, () => null);
    const answer = await alice('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(answer.status).toBe(400);
    const errors: readonly { readonly extensions: { readonly path?: unknown } }[] = answer.errors;
    const places = errors.map(({ extensions }) => extensions.path);
    expect(places).toEqual(Array.from({ length: 10 }, (_, n) => ['ids', String(n)]));
  });

  test.each<readonly [string, unknown]>([
    ['a long text', 'x'.repeat(900_000)],
    [
      '60,000 unknown members',
      Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`m${n}`, n])),
    ],
  ])('of %s no more than 500 characters are sent back', async (_what, input) => {
    const alice = await signIn(send, { tenant: newTenant() });
    const { status, errors } = await alice(documentOf('openAccount'), { input });
    expect(status).toBe(400);
    for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(errors).length).toBeLessThan(10_000);
  });
});

test.each(['...F', 'viewer { ...F }'])(
  'a fragment that leads back to itself by %s is a mistake of the document',
  async (selection) => {
    const { codes } = await ask(`{ ...F } fragment F on Query { ${selection} }`);
    expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
  },
);

test('of a literal, which graphql-js quotes, no more than 500 characters are sent back', async () => {
  const text = 'x'.repeat(100_000);
  const { errors } = await ask(`{ accounts(first: "${text}") { edges { cursor } } }`);
  expect(errors).toHaveLength(1);
  expect(errors[0].message).toMatch(/^Int cannot represent .*x…x/);
  expect(errors[0].message.length).toBeLessThanOrEqual(500);
});

describe('what a client may need passes', () => {
  test('an order of 200 lines of 500 characters in any script', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    const text = '語'.repeat(500);
    const line = { sku: text, description: text, quantity: 2, unitPrice: usd('1.50') };
    const { order } = await mutate(alice, 'createOrder', {
      customer: 'ann',
      currency: 'USD',
      lines: Array.from({ length: 200 }, () => line),
    });
    expect(order.lines).toHaveLength(200);
  });

  const money = '{ __typename amount currency }';
  const summaries = (first: number) =>
    `history(first: ${first}) ${page(`summary line { __typename total ${money} } total ${money}`)}`;
  const lines = `lines { __typename id sku total ${money} }`;

  test.each<readonly [string, string]>([
    [
      '20 orders with lines and 5 changes each',
      `orders(first: 20) ${page(`${lines} ${summaries(5)}`)}`,
    ],
    ['100 orders with lines', `orders(first: 100) ${page(`id total ${money} ${lines}`)}`],
    ['100 orders with 48 changes each', `orders(first: 100) ${page(summaries(48))}`],
    [
      'what is left out further down',
      `orders(first: 100) { edges { node { id ${many(12, (n) => `h${n}: history(first: 100) @skip(if: true) { edges { cursor } }`)} } } }`,
    ],
    ['2000 lines, as Windows ends them', `${'\r\n'.repeat(1999)} viewer { subject }`],
    ['20 fields at the root', many(20, (n) => `a${n}: newRequestId`)],
    ['100 changes of an order', `order(id: "x") { ${summaries(100)} }`],
    ['fields of fragments that double', 'viewer { ...F0 }'],
    [
      'what is left out, however much it would be',
      many(12, (n) => `a${n}: orders(first: 100) @skip(if: true) ${page(summaries(100))}`),
    ],
  ])('%s', async (_what, query) => {
    const doubling = `${many(60, (n) => `fragment F${n} on Viewer { ...F${n + 1} ...G${n} } fragment G${n} on Viewer { ...F${n + 1} }`)} fragment F60 on Viewer { subject }`;
    const { status, codes } = await ask(
      `{ __typename ${query} } ${query.includes('F0') ? doubling : ''}`,
    );
    expect([status, codes]).toEqual([200, []]);
  });

  test('the same 100 nodes many times, which are read once', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    const node = 'id ... on Account { balance { amount } }';
    const document = `query ($ids: [ID!]!) { ${many(20, (n) => `a${n}: nodes(ids: $ids) { ${node} }`)} }`;
    const ids = Array.from({ length: 100 }, () => `acc_${newRequestId()}`);
    const same = ids.map(() => ids[0]);
    expect((await alice(document, { ids: same })).data.a19).toHaveLength(100);
    expect((await alice(document, { ids })).status).toBe(413);
  });

  test('what tools ask of the schema', async () => {
    const { status, codes, data } = await ask(getIntrospectionQuery());
    expect([status, codes]).toEqual([200, []]);
    expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
  });

  test('all mutations with all that they may answer', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    const input = { owner: 'ann', currency: 'EUR' };
    expect((await alice(documentOf('openAccount'), { input })).status).toBe(200);
  });
});
