/** What may be left out of a request may be null as well, and means the same: but for a note, which null removes. */
import { getNamedType, isInputObjectType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { isRecord } from '../../src/record.ts';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import { caseNamed, meanwhile, prepare } from '../support/cases.ts';
import type { Mutation } from '../support/declared.ts';
import { documentOf } from '../support/documents.ts';
import {
  createOrder,
  depositTimes,
  mutate,
  mutateTimes,
  newRequestId,
  openAccount,
  read,
  type Result,
} from '../support/stage.ts';

const send = await openApi();
const signInSomewhere = () => signIn(send, { tenant: newTenant() });

/** Each field that a mutation's input may lack, as `deposit memo`. */
const optionalFields: readonly string[] = Object.values(
  schema.getMutationType()?.getFields() ?? {},
).flatMap(({ name, args }) =>
  args.flatMap(({ type }) => {
    const input = getNamedType(type);
    return isInputObjectType(input) ? optional(Object.values(input.getFields()), name) : [];
  }),
);

/** Each argument of a query, as `Query.orders first`, and each field of a filter. */
const optionalArguments: readonly string[] = Object.values(schema.getTypeMap())
  .filter(({ name }) => !name.startsWith('__') && name !== 'Mutation' && !name.endsWith('Input'))
  .flatMap((type) => {
    if (isInputObjectType(type)) return optional(Object.values(type.getFields()), type.name);
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap(({ name, args }) =>
      optional(args, `${type.name}.${name}`),
    );
  });

function optional(
  inputs: readonly { readonly name: string; readonly type: unknown }[],
  owner: string,
): readonly string[] {
  return inputs.filter(({ type }) => !isNonNullType(type)).map(({ name }) => `${owner} ${name}`);
}

/** What the mutation takes, under an etag that is not the newest. */
async function staleInput(by: Query, mutation: Mutation): Promise<object> {
  const { input, opened } = await prepare(caseNamed(mutation), by);
  if (opened) await meanwhile(by, opened);
  return input;
}

function change({ id, etag }: Result, more: object) {
  return { requestId: newRequestId(), id, ifMatch: etag, ...more };
}

const ofThisRequest = new Set([
  'id',
  'etag',
  'ifMatch',
  'requestId',
  'at',
  'createdAt',
  'updatedAt',
]);

/** Without what no two requests share. */
function shared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shared);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !ofThisRequest.has(name))
      .map(([name, inner]) => [name, shared(inner)]),
  );
}

describe('of a mutation', () => {
  test.each(optionalFields.filter((name) => name !== 'setOrderNote note'))('%s', async (name) => {
    const [mutation, field] = name.split(' ') as [Mutation, string];
    const alice = await signInSomewhere();
    const answers = [];
    // An undefined one is left out.
    for (const given of [undefined, null]) {
      const input = await staleInput(alice, mutation);
      answers.push(shared(await mutate(alice, mutation, { ...input, [field]: given })));
    }
    expect(answers[1]).toEqual(answers[0]);
  });

  test('a note is removed by null, and left alone where none is given', async () => {
    const alice = await signInSomewhere();
    const { id, etag } = await createOrder(alice, { note: 'soon' });
    const literal = `mutation ($id: ID!, $ifMatch: ETag!, $requestId: KSUID!, $note: String) {
      result: setOrderNote(
        input: { id: $id, ifMatch: $ifMatch, requestId: $requestId, note: $note }
      ) { __typename ... on InvalidInputError { path } }
    }`;
    for (const document of [documentOf('setOrderNote'), literal]) {
      const input = change({ id, etag }, {});
      const { data } = await alice(document, { input, ...input });
      const invalid = { __typename: 'InvalidInputError', path: ['input', 'note'] };
      expect(data.result).toMatchObject(invalid);
    }
    expect(await read(alice, id)).toMatchObject({ note: 'soon', version: 1 });
    const removed = await mutate(alice, 'setOrderNote', change({ id, etag }, { note: null }));
    expect(removed.order).toMatchObject({ note: null, version: 2 });
  });
});

describe('of a query', () => {
  const history = '{ edges { node { version } } pageInfo { hasNextPage } }';
  const list = '{ edges { node { id } } pageInfo { hasNextPage } }';
  const queries: Readonly<Record<string, string>> = {
    'Query.accounts first': `query ($given: Int) { accounts(first: $given) ${list} }`,
    'Query.accounts after': `query ($given: String) { accounts(after: $given) ${list} }`,
    'Query.orders first': `query ($given: Int) { orders(first: $given) ${list} }`,
    'Query.orders after': `query ($given: String) { orders(after: $given) ${list} }`,
    'Query.orders filter': `query ($given: OrderFilter) { orders(filter: $given) ${list} }`,
    'OrderFilter status': `query ($given: OrderStatus) { orders(filter: { status: $given }) ${list} }`,
    'OrderFilter customer': `query ($given: String) { orders(filter: { customer: $given }) ${list} }`,
    'Account.history first': `query ($account: ID!, $given: Int) {
      account(id: $account) { history(first: $given) ${history} }
    }`,
    'Account.history after': `query ($account: ID!, $given: String) {
      account(id: $account) { history(after: $given) ${history} }
    }`,
    'Order.history first': `query ($order: ID!, $given: Int) {
      order(id: $order) { history(first: $given) ${history} }
    }`,
    'Order.history after': `query ($order: ID!, $given: String) {
      order(id: $order) { history(after: $given) ${history} }
    }`,
  };

  test('every argument that may be left out is tried', () => {
    expect(Object.keys(queries).toSorted()).toEqual(optionalArguments.toSorted());
  });

  test('every one of them', async () => {
    const alice = await signInSomewhere();
    const opened = await openAccount(alice);
    const { id: account } = await depositTimes(alice, opened, 21);
    const { id: order, etag: ifMatch } = await createOrder(alice);
    await mutateTimes(alice, 'setOrderNote', { id: order, ifMatch, note: 'soon' }, 21);
    for (let count = 0; count < 21; count += 1) {
      await openAccount(alice);
      await createOrder(alice);
    }
    for (const [name, query] of Object.entries(queries)) {
      const absent = await alice(query, { account, order });
      const given = await alice(query, { account, order, given: null });
      expect(absent.errors).toBeUndefined();
      expect(JSON.stringify(absent.data)).toContain('"hasNextPage":true');
      expect([name, given.data]).toEqual([name, absent.data]);
    }
  });
});
