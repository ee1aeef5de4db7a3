/** What an answer may hold is counted while it is made, and what computes for too long is stopped. */
import { beforeAll, describe, expect, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import {
  createOrder,
  line,
  newRequestId,
  read,
  type Result,
  usd,
} from '../../support/mutations.ts';

const tenant = newTenant();
const text = '語'.repeat(500);

let alice: Query;
let order: Result;

beforeAll(async () => {
  alice = await signIn(await openApi(), { tenant });
  const lines = Array.from({ length: 200 }, () => ({ ...line(text), description: text }));
  order = await createOrder(alice, { lines });
});

/** Each with its number. */
function many(count: number, toText: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => toText(n)).join(' ');
}

/** With 200 lines they come to 9 MB. */
const longNames = many(240, (n) => `a${n}${'x'.repeat(190)}: id`);

/** The one order so many times. */
async function ask(by: Query, selection: string, times: number, fragment = '') {
  const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${selection} } } } ${fragment}`;
  return by(document, { ids: Array.from({ length: times }, () => order.id) });
}

function codesOf({ errors = [] }: Pick<Result, 'errors'>): readonly string[] {
  return [...new Set<string>(errors.map(({ extensions }: Result) => extensions.code))];
}

describe('of an answer, no more is made', () => {
  test.each<{ what: string; selection: string; times: number; fragment?: string }>([
    {
      what: '100,000 values: one field by many names',
      selection: `lines { ${many(480, (n) => `a${n}: id`)} }`,
      times: 100,
    },
    {
      what: '100,000 values: fields of fields',
      selection: `lines { ${many(240, (n) => `a${n}: total { amount }`)} }`,
      times: 100,
    },
    {
      what: '100,000 values: names of types',
      selection: `lines { ${many(480, (n) => `a${n}: __typename`)} }`,
      times: 100,
    },
    {
      what: '100,000 values: names of types in fragments',
      selection: 'lines { ...F }',
      times: 100,
      fragment: `fragment F on OrderLine { ${many(150, (n) => `a${n}: __typename ... { b${n}: __typename }`)} }`,
    },
    { what: '8 MB: long texts', selection: 'lines { sku description a: sku }', times: 10 },
    { what: '8 MB: long names', selection: `lines { ${longNames} }`, times: 1 },
  ])('than $what', async ({ what, selection, times, fragment }) => {
    const answer = await ask(alice, selection, times, fragment);
    expect([answer.status, codesOf(answer)]).toEqual([413, ['OPERATION_TOO_LARGE']]);
    expect([answer.errors.length, answer.data]).toEqual([1, undefined]);
    const most = what.startsWith('8 MB') ? '8000000 bytes' : '100000 values';
    expect(answer.errors[0].message).toMatch(`at most ${most}:`);
  });

  test('and a change that was made says so', async () => {
    const requestId = newRequestId();
    const document = `mutation ($input: AddOrderLineInput!) { addOrderLine(input: $input) {
      ... on OrderChanged { order { lines { ${longNames} } } } } }`;
    const lines = Array.from({ length: 199 }, () => line('pot'));
    const { id, etag } = await createOrder(alice, { lines });
    const input = { requestId, id, ifMatch: etag, line: line('mug') };
    const { status, errors } = await alice(document, { input });
    expect(status).toBe(413);
    expect(errors[0].extensions).toMatchObject({
      code: 'OPERATION_TOO_LARGE',
      mutationRequestId: requestId,
    });
    expect((await read(alice, id)).lines).toHaveLength(200);
  });
});

/** What failed with nobody waiting for it, while the work was done: outside of tests, that ends the process. */
async function leftBy(work: () => Promise<void>): Promise<readonly unknown[]> {
  const left: unknown[] = [];
  const note = (reason: unknown) => left.push(reason);
  process.on('unhandledRejection', note);
  await work();
  await new Promise((resolve) => void setImmediate(resolve));
  process.off('unhandledRejection', note);
  return left;
}

test('reads that an answer is too large for are left to nobody', async () => {
  const typeNames = many(480, (n) => `a${n}: __typename`);
  const document = `query ($a: [ID!]!, $b: [ID!]!, $c: [ID!]!) {
    a: nodes(ids: $a) { ...F } b: nodes(ids: $b) { ...F } c: nodes(ids: $c) { ...F }
  }
  fragment F on Node { ${typeNames} }`;
  const ids = () => Array.from({ length: 100 }, () => `ord_${newRequestId()}`);
  const left = await leftBy(async () => {
    const answer = await alice(document, { a: ids(), b: ids(), c: ids() });
    expect([answer.status, codesOf(answer)]).toEqual([413, ['OPERATION_TOO_LARGE']]);
  });
  expect(left).toEqual([]);
});

test('nothing is begun once an answer is too large, and nothing is left behind it', async () => {
  const [a, b] = [newRequestId(), newRequestId()];
  const document = `mutation ($id: ID!, $etag: ETag!) {
    a: setOrderNote(input: { id: $id, ifMatch: $etag, requestId: "${a}", note: "n" }) {
      ... on OrderChanged { order { lines { ${longNames} } history { edges { cursor } } } }
    }
    b: openAccount(input: { owner: "ann", currency: "USD", requestId: "${b}" }) { __typename }
  }`;
  const { id, etag } = await createOrder(alice, {
    lines: Array.from({ length: 200 }, () => line('pot')),
  });
  const left = await leftBy(async () => {
    const { data, errors } = await alice(document, { id, etag });
    expect(data).toEqual({ a: null, b: null });
    const told = errors.map(({ path, extensions }: Result) => [
      path[0],
      extensions.code,
      extensions.mutationRequestId,
    ]);
    expect(told).toContainEqual(['a', 'OPERATION_TOO_LARGE', a]);
    expect(told).toContainEqual(['b', 'OPERATION_TOO_LARGE', undefined]);
  });
  expect(left).toEqual([]);
  expect(await read(alice, `acc_${b}`)).toBe(null);
});

test('what computes past the deadline is stopped, though no timer gets its turn', async () => {
  let milliseconds = 0;
  // Each look at the clock takes a second.
  const clock = () => (milliseconds += 1000);
  const by = await signIn(await openApi({ system: { clock } }), { tenant });
  const selection = `lines { ${many(40, (n) => `a${n}: id`)} }`;
  const answer = await ask(by, selection, 20);
  expect([answer.status, codesOf(answer)]).toEqual([200, ['DEADLINE']]);
  // One reason is told ten times.
  expect(answer.errors).toHaveLength(10);
  expect(answer.data.nodes.at(-1)).toBe(null);
});

test('what is left out of an answer is not counted', async () => {
  const names = many(50, (n) => `a${n}: __typename @include(if: $no)`);
  const document = `query ($ids: [ID!]!, $no: Boolean = false) {
    nodes(ids: $ids) { ... on Order { lines { id ${names} } } } }`;
  const { status } = await alice(document, { ids: Array.from({ length: 11 }, () => order.id) });
  expect(status).toBe(200);
});

test('20 orders of 200 lines are no more than an answer may hold', async () => {
  const lines = Array.from({ length: 200 }, (_, n) => line(`sku ${n}`));
  const { id } = await createOrder(alice, { lines });
  const money = '{ amount currency }';
  const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Order {
    id customer status total ${money} lines { id sku description quantity unitPrice ${money} total ${money} } } } }`;
  const { status, data } = await alice(document, { ids: Array.from({ length: 20 }, () => id) });
  expect(status).toBe(200);
  expect(data.nodes[19].lines[199].unitPrice).toEqual(usd('10.00'));
});
