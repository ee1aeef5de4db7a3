/** Where in the arguments a value does not coerce is told as a list: of variables and of literals the same. */
import { describe, expect, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import { usd } from '../../support/mutations.ts';
import { codesOf, expectComplete } from '../../support/wire.ts';

const send = await openApi();
const signInSomewhere = () => signIn(send, { tenant: newTenant() });

const line = { sku: 'm1', description: 'mug', quantity: 1, unitPrice: usd('2.50') };
const requestId = '0ujtsYcgvSTl8PAuAdqWYSMnLOv';
const at = { requestId, id: 'ord_x', ifMatch: 'x' };
const creation = { requestId, customer: 'ann', currency: 'USD' };

/** What does not coerce, and all the places where. */
const wrong: readonly (readonly [
  mutation: 'addOrderLine' | 'createOrder' | 'deposit',
  input: unknown,
  places: readonly (readonly string[])[],
])[] = [
  ['deposit', { ...at, amount: usd('1e5') }, [['input', 'amount', 'amount']]],
  [
    'deposit',
    { ...at, amount: { amount: 5, currency: 'usd' } },
    [
      ['input', 'amount', 'amount'],
      ['input', 'amount', 'currency'],
    ],
  ],
  ['deposit', { ...at, requestId: 'x', amount: usd('1') }, [['input', 'requestId']]],
  ['deposit', { ...at, amount: null }, [['input', 'amount']]],
  ['deposit', { ...at, amount: usd('1'), onConflict: 'MAYBE' }, [['input', 'onConflict']]],
  // A field that is missing or unknown is told of the object that should have it, or has it.
  ['deposit', { ...at, amount: { amount: '1' } }, [['input', 'amount']]],
  ['deposit', { ...at, amount: { ...usd('1'), unit: 'cent' } }, [['input', 'amount']]],
  ['deposit', at, [['input']]],
  ['deposit', null, [['input']]],
  ['addOrderLine', { ...at, line: { ...line, quantity: 1.5 } }, [['input', 'line', 'quantity']]],
  [
    'createOrder',
    { ...creation, lines: [line, { ...line, quantity: 'two' }, line] },
    [['input', 'lines', '1', 'quantity']],
  ],
  [
    'createOrder',
    { ...creation, lines: [{ ...line, sku: 1 }, null] },
    [
      ['input', 'lines', '0', 'sku'],
      ['input', 'lines', '1'],
    ],
  ],
  ['createOrder', { ...creation, lines: { ...line, sku: 1 } }, [['input', 'lines', 'sku']]],
];

async function placesOf(by: Query, document: string, variables: object, code: string) {
  const answer = await by(document, variables);
  expectComplete(answer);
  expect(new Set(codesOf(answer))).toEqual(new Set([code]));
  return answer.errors.map(
    ({ extensions }: { readonly extensions: { readonly path: unknown } }) => extensions.path,
  );
}

/** A value as it is written in a document. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(' ')}]`;
  if (typeof value !== 'object' || value === null) {
    return value === 'MAYBE' ? 'MAYBE' : JSON.stringify(value);
  }
  const fields = Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`);
  return `{ ${fields.join(' ')} }`;
}

const inputType = (mutation: string) =>
  `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;

describe.each(wrong)('%s of %j', (mutation, input, places) => {
  test('as a variable', async () => {
    const document = `mutation ($input: ${inputType(mutation)}!) {
      ${mutation}(input: $input) { __typename }
    }`;
    const found = await placesOf(await signInSomewhere(), document, { input }, 'BAD_REQUEST');
    expect(found).toEqual(places);
  });

  test('as a literal, under a fragment, too', async () => {
    const field = `${mutation}(input: ${literal(input)}) { __typename }`;
    const alice = await signInSomewhere();
    for (const document of [
      `mutation { ${field} }`,
      `mutation { ...All } fragment All on Mutation { ... on Mutation { one: ${field} } }`,
    ]) {
      const found = await placesOf(alice, document, {}, 'GRAPHQL_VALIDATION_FAILED');
      expect(found).toEqual(places);
    }
  });
});

describe('a variable', () => {
  test('is named as its document names it, wherever it is used', async () => {
    const document = `query ($size: Int, $status: OrderStatus, $ids: [ID!]!) {
      orders(first: $size, filter: { status: $status }) { edges { cursor } }
      nodes(ids: $ids) { id }
    }`;
    const variables = { size: 'ten', status: 'GONE', ids: ['a', null] };
    const places = await placesOf(await signInSomewhere(), document, variables, 'BAD_REQUEST');
    expect(places).toEqual([['size'], ['status'], ['ids', '1']]);
  });

  test('that is missing is told by its name', async () => {
    const document = 'query ($id: ID!) { account(id: $id) { id } }';
    const places = await placesOf(await signInSomewhere(), document, {}, 'BAD_REQUEST');
    expect(places).toEqual([['id']]);
  });

  test.each(['constructor', 'toString', '__proto__'])(
    'that is left out is not told beside one that is wrong, even if it is called %s',
    async (name) => {
      const document = `query ($${name}: Int, $id: ID!) {
        accounts(first: $${name}) { edges { cursor } } account(id: $id) { id }
      }`;
      const places = await placesOf(await signInSomewhere(), document, {}, 'BAD_REQUEST');
      expect(places).toEqual([['id']]);
    },
  );

  test('is told ten times at most, each in its place', async () => {
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const variables = { ids: Array.from({ length: 60 }, () => null) };
    const places = await placesOf(await signInSomewhere(), document, variables, 'BAD_REQUEST');
    expect(places).toEqual(Array.from({ length: 10 }, (_, index) => ['ids', String(index)]));
  });
});

test.each([
  '{ viewer { age } }',
  '{ accounts(size: 1) { edges { cursor } } }',
  'query ($id: ID!) { viewer { subject } }',
])('what is wrong outside of a value has no place: %s', async (document) => {
  const alice = await signInSomewhere();
  const places = await placesOf(alice, document, { id: 1 }, 'GRAPHQL_VALIDATION_FAILED');
  expect(places).toEqual([undefined]);
});
