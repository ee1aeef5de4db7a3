import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import { cases, prepare } from '../../support/declared/cases.ts';
import { type Mutation, policiesOf } from '../../support/declared/declared.ts';
import { documentOf } from '../../support/declared/documents.ts';

const send = await openApi();

const usd = (amount: string) => ({ amount, currency: 'USD' });
const line = { sku: 'm1', description: 'mug', quantity: 1, unitPrice: usd('2.50') };

async function mutate(by: Query, mutation: Mutation, input: object) {
  const { data, errors } = await by(documentOf(mutation), { input });
  expect(errors).toBeUndefined();
  return data.result;
}

const at = ({ id, etag }: { readonly id: string; readonly etag: string }) => ({
  id,
  ifMatch: etag,
});

async function newEntities(more: object = {}) {
  const alice = await signIn(send, { tenant: newTenant() });
  const opened = await mutate(alice, 'openAccount', { owner: 'ann', currency: 'USD' });
  const created = await mutate(alice, 'createOrder', {
    customer: 'ann',
    currency: 'USD',
    lines: [line],
    ...more,
  });
  return {
    alice,
    account: opened.account,
    order: created.order,
    atAccount: at(opened.account),
    atOrder: at(created.order),
  };
}

const invalidAt = (...path: readonly string[]) => ({
  __typename: 'InvalidInputError',
  message: expect.stringMatching(/^\S.*\.$/),
  path: ['input', ...path],
});

type Entities = Awaited<ReturnType<typeof newEntities>>;

describe('text', () => {
  const texts: readonly {
    readonly mutation: Mutation;
    readonly path: readonly string[];
    readonly least: number;
    readonly input: (entities: Entities, text: string) => object;
  }[] = [
    {
      mutation: 'openAccount',
      path: ['owner'],
      least: 1,
      input: (_, owner) => ({ owner, currency: 'USD' }),
    },
    {
      mutation: 'deposit',
      path: ['memo'],
      least: 0,
      input: ({ atAccount }, memo) => ({ ...atAccount, amount: usd('1'), memo }),
    },
    {
      mutation: 'createOrder',
      path: ['customer'],
      least: 1,
      input: (_, customer) => ({ customer, currency: 'USD' }),
    },
    {
      mutation: 'createOrder',
      path: ['note'],
      least: 0,
      input: (_, note) => ({ customer: 'ann', currency: 'USD', note }),
    },
    {
      mutation: 'createOrder',
      path: ['lines', '1', 'sku'],
      least: 1,
      input: (_, sku) => ({ customer: 'a', currency: 'USD', lines: [line, { ...line, sku }] }),
    },
    {
      mutation: 'addOrderLine',
      path: ['line', 'description'],
      least: 1,
      input: ({ atOrder }, description) => ({ ...atOrder, line: { ...line, description } }),
    },
    {
      mutation: 'setOrderNote',
      path: ['note'],
      least: 0,
      input: ({ atOrder }, note) => ({ ...atOrder, note }),
    },
  ];

  const good = [
    'a',
    '\u{1F600}'.repeat(500),
    '\u00e9'.repeat(500),
    '<b>&amp;"quoted"\\</b>',
    'a\uFFFF',
  ];
  const inMemos = ['', ' ', ' tab\tand\nlines\r\n ', '\u0085', '\u2028'];
  const bad = [
    'a'.repeat(501),
    '\u{1F600}'.repeat(501),
    'e\u0301'.repeat(501),
    'nul\u0000',
    '\u0007',
    '\u007F',
    'half of a pair \uD800',
    'cable\u202E00.5',
  ];
  const inNames = [
    '',
    ' ',
    '\u00A0',
    '\u200B',
    '\u2800',
    'pen\nbob cancelled the order',
    'a\tb',
    'a\u0085b',
    'a\u2028b',
  ];

  test.each(texts)('$mutation keeps $path as it was sent', async ({ mutation, input, least }) => {
    const entities = await newEntities();
    for (const text of [...good, ...(least === 0 ? inMemos : [])]) {
      const result = await mutate(entities.alice, mutation, input(entities, text));
      expect(JSON.stringify(result)).toContain(JSON.stringify(text));
    }
  });

  test.each(texts)('$mutation keeps $path in NFC', async ({ mutation, input }) => {
    const entities = await newEntities();
    const result = await mutate(entities.alice, mutation, input(entities, 'e\u0301'.repeat(500)));
    expect(JSON.stringify(result)).toContain(JSON.stringify('\u00e9'.repeat(500)));
  });

  test.each(texts)('$mutation refuses $path', async ({ mutation, path, input, least }) => {
    const entities = await newEntities();
    for (const text of [...bad, ...(least === 1 ? inNames : [])]) {
      const result = await mutate(entities.alice, mutation, input(entities, text));
      expect(result).toEqual(invalidAt(...path));
    }
  });

  test("typed in another form of Unicode is found, and seen as one's own", async () => {
    const tenant = newTenant();
    const alice = await signIn(send, { tenant });
    const { order } = await mutate(alice, 'createOrder', { customer: 'Zo\u00eb', currency: 'USD' });
    const list = `query ($customer: String!) { orders(filter: { customer: $customer }) { edges { node { id } } } }`;
    for (const customer of ['Zo\u00eb', 'Zoe\u0308']) {
      const { data } = await alice(list, { customer });
      expect(data.orders.edges).toEqual([{ node: { id: order.id } }]);
    }
    const zoe = await signIn(send, {
      tenant,
      subject: 'Zoe\u0308',
      permissions: ['orders.read.own'],
    });
    const { data } = await zoe(
      'query ($id: ID!) { order(id: $id) { id } orders { edges { node { id } } } }',
      {
        id: order.id,
      },
    );
    expect(data).toEqual({
      order: { id: order.id },
      orders: { edges: [{ node: { id: order.id } }] },
    });
  });
});

describe('a note that is left out', () => {
  test('is not a note that is removed', async () => {
    const { alice, atOrder } = await newEntities({ note: 'ring twice' });
    expect(await mutate(alice, 'setOrderNote', atOrder)).toEqual(invalidAt('note'));
    const { order } = await mutate(alice, 'setOrderNote', { ...atOrder, note: null });
    expect(order.note).toBeNull();
  });
});

describe('all that is wrong', () => {
  test('is told at once, in the order of the input', async () => {
    const { alice, atOrder } = await newEntities();
    const ask = (mutation: string, type: string, input: object) =>
      alice(
        `mutation ($input: ${type}!) { result: ${mutation}(input: $input) {
          ... on InvalidInputError { message path issues { message path } }
        } }`,
        { input },
      );
    const bad = { sku: '', description: ' ', quantity: 0, unitPrice: usd('-1') };
    const created = await ask('createOrder', 'CreateOrderInput', {
      customer: '',
      currency: 'ZZZ',
      lines: [line, bad],
      note: '\0',
    });
    const foreign = { ...line, unitPrice: { amount: '1', currency: 'JPY' } };
    const mixed = await ask('createOrder', 'CreateOrderInput', {
      customer: '',
      currency: 'USD',
      lines: [foreign, line, foreign],
    });
    expect(mixed.data.result.issues).toMatchObject([
      { path: ['input', 'customer'] },
      { path: ['input', 'lines', '0'] },
      { path: ['input', 'lines', '2'] },
    ]);
    const { message, path, issues } = created.data.result;
    expect(
      issues.map((issue: { readonly path: readonly string[] }) => issue.path.join('.')),
    ).toEqual([
      'input.customer',
      'input.currency',
      'input.lines.1.sku',
      'input.lines.1.description',
      'input.lines.1.quantity',
      'input.lines.1.unitPrice.amount',
      'input.note',
    ]);
    expect({ message, path }).toEqual(issues[0]);
    const added = await ask('addOrderLine', 'AddOrderLineInput', {
      ...atOrder,
      onConflict: 'OVERWRITE',
      line: { ...line, quantity: 0 },
    });
    expect(added.data.result.issues).toMatchObject([
      { path: ['input', 'onConflict'] },
      { path: ['input', 'line', 'quantity'] },
    ]);
  });
});

describe('quantities', () => {
  test.each([0, -1, 1_000_001, 2_147_483_647])('%d is none', async (quantity) => {
    const { alice, atOrder, order } = await newEntities();
    const [{ id: lineId }] = order.lines;
    const bad = { ...line, quantity };
    expect(await mutate(alice, 'addOrderLine', { ...atOrder, line: bad })).toEqual(
      invalidAt('line', 'quantity'),
    );
    expect(await mutate(alice, 'changeOrderLine', { ...atOrder, lineId, quantity })).toEqual(
      invalidAt('quantity'),
    );
    const lines = [line, line, bad];
    expect(await mutate(alice, 'createOrder', { customer: 'a', currency: 'USD', lines })).toEqual(
      invalidAt('lines', '2', 'quantity'),
    );
  });

  test('1 and 1000000 are', async () => {
    const lines = [1, 1_000_000].map((quantity) => ({ ...line, quantity }));
    const { order } = await newEntities({ lines });
    expect(order.total).toEqual(usd('2500002.50'));
  });

  test('200 lines are an order, 201 are none', async () => {
    const lines = Array.from({ length: 200 }, () => line);
    const { alice, atOrder, order } = await newEntities({ lines });
    expect(new Set(order.lines.map(({ id }: { readonly id: string }) => id)).size).toBe(200);
    expect(await mutate(alice, 'addOrderLine', { ...atOrder, line })).toEqual(invalidAt('line'));
    const input = { customer: 'a', currency: 'USD', lines: [...lines, line] };
    expect(await mutate(alice, 'createOrder', input)).toEqual(invalidAt('lines'));
  });
});

describe('onConflict', () => {
  const moving = { amount: usd('1.00') };
  const changing = cases.filter(({ creates }) => !creates);

  test.each(changing)('of $mutation is what it allows, even with a fresh etag', async (one) => {
    const { alice } = await newEntities();
    const { input } = await prepare(one, alice);
    const allowed: readonly string[] = policiesOf(one.mutation);
    const others = ['REJECT', 'REAPPLY', 'OVERWRITE'].filter((name) => !allowed.includes(name));
    expect(others).not.toEqual([]);
    for (const onConflict of others) {
      const result = await mutate(alice, one.mutation, { ...input, onConflict });
      expect(result).toEqual(invalidAt('onConflict'));
    }
  });

  test('that is null is the default', async () => {
    const { alice, atAccount } = await newEntities();
    await mutate(alice, 'deposit', { ...atAccount, ...moving });
    const again = { ...atAccount, ...moving, onConflict: null };
    expect(await mutate(alice, 'deposit', again)).toMatchObject({ __typename: 'AccountChanged' });
    expect(await mutate(alice, 'withdraw', again)).toMatchObject({
      __typename: 'AccountConflictError',
    });
  });
});

describe('a requestId', () => {
  test('is from the past, or the next 5 minutes', async () => {
    const now = new Date('2026-03-01T10:00:00Z');
    const api = await openApi({ system: { now: () => now } });
    const alice = await signIn(api, { tenant: newTenant() }, now);
    const ahead = (seconds: number) => newRequestId(new Date(now.getTime() + seconds * 1000));
    const open = (requestId: string) =>
      mutate(alice, 'openAccount', { owner: 'ann', currency: 'USD', requestId });
    for (const seconds of [-300_000_000, -1, 0, 300]) {
      const requestId = ahead(seconds);
      expect((await open(requestId)).account.id).toBe(`acc_${requestId}`);
    }
    for (const seconds of [301, 300_000_000]) {
      expect(await open(ahead(seconds))).toEqual(invalidAt('requestId'));
    }
  });

  test('can be had from the API, a fresh one each time', async () => {
    const { alice } = await newEntities();
    const { data } = await alice('{ a: newRequestId b: newRequestId }');
    expect([data.a, data.b]).toEqual([
      expect.stringMatching(/^[0-9A-Za-z]{27}$/),
      expect.stringMatching(/^[0-9A-Za-z]{27}$/),
    ]);
    expect(data.a).not.toBe(data.b);
  });
});

describe('an id', () => {
  const good = newRequestId();
  const malformed = [
    '',
    'x',
    good,
    'acc_',
    `acc_${good.slice(1)}`,
    `acc_${good}0`,
    `acc_${good.slice(1)}-`,
    `acc_${'z'.repeat(27)}`,
    `ACC_${good}`,
    ` acc_${good}`,
    `acc_${good}~0`,
    'acc_../../orders/docs/xxxxxxxxxx',
    `usr_${good}`,
    'x'.repeat(5000),
    '\u0000',
  ];

  test.each(malformed)('%j is null for a query', async (id) => {
    const { alice } = await newEntities();
    for (const wanted of [id, id.replace('acc_', 'ord_').replace('ACC', 'ORD')]) {
      const { data, errors } = await alice(
        'query ($id: ID!) { account(id: $id) { id } order(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }',
        { id: wanted },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ account: null, order: null, node: null, nodes: [null] });
    }
  });

  test.each(malformed)('%j is NotFoundError for a mutation', async (id) => {
    const { alice, atAccount, atOrder } = await newEntities();
    const deposit = { ...atAccount, amount: usd('1'), id };
    const notFound = { __typename: 'NotFoundError', id };
    expect(await mutate(alice, 'deposit', deposit)).toMatchObject(notFound);
    expect(await mutate(alice, 'cancelOrder', { ...atOrder, id })).toMatchObject(notFound);
  });

  test('of the other kind, or of nothing, is not found either', async () => {
    const { alice, account, order, atAccount, atOrder } = await newEntities();
    const { data } = await alice(
      'query ($account: ID!, $order: ID!) { account(id: $order) { id } order(id: $account) { id } }',
      { account: account.id, order: order.id },
    );
    expect(data).toEqual({ account: null, order: null });
    for (const id of [order.id, `acc_${newRequestId()}`]) {
      const deposit = { ...atAccount, amount: usd('1'), id };
      const result = await mutate(alice, 'deposit', deposit);
      expect(result).toMatchObject({ __typename: 'NotFoundError', id });
    }
    const cancelled = await mutate(alice, 'cancelOrder', { ...atOrder, id: account.id });
    expect(cancelled).toMatchObject({ __typename: 'NotFoundError', id: account.id });
  });

  test('nodes come in the order of their ids, as often as they are asked for', async () => {
    const { alice, account, order } = await newEntities();
    const ids = [order.id, 'nonsense', account.id, order.id, `ord_${newRequestId()}`, account.id];
    const query =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Versioned { version } } }';
    const found = {
      account: { __typename: 'Account', id: account.id, version: 1 },
      order: { __typename: 'Order', id: order.id, version: 1 },
    };
    expect((await alice(query, { ids })).data.nodes).toEqual([
      found.order,
      null,
      found.account,
      found.order,
      null,
      found.account,
    ]);
    expect((await alice(query, { ids: [] })).data.nodes).toEqual([]);
  });
});
