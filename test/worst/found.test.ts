/** The worst requests that `npm run worst` ever found, and what they come to since. */
import { expect, inject, test, vi } from 'vitest';
import { newRequestId } from '../../src/local/requestId.ts';
import { randomOf } from '../lab/random.ts';
import { type Answer, newTenant, openApi, signIn } from '../support/api.ts';
import { createWorld } from './world.ts';

const send = await openApi({ environment: { SERVER_TIMING: 'true' } });

async function ask(query: string, variables: object, tenant = newTenant()) {
  const by = await signIn(send, { tenant });
  const answer = await by(query, variables);
  const [, calls] = /(\d+) calls?,/.exec(answer.headers.get('server-timing') ?? '') ?? [];
  return { ...answer, calls: Number(calls), bytes: bytesOf(answer) };
}

function bytesOf({ data, errors }: Answer): number {
  return Buffer.byteLength(JSON.stringify({ data, errors }));
}

/** Three marks of falling classes: to put 450,000 in order took 96 s. */
const marks = '\u0315\u0300\u05ae'.repeat(150_000);

test('a name of combining marks alone is counted, and not composed', async () => {
  const document = `mutation ($input: OpenAccountInput!) {
    openAccount(input: $input) { ... on InvalidInputError { message } }
  }`;
  const input = { owner: `e\u0301${marks}`, currency: 'USD' };
  const { data, calls, bytes } = await ask(document, { input });
  expect(data.openAccount.message).toBe('This has 450002 characters: 500 are allowed.');
  expect([calls, bytes]).toEqual([0, 83]);
});

test('a filter of combining marks finds nothing', async () => {
  const document = `query ($customer: String) {
    orders(filter: { customer: $customer }) { edges { cursor } }
  }`;
  const { data, calls, bytes } = await ask(document, { customer: marks });
  expect([data.orders.edges, calls, bytes]).toEqual([[], 1, 32]);
});

test('one long variable is not parsed for each of ten mutations', async () => {
  const fields = Array.from(
    { length: 10 },
    (_, n) => `a${n}: createOrder(input: $input) { __typename }`,
  );
  const text = '\u0315\u0300\u05ae'.repeat(1000);
  const line = { sku: text, description: text, quantity: 1 };
  const unitPrice = { amount: '1', currency: 'USD' };
  const lines = Array.from({ length: 80 }, () => ({ ...line, unitPrice }));
  const input = { requestId: newRequestId(), customer: 'ann', currency: 'USD', lines };
  const document = `mutation ($input: CreateOrderInput!) { ${fields.join(' ')} }`;
  const { status, data, errors, calls } = await ask(document, { input });
  expect([status, data, calls]).toEqual([413, undefined, 0]);
  expect(errors).toHaveLength(1);
  expect(errors[0].message).toMatch(/^The arguments at the root .* at most 1048576 characters/);
});

test('a text that is longer than any cursor is not decoded, and ten fields are told so', async () => {
  const after = Buffer.from('long'.repeat(150_000)).toString('base64url');
  const fields = Array.from(
    { length: 160 },
    (_, n) => `a${n}: history(after: $after) { __typename }`,
  );
  const document = `query ($after: String) { account(id: "none") { ${fields.join(' ')} } }`;
  const decode = vi.spyOn(Buffer, 'from');
  const { status, errors, calls, bytes } = await ask(document, { after });
  const decoded = decode.mock.calls.filter((given: readonly unknown[]) => given[0] === after);
  decode.mockRestore();
  expect([status, errors.length, calls, decoded]).toEqual([400, 10, 0, []]);
  expect(errors[0].message).toBe('"after" is not a cursor of this connection.');
  expect(bytes).toBeLessThan(4000);
});

test('a line of 90,000 unknown members is not quoted for each of them', async () => {
  const line = Object.fromEntries(Array.from({ length: 90_000 }, (_, n) => [`x${n}`, 1]));
  const input = { customer: 'ann', currency: 'USD', lines: [line] };
  const document =
    'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { __typename } }';
  const { status, errors, calls, bytes } = await ask(document, { input });
  expect([status, errors.length, calls]).toEqual([400, 10, 0]);
  expect(errors[0].message).toMatch(/^The variable "\$input" is wrong at "input.lines.0": Field "/);
  expect(bytes).toBeLessThan(4000);
});

test('of 85 orders as large as can be no more are read than an instance can bear', async () => {
  const { orders: ids, tenant } = await createWorld(inject('cosmos'), randomOf(1, 'found'), 85);
  const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  const { status, data, calls, bytes } = await ask(document, { ids }, tenant);
  expect([status, data]).toEqual([413, undefined]);
  expect(calls).toBeLessThan(85);
  expect(bytes).toBeLessThan(300);
}, 60_000);
