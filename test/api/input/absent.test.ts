/** What may be left out of a request may be null as well, and means the same: but for a note, which null removes. */
import {
  assertObjectType,
  getNamedType,
  type GraphQLInputType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { typeNameOf } from '../../../schema/graphql/node.ts';
import { type AnyKind, kinds } from '../../../src/entities.ts';
import { isRecord } from '../../../src/record.ts';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import { caseNamed, grown, makeNew, meanwhile, prepare } from '../../support/declared/cases.ts';
import { listed, type Mutation } from '../../support/declared/declared.ts';
import { documentOf } from '../../support/declared/documents.ts';
import { createOrder, mutate, newRequestId, read, type Result } from '../../support/mutations.ts';

const send = await openApi();
const signInSomewhere = () => signIn(send, { tenant: newTenant() });

/** Each field that a mutation's input may lack, as `deposit memo`. */
const optionalFields: readonly string[] = Object.values(
  schema.getMutationType()?.getFields() ?? {},
).flatMap(({ name, args }) =>
  args.flatMap(({ type }) => {
    const input = getNamedType(type);
    if (!isInputObjectType(input)) return [];
    return optional(Object.values(input.getFields()), name).map((field) => field.name);
  }),
);

interface OptionalArgument {
  /** `Query.orders first`, `Account.history after`, `OrderFilter status`. */
  readonly name: string;
  /** Asks for a page, with `$given` as the argument, of what `$account` and so on name. */
  readonly query: string;
}

const list = '{ edges { node { id } } pageInfo { hasNextPage } }';
const history = '{ edges { node { version } } pageInfo { hasNextPage } }';

/** Of the list of this kind, and of each field that filters it. */
function argumentsOfList({ name: kind, container }: AnyKind): readonly OptionalArgument[] {
  const args = schema.getQueryType()?.getFields()[container]?.args ?? [];
  return optional(args, `Query.${container}`).flatMap(({ name, field, type }) => {
    const inner = getNamedType(type);
    const ask = (argument: string, given: unknown) =>
      `query ($given: ${String(given)}) { ${container}(${argument}) ${list} }`;
    const own = { name, query: ask(`${field}: $given`, type) };
    if (!isInputObjectType(inner)) return [own];
    const filters = optional(Object.values(inner.getFields()), `${typeNameOf(kind)}Filter`);
    return [
      own,
      ...filters.map((filter) => ({
        name: filter.name,
        query: ask(`${field}: { ${filter.field}: $given }`, filter.type),
      })),
    ];
  });
}

function argumentsOfHistory({ name: kind }: AnyKind): readonly OptionalArgument[] {
  const type = typeNameOf(kind);
  const args = assertObjectType(schema.getType(type)).getFields()['history']?.args ?? [];
  return optional(args, `${type}.history`).map(({ name, field, type: given }) => ({
    name,
    query: `query ($${kind}: ID!, $given: ${String(given)}) {
      ${kind}(id: $${kind}) { history(${field}: $given) ${history} }
    }`,
  }));
}

/** Each argument of the schema that may be left out, as `Query.orders first`, and each field of a filter. */
const optionalArguments: readonly string[] = Object.values(schema.getTypeMap())
  .filter(({ name }) => !name.startsWith('__') && name !== 'Mutation' && !name.endsWith('Input'))
  .flatMap((type) => {
    if (isInputObjectType(type)) return optional(Object.values(type.getFields()), type.name);
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap(({ name, args }) =>
      optional(args, `${type.name}.${name}`),
    );
  })
  .map(({ name }) => name);

function optional(
  inputs: readonly { readonly name: string; readonly type: GraphQLInputType }[],
  owner: string,
) {
  return inputs
    .filter(({ type }) => !isNonNullType(type))
    .map(({ name: field, type }) => ({ name: `${owner} ${field}`, field, type }));
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
  const tried = [...listed.flatMap(argumentsOfList), ...kinds.flatMap(argumentsOfHistory)];

  test('every argument that may be left out is tried', () => {
    expect(tried.map(({ name }) => name).toSorted()).toEqual(optionalArguments.toSorted());
  });

  test('every one of them', async () => {
    const alice = await signInSomewhere();
    const ids: Record<string, string> = {};
    for (const { name } of kinds) {
      ids[name] = (await grown(alice, await makeNew(alice, name), 22)).id;
      for (let count = 0; count < 21; count += 1) await makeNew(alice, name);
    }
    for (const { name, query } of tried) {
      const absent = await alice(query, ids);
      const given = await alice(query, { ...ids, given: null });
      expect(absent.errors).toBeUndefined();
      expect(JSON.stringify(absent.data)).toContain('"hasNextPage":true');
      expect([name, given.data]).toEqual([name, absent.data]);
    }
  });
});
