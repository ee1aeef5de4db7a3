import { describe, expect, test } from 'vitest';
import { permissionNames } from '../../../src/auth/permissions.ts';
import { kinds } from '../../../src/entities.ts';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import { caseNamed, makeNew, prepare } from '../../support/declared/cases.ts';
import {
  factsOf,
  kindOf,
  listed,
  type Mutation,
  mutations,
  policiesOf,
} from '../../support/declared/declared.ts';
import { documentOf, ordersQuery, queryOf } from '../../support/declared/documents.ts';
import { openProxied } from '../../support/wire.ts';

const send = await openApi();

const permissionOf = (mutation: Mutation) => factsOf(mutation).permission;

const everything = permissionNames;

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Of an entity of Bob's that was just made. */
const goodInput = async (mutation: Mutation, manager: Query) =>
  (await prepare(caseNamed(mutation), manager, 'bob')).input;

/** What no mutation takes, but that coerces: a KSUID from the future, or a policy that is not allowed. */
async function badInput(mutation: Mutation): Promise<object> {
  const input = await goodInput(mutation, await signIn(send, { tenant: newTenant() }));
  const allowed: readonly string[] = policiesOf(mutation);
  const onConflict = ['REAPPLY', 'OVERWRITE'].find((policy) => !allowed.includes(policy));
  const future = new Date(Date.now() + 3_600_000);
  return factsOf(mutation).creates
    ? { ...input, requestId: newRequestId(future) }
    : { ...input, id: 'nonsense', onConflict };
}

const reading = (mutation: Mutation) => `${kindOf(mutation).container}.read`;

const isOwned = (mutation: Mutation) => kindOf(mutation).owner !== null;

const codeOf = ({ errors }: Awaited<ReturnType<Query>>) => errors?.[0].extensions.code;

describe.each(mutations)('%s', (mutation) => {
  const permission = permissionOf(mutation);

  test(`needs ${permission}, and to see: nothing else`, async () => {
    const tenant = newTenant();
    const input = await goodInput(mutation, await signIn(send, { tenant }));
    const permissions = [permission, reading(mutation)];
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const { data, errors } = await bob(documentOf(mutation), { input });
    expect(errors).toBeUndefined();
    expect(data.result).toMatchObject({ change: { by: 'bob' }, replayed: false });
  });

  test('is FORBIDDEN without it, whatever else one may do, and nothing is written', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const input = await goodInput(mutation, manager);
    const before = await entity(manager, mutation, input);
    const permissions = everything.filter((name) => name !== permission);
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const answer = await bob(documentOf(mutation), { input });
    expect([answer.status, codeOf(answer), answer.data]).toEqual([
      200,
      'FORBIDDEN',
      { result: null },
    ]);
    expect(await entity(manager, mutation, input)).toEqual(before);
  });

  test('is FORBIDDEN before its input is looked at', async () => {
    const permissions = everything.filter((name) => name !== permission);
    const bob = await signIn(send, { tenant: newTenant(), permissions });
    const input = await badInput(mutation);
    expect(codeOf(await bob(documentOf(mutation), { input }))).toBe('FORBIDDEN');
    const manager = await signIn(send, { tenant: newTenant() });
    const { data } = await manager(documentOf(mutation), { input });
    expect(data.result).toMatchObject({ __typename: 'InvalidInputError' });
  });
});

describe.each(mutations.filter((mutation) => !factsOf(mutation).creates))('%s', (mutation) => {
  const permission = permissionOf(mutation);

  test('of what one may not see is NotFoundError', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const input = await goodInput(mutation, manager);
    const before = await entity(manager, mutation, input);
    const owned = isOwned(mutation) ? [`${reading(mutation)}.own`] : [];
    for (const [subject, permissions] of [
      ['bob', [permission]],
      ['carol', [permission, ...owned]],
    ] as const) {
      const blind = await signIn(send, { tenant, subject, permissions });
      const { data } = await blind(documentOf(mutation), { input });
      expect(data.result).toMatchObject({ __typename: 'NotFoundError', ...idOf(input) });
    }
    expect(await entity(manager, mutation, input)).toEqual(before);
  });
});

test.each(mutations.filter((mutation) => !factsOf(mutation).creates && isOwned(mutation)))(
  "%s of what is one's own needs to see one's own",
  async (mutation) => {
    const tenant = newTenant();
    const input = await goodInput(mutation, await signIn(send, { tenant }));
    const permissions = [permissionOf(mutation), `${reading(mutation)}.own`];
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const { data } = await bob(documentOf(mutation), { input });
    expect(data.result).toMatchObject({ change: { by: 'bob' }, replayed: false });
  },
);

function idOf(input: object) {
  return 'id' in input ? { id: input.id } : {};
}

/** What the mutation is about, or would create. */
async function entity(
  manager: Query,
  mutation: Mutation,
  { id: given, requestId }: { readonly id?: string; readonly requestId: string },
) {
  const { name, prefix } = kindOf(mutation);
  const id = given ?? prefix + requestId;
  return (await manager(queryOf(name), { id })).data.result;
}

describe.each(mutations.filter((mutation) => factsOf(mutation).creates))('%s', (mutation) => {
  const create = permissionOf(mutation);
  const read = reading(mutation);
  const blind = isOwned(mutation) ? [[create], [create, `${read}.own`]] : [[create]];

  test('needs the right to see what it makes, and so does its replay; nothing is written', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const input = await goodInput(mutation, manager);
    const before = await entity(manager, mutation, input);
    const expectForbidden = async () => {
      for (const permissions of blind) {
        const person = await signIn(send, { tenant, permissions });
        expect(codeOf(await person(documentOf(mutation), { input }))).toBe('FORBIDDEN');
      }
    };
    await expectForbidden();
    expect(await entity(manager, mutation, input)).toEqual(before);
    const unseeing = await signIn(send, { tenant, permissions: [create] });
    const { errors } = await unseeing(documentOf(mutation), { input });
    expect(errors[0].message).toContain(` ${read}`);
    const sighted = await signIn(send, { tenant, permissions: [create, read] });
    expect((await sighted(documentOf(mutation), { input })).data.result.replayed).toBe(false);
    await expectForbidden();
  });
});

test.each(mutations.filter((mutation) => factsOf(mutation).creates && isOwned(mutation)))(
  "%s of what will be one's own needs to see one's own",
  async (mutation) => {
    const tenant = newTenant();
    const permissions = [permissionOf(mutation), `${reading(mutation)}.own`];
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const input = await goodInput(mutation, bob);
    const { data } = await bob(documentOf(mutation), { input });
    expect(data.result).toMatchObject({ change: { by: 'bob' }, replayed: false });
  },
);

describe('queries', () => {
  const fields = kinds.flatMap((kind) => [
    { name: kind.name, kind, query: `{ ${kind.name}(id: "x") { id } }` },
    ...(listed.includes(kind)
      ? [{ name: kind.container, kind, query: `{ ${kind.container} { edges { cursor } } }` }]
      : []),
  ]);

  test.each(fields)("$name needs to read, all or one's own", async ({ kind, query }) => {
    const read = `${kind.container}.read`;
    for (const permission of kind.owner === null ? [read] : [read, `${read}.own`]) {
      const reader = await signIn(send, { tenant: newTenant(), permissions: [permission] });
      expect((await reader(query)).errors).toBeUndefined();
    }
    const permissions = everything.filter((name) => !name.startsWith(read));
    const other = await signIn(send, { tenant: newTenant(), permissions });
    expect(codeOf(await other(query))).toBe('FORBIDDEN');
  });

  test('viewer, node and nodes need nothing: what may not be seen is null', async () => {
    const tenant = newTenant();
    const manager = await signIn(send, { tenant });
    const ids = [(await makeNew(manager, 'account')).id, (await makeNew(manager, 'order')).id];
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
  const account = (await makeNew(manager, 'account')).id;
  const order = (await makeNew(manager, 'order')).id;
  const query = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }';
  const readAs = async (permissions: readonly string[], id: string) => {
    proxy.clear();
    const person = await signIn(proxied, { tenant, permissions });
    await person(query, { id, ids: [account, order] });
    return new Set(proxy.requests.filter(({ kind }) => kind === 'read').map((read) => read.id));
  };
  expect(await readAs(mutations.map(permissionOf), account)).toEqual(new Set());
  expect(await readAs(['accounts.read'], order)).toEqual(new Set([account]));
  expect(await readAs(['orders.read.own'], account)).toEqual(new Set([order]));
});

describe('roles', () => {
  const ofAccounts = mutations.filter((mutation) => kindOf(mutation).name === 'account');
  const ofOrders = mutations.filter((mutation) => kindOf(mutation).name === 'order');
  const ofBoth = [...ofAccounts, ...ofOrders];
  const reads = ['accounts.read', 'orders.read'];

  test.each<readonly [string, readonly Mutation[], readonly string[]]>([
    ['Teller', ofAccounts, ['accounts.read']],
    ['Sales', ofOrders.filter((mutation) => mutation !== 'cancelOrder'), ['orders.read']],
    ['Manager', ofBoth, reads],
    ['Auditor', [], reads],
    ['Customer', [], ['accounts.read.own', 'orders.read.own']],
    ['Nonsense', [], []],
  ])('%s', async (role, allowed, reading) => {
    const person = await signIn(send, { tenant: newTenant(), roles: [role] });
    const outcomes = await Promise.all(
      ofBoth.map(async (mutation) => {
        const answer = await person(documentOf(mutation), { input: await badInput(mutation) });
        const { __typename: name } = answer.data?.result ?? {};
        return codeOf(answer) ?? name;
      }),
    );
    expect(outcomes).toEqual(
      ofBoth.map((mutation) => (allowed.includes(mutation) ? 'InvalidInputError' : 'FORBIDDEN')),
    );
    const { data } = await person('{ viewer { permissions } }');
    const permissions = new Set([...reading, ...allowed.map(permissionOf)]);
    const ofThese = (name: string) => /^(?:accounts|orders)\./.test(name);
    expect(data.viewer.permissions.filter(ofThese)).toEqual([...permissions].toSorted());
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
