import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, signIn } from '../../support/api.ts';
import { documentOf } from '../../support/declared/documents.ts';

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

const line =
  '{ sku: "m1" description: "mug" quantity: 2 unitPrice: { amount: "1.50" currency: "EUR" } }';

describe('an operation that costs too much is refused before it runs', () => {
  const tooLarge: readonly (readonly [string, string])[] = [
    ['tokens', `{ nodes(ids: [${many(5000, () => '"a"')}]) { id } }`],
    ['fields', `{ viewer { ${many(501, () => 'subject')} } }`],
    ['aliases', `{ ${many(300, (n) => `a${n}: viewer { subject }`)} }`],
    ['aliases of fragments', `{ ${many(501, () => '...F')} } fragment F on Query { __typename }`],
    ['inline fragments', `{ ${many(251, () => '... { __typename }')} }`],
    ['fields in fragments', `{ ...F } fragment F on Query { ${many(501, () => '__typename')} }`],
    [
      'fields of fragments that double',
      `{ viewer { ...F0 } }
        ${many(60, (n) => `fragment F${n} on Viewer { ...F${n + 1} ...G${n} } fragment G${n} on Viewer { ...F${n + 1} }`)}
        fragment F60 on Viewer { subject }`,
    ],
    ['levels', `{ ${many(51, () => 'viewer {')} subject ${many(51, () => '}')} }`],
    [
      'levels of fields',
      `{ __schema { ${many(25, () => 'types { fields { type {')} name ${many(25, () => '} } }')} } }`,
    ],
    ['levels of a list', `{ nodes(ids: ${'['.repeat(51)}${']'.repeat(51)}) { id } }`],
    ['more levels than the parser bears', `{ nodes(ids: ${'['.repeat(4900)}`],
    [
      'levels of an object',
      `{ orders(filter: ${'{customer:'.repeat(51)}"a"${'}'.repeat(51)}) { __typename } }`,
    ],
    ['lists', `{ ${many(10, (n) => `a${n}: accounts(first: 100) { edges { node { id } } }`)} }`],
    [
      'pages of histories',
      `{ accounts(first: 100) { edges { node { ${many(2, (n) => `h${n}: history(first: 100) { edges { cursor } }`)} } } } }`,
    ],
    ['mutations', `mutation { ${many(201, opening)} }`],
  ];

  test.each(tooLarge)('too many %s', async (_what, query) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, codes, data } = await ask(query, accept);
      expect([status, [...new Set(codes)]]).toEqual([413, ['OPERATION_TOO_LARGE']]);
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
    }
  });

  test('a page of a size that is refused pays for no others, since nothing of the request runs', async () => {
    const pages = many(
      10,
      (n) =>
        `a${n}: accounts(first: 100) { edges { node { history(first: 100) { edges { cursor } } } } }`,
    );
    const { codes } = await ask(
      `{ ${pages} b: accounts(first: -2000000) { edges { node { history(first: -2000000) { edges { cursor } } } } } }`,
    );
    expect(new Set(codes)).toEqual(new Set(['BAD_REQUEST']));
  });

  test('no mutation of it was done', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    expect((await alice(`mutation { ${many(201, opening)} }`)).status).toBe(413);
    const listed = await alice('{ accounts { edges { cursor } } }');
    expect(listed.data.accounts.edges).toEqual([]);
  });
});

describe('of all that is wrong with the input', () => {
  test('50 arguments are told', async () => {
    const { status, codes } = await ask(
      `{ ${many(60, (n) => `a${n}: accounts(first: -1) { edges { cursor } }`)} }`,
    );
    expect([status, codes]).toEqual([400, Array.from({ length: 50 }, () => 'BAD_REQUEST')]);
  });

  test('50 values of a list are told, each with its place, and that there are more', async () => {
    const alice = await signIn(send, { tenant: newTenant() });
    const ids = Array.from({ length: 100_000 }, () => null);
    const answer = await alice('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(answer.status).toBe(400);
    const errors: readonly { readonly extensions: { readonly path?: unknown } }[] = answer.errors;
    const places = errors.map(({ extensions }) => extensions.path);
    expect(places).toEqual([
      ...Array.from({ length: 50 }, (_, n) => ['ids', String(n)]),
      undefined,
    ]);
  });
});

describe('what a client may need passes', () => {
  test('an order of 200 lines that are written into the document', async () => {
    const query = `mutation {
      result: createOrder(input: { requestId: "${newRequestId()}" customer: "ann" currency: "EUR" note: "n" lines: [${many(200, () => line)}] }) {
        ... on OrderChanged { order { lines { id } total { amount } } }
      }
    }`;
    const { status, data } = await ask(query);
    expect(status).toBe(200);
    expect(data.result.order.lines).toHaveLength(200);
    expect(data.result.order.total.amount).toBe('600.00');
  });

  test('a page of 100 with 100 changes of each history', async () => {
    const history = 'history(first: 100) { edges { node { summary } } }';
    const { status, codes } = await ask(
      `{ orders(first: 100) { edges { node { id ${history} } } } }`,
    );
    expect([status, codes]).toEqual([200, []]);
  });

  test('the same by a client that asks for __typename everywhere', async () => {
    const money = '{ __typename amount currency }';
    const history = `history(first: 100) ${page(`summary line { __typename total ${money} } total ${money}`)}`;
    const { status, codes } = await ask(
      `{ __typename orders(first: 100) ${page(`id total ${money} lines { __typename total ${money} } ${history}`)} }`,
    );
    expect([status, codes]).toEqual([200, []]);
  });

  test('100 nodes with all their fields', async () => {
    const ids = JSON.stringify(Array.from({ length: 100 }, () => 'x'));
    const { data } = await ask(
      `{ nodes(ids: ${ids}) { id ... on Account { balance { amount } } } }`,
    );
    expect(data.nodes).toHaveLength(100);
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
