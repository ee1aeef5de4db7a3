import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../src/local/requestId.ts';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import {
  accountsQuery,
  documentOf,
  isOfAccounts,
  type Mutation,
  ordersQuery,
} from '../support/documents.ts';
import { openProxied } from '../support/wire.ts';

const send = await openApi();

const permissionOf: Readonly<Record<Mutation, string>> = {
  openAccount: 'accounts.open',
  deposit: 'accounts.deposit',
  withdraw: 'accounts.withdraw',
  closeAccount: 'accounts.close',
  createOrder: 'orders.write',
  addOrderLine: 'orders.write',
  changeOrderLine: 'orders.write',
  removeOrderLine: 'orders.write',
  setOrderNote: 'orders.write',
  placeOrder: 'orders.place',
  cancelOrder: 'orders.cancel',
};

const mutations = Object.keys(permissionOf) as readonly Mutation[]; // the record has them all

const everything = [
  ...new Set(Object.values(permissionOf)),
  'accounts.read',
  'accounts.read.own',
  'orders.read',
  'orders.read.own',
];

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const line = { sku: 'm1', description: 'mug', quantity: 1, unitPrice: eur('2.50') };

async function newAccount(manager: Query, balance = '0.01') {
  const opened = await manager(documentOf('openAccount'), {
    input: { owner: 'bob', currency: 'EUR' },
  });
  const filled = await manager(documentOf('deposit'), {
    input: { ...at(opened.data.result.account), amount: eur(balance) },
  });
  return filled.data.result.account;
}

async function newEmptyAccount(manager: Query) {
  const account = await newAccount(manager, '1.00');
  const emptied = await manager(documentOf('withdraw'), {
    input: { ...at(account), amount: eur('1.00') },
  });
  return emptied.data.result.account;
}

async function newOrder(manager: Query) {
  const created = await manager(documentOf('createOrder'), {
    input: { customer: 'bob', currency: 'EUR', lines: [line] },
  });
  return created.data.result.order;
}

function at({ id, etag }: { readonly id: string; readonly etag: string }) {
  return { id, ifMatch: etag };
}

/** Inputs that each mutation takes, of an entity of Bob's that was just made. */
const goodInputs: Readonly<Record<Mutation, (manager: Query) => Promise<object>>> = {
  openAccount: () => Promise.resolve({ owner: 'bob', currency: 'EUR' }),
  deposit: async (manager) => ({ ...at(await newAccount(manager)), amount: eur('1.00') }),
  withdraw: async (manager) => ({ ...at(await newAccount(manager, '9.00')), amount: eur('1.00') }),
  closeAccount: async (manager) => at(await newEmptyAccount(manager)),
  createOrder: () => Promise.resolve({ customer: 'bob', currency: 'EUR' }),
  addOrderLine: async (manager) => ({ ...at(await newOrder(manager)), line }),
  changeOrderLine: async (manager) => {
    const order = await newOrder(manager);
    return { ...at(order), lineId: order.lines[0].id, quantity: 2 };
  },
  removeOrderLine: async (manager) => {
    const order = await newOrder(manager);
    return { ...at(order), lineId: order.lines[0].id };
  },
  setOrderNote: async (manager) => ({ ...at(await newOrder(manager)), note: 'soon' }),
  placeOrder: async (manager) => at(await newOrder(manager)),
  cancelOrder: async (manager) => at(await newOrder(manager)),
};

const bad = { id: 'nonsense', ifMatch: '', onConflict: 'OVERWRITE' };
const lineId = '0ujtsYcgvSTl8PAuAdqWYSMnLOv';

/** Inputs that no mutation takes, but that coerce. */
const badInputs: Readonly<Record<Mutation, object>> = {
  openAccount: { owner: '', currency: 'ZZZ' },
  deposit: { ...bad, amount: { amount: '0.001', currency: 'ZZZ' } },
  withdraw: { ...bad, amount: { amount: '0.001', currency: 'ZZZ' } },
  closeAccount: bad,
  createOrder: { customer: '', currency: 'ZZZ' },
  addOrderLine: { ...bad, line: { ...line, sku: '' } },
  changeOrderLine: { ...bad, lineId, quantity: 0 },
  removeOrderLine: { ...bad, lineId },
  setOrderNote: { ...bad, note: '\u0000' },
  placeOrder: bad,
  cancelOrder: bad,
};

const creates = (mutation: Mutation) => mutation === 'openAccount' || mutation === 'createOrder';

const reading = (mutation: Mutation) => (isOfAccounts(mutation) ? 'accounts.read' : 'orders.read');

const codeOf = ({ errors }: Awaited<ReturnType<Query>>) => errors?.[0].extensions.code;

describe.each(mutations)('%s', (mutation) => {
  const permission = permissionOf[mutation];

  test(`needs ${permission}, and to see: nothing else`, async () => {
    const tenant = newTenant();
    const input = await goodInputs[mutation](await signIn(send, { tenant }));
    const permissions = [permission, reading(mutation)];
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const { data, errors } = await bob(documentOf(mutation), { input });
    expect(errors).toBeUndefined();
    expect(data.result).toMatchObject({ change: { by: 'bob' }, replayed: false });
  });

  test('is FORBIDDEN without it, whatever else one may do, and nothing is written', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const input = await goodInputs[mutation](manager);
    const before = await listBoth(manager);
    const permissions = everything.filter((name) => name !== permission);
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const answer = await bob(documentOf(mutation), { input });
    expect([answer.status, codeOf(answer), answer.data]).toEqual([
      200,
      'FORBIDDEN',
      { result: null },
    ]);
    expect(await listBoth(manager)).toEqual(before);
  });

  test('is FORBIDDEN before its input is looked at', async () => {
    const permissions = everything.filter((name) => name !== permission);
    const bob = await signIn(send, { tenant: newTenant(), permissions });
    const input = badInputs[mutation];
    expect(codeOf(await bob(documentOf(mutation), { input }))).toBe('FORBIDDEN');
    const manager = await signIn(send, { tenant: newTenant() });
    const { data } = await manager(documentOf(mutation), { input });
    expect(data.result).toMatchObject({ __typename: 'InvalidInputError' });
  });
});

describe.each(mutations.filter((mutation) => !creates(mutation)))('%s', (mutation) => {
  const permission = permissionOf[mutation];

  test('of what one may not see is NotFoundError', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const input = await goodInputs[mutation](manager);
    const before = await listBoth(manager);
    for (const [subject, permissions] of [
      ['bob', [permission]],
      ['carol', [permission, `${reading(mutation)}.own`]],
    ] as const) {
      const blind = await signIn(send, { tenant, subject, permissions });
      const { data } = await blind(documentOf(mutation), { input });
      expect(data.result).toMatchObject({ __typename: 'NotFoundError', ...idOf(input) });
    }
    expect(await listBoth(manager)).toEqual(before);
  });

  test("of what is one's own needs to see one's own", async () => {
    const tenant = newTenant();
    const input = await goodInputs[mutation](await signIn(send, { tenant }));
    const permissions = [permission, `${reading(mutation)}.own`];
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const { data } = await bob(documentOf(mutation), { input });
    expect(data.result).toMatchObject({ change: { by: 'bob' }, replayed: false });
  });
});

function idOf(input: object) {
  return 'id' in input ? { id: input.id } : {};
}

async function listBoth(manager: Query) {
  return [(await manager(accountsQuery)).data, (await manager(ordersQuery)).data];
}

describe.each([
  [
    'openAccount',
    'accounts.open',
    'accounts.read',
    (owner: string) => ({ owner, currency: 'EUR' }),
  ],
  [
    'createOrder',
    'orders.write',
    'orders.read',
    (customer: string) => ({ customer, currency: 'EUR' }),
  ],
] as const)('%s', (mutation, create, read, inputFor) => {
  test('needs the right to see what it makes, and so does its replay; nothing is written', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const input = { ...inputFor('bob'), requestId: newRequestId() };
    const before = await listBoth(manager);
    for (const permissions of [[create], [create, `${read}.own`]]) {
      const blind = await signIn(send, { tenant, permissions });
      expect(codeOf(await blind(documentOf(mutation), { input }))).toBe('FORBIDDEN');
    }
    expect(await listBoth(manager)).toEqual(before);
    const sighted = await signIn(send, { tenant, permissions: [create, read] });
    expect((await sighted(documentOf(mutation), { input })).data.result.replayed).toBe(false);
    for (const permissions of [[create], [create, `${read}.own`]]) {
      const blind = await signIn(send, { tenant, permissions });
      expect(codeOf(await blind(documentOf(mutation), { input }))).toBe('FORBIDDEN');
    }
  });

  test("of what will be one's own needs to see one's own", async () => {
    const permissions = [create, `${read}.own`];
    const bob = await signIn(send, { tenant: newTenant(), subject: 'bob', permissions });
    const { data } = await bob(documentOf(mutation), { input: inputFor('bob') });
    expect(data.result).toMatchObject({ change: { by: 'bob' }, replayed: false });
  });
});

describe('queries', () => {
  const fields = {
    account: ['accounts', '{ account(id: "x") { id } }'],
    accounts: ['accounts', '{ accounts { edges { cursor } } }'],
    order: ['orders', '{ order(id: "x") { id } }'],
    orders: ['orders', '{ orders { edges { cursor } } }'],
  } as const;

  test.each(Object.entries(fields))(
    "%s needs to read, all or one's own",
    async (_name, [of, query]) => {
      for (const read of [`${of}.read`, `${of}.read.own`]) {
        const reader = await signIn(send, { tenant: newTenant(), permissions: [read] });
        expect((await reader(query)).errors).toBeUndefined();
      }
      const permissions = everything.filter((name) => !name.startsWith(`${of}.read`));
      const other = await signIn(send, { tenant: newTenant(), permissions });
      expect(codeOf(await other(query))).toBe('FORBIDDEN');
    },
  );

  test('viewer, node and nodes need nothing: what may not be seen is null', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const ids = [(await newAccount(manager)).id, (await newOrder(manager)).id];
    const query = `query ($id: ID!, $ids: [ID!]!) {
      viewer { permissions } node(id: $id) { id } nodes(ids: $ids) { id }
    }`;
    const nobody = await signIn(send, { tenant, permissions: [] });
    const { data, errors } = await nobody(query, { id: ids[0], ids });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ viewer: { permissions: [] }, node: null, nodes: [null, null] });
    const clerk = await signIn(send, { tenant, permissions: ['orders.read'] });
    const seen = await clerk(query, { id: ids[1], ids });
    expect(seen.data).toMatchObject({ node: { id: ids[1] }, nodes: [null, { id: ids[1] }] });
  });
});

test('node and nodes read nothing of what no permission lets one see', async () => {
  const { proxy, send: proxied } = await openProxied();
  await using _ = proxy;
  const tenant = newTenant();
  const manager = await signIn(send, { tenant });
  const account = (await newAccount(manager)).id;
  const order = (await newOrder(manager)).id;
  const query = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }';
  const readAs = async (permissions: readonly string[], id: string) => {
    proxy.clear();
    const person = await signIn(proxied, { tenant, permissions });
    await person(query, { id, ids: [account, order] });
    return new Set(proxy.requests.filter(({ kind }) => kind === 'read').map((read) => read.id));
  };
  expect(await readAs(Object.values(permissionOf), account)).toEqual(new Set());
  expect(await readAs(['accounts.read'], order)).toEqual(new Set([account]));
  expect(await readAs(['orders.read.own'], account)).toEqual(new Set([order]));
});

describe('roles', () => {
  const accountMutations = mutations.filter((mutation) => isOfAccounts(mutation));
  const sales = mutations.filter(
    (mutation) => !isOfAccounts(mutation) && mutation !== 'cancelOrder',
  );
  const reads = ['accounts.read', 'orders.read'];

  test.each<readonly [string, readonly Mutation[], readonly string[]]>([
    ['Teller', accountMutations, ['accounts.read']],
    ['Sales', sales, ['orders.read']],
    ['Manager', mutations, reads],
    ['Auditor', [], reads],
    ['Customer', [], ['accounts.read.own', 'orders.read.own']],
    ['Nonsense', [], []],
  ])('%s', async (role, allowed, reading) => {
    const person = await signIn(send, { tenant: newTenant(), roles: [role] });
    const outcomes = await Promise.all(
      mutations.map(async (mutation) => {
        const answer = await person(documentOf(mutation), { input: badInputs[mutation] });
        const { __typename: name } = answer.data?.result ?? {};
        return codeOf(answer) ?? name;
      }),
    );
    expect(outcomes).toEqual(
      mutations.map((mutation) => (allowed.includes(mutation) ? 'InvalidInputError' : 'FORBIDDEN')),
    );
    const { data } = await person('{ viewer { permissions } }');
    const permissions = new Set([...reading, ...allowed.map((mutation) => permissionOf[mutation])]);
    expect(data.viewer.permissions).toEqual([...permissions].toSorted());
  });
});

const permissionsOf = async (roles: readonly string[], scopes: readonly string[]) => {
  const person = await signIn(send, { tenant: newTenant(), roles, permissions: scopes });
  return (await person('{ viewer { permissions } }')).data.viewer.permissions;
};

describe('a person who calls through an app', () => {
  test('may do what both may do', async () => {
    expect(await permissionsOf(['Teller'], ['accounts.deposit', 'orders.read'])).toEqual([
      'accounts.deposit',
    ]);
    expect(await permissionsOf(['Sales'], ['accounts.read'])).toEqual([]);
    expect(await permissionsOf(['Auditor'], ['orders.read.own'])).toEqual(['orders.read.own']);
    expect(await permissionsOf(['Customer'], ['orders.read'])).toEqual(['orders.read.own']);
    expect(await permissionsOf(['Sales'], ['access_as_user'])).toEqual([
      'orders.place',
      'orders.read',
      'orders.write',
    ]);
  });

  test('meets that at each field', async () => {
    const tenant = newTenant();
    const person = { tenant, roles: ['Manager'], permissions: ['accounts.read', 'accounts.open'] };
    const bob = await signIn(send, person);
    const input = { owner: 'bob', currency: 'EUR' };
    const { data } = await bob(documentOf('openAccount'), { input });
    const { id, etag } = data.result.account;
    const deposit = { id, ifMatch: etag, amount: eur('1.00') };
    expect(codeOf(await bob(documentOf('deposit'), { input: deposit }))).toBe('FORBIDDEN');
    expect(codeOf(await bob(ordersQuery))).toBe('FORBIDDEN');
  });
});

test('the viewer is who the token says', async () => {
  const tenant = newTenant();
  const now = new Date();
  const person = { tenant, subject: 'zoë', roles: ['Auditor', 'Customer'], expiresIn: 600 };
  const zoe = await signIn(send, person, now);
  const { data, headers } = await zoe('{ viewer { subject tenant permissions tokenExpiresAt } }');
  expect(data.viewer).toEqual({
    subject: 'zoë',
    tenant,
    permissions: ['accounts.read', 'orders.read'],
    tokenExpiresAt: new Date((Math.floor(now.getTime() / 1000) + 600) * 1000).toISOString(),
  });
  expect(headers.get('x-session-token')).toBeNull();
});
