/** What holds for every kind of entity, whatever its rules: its history, its place in lists, and how it is refused. */
import { describe, expect, test } from 'vitest';
import { typeNameOf } from '../../schema/graphql/node.ts';
import { type AnyKind, kinds } from '../../src/entities.ts';
import { newTenant, openApi, signIn } from '../support/api.ts';
import {
  cases,
  grown,
  makeNew,
  meanwhile,
  prepare,
  refusedCase,
} from '../support/declared/cases.ts';
import {
  entityOf,
  factsOf,
  isFiltered,
  kindOf,
  listed,
  mutations,
} from '../support/declared/declared.ts';
import { documentOf, historyQueryOf, listQueryOf } from '../support/declared/documents.ts';
import { changesOf, mutate, read, type Result } from '../support/mutations.ts';

const send = await openApi();
const signInSomewhere = () => signIn(send, { tenant: newTenant() });

const refusals = mutations.flatMap((mutation) =>
  factsOf(mutation).refuses.map((refusal) => ({ mutation, refusal })),
);

test.each(refusals)(
  '$mutation is refused with $refusal, and nothing is changed',
  async ({ mutation, refusal }) => {
    const alice = await signInSomewhere();
    const { input, opened } = await prepare(refusedCase(mutation, refusal), alice);
    expect(await mutate(alice, mutation, input)).toMatchObject({
      __typename: refusal,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
    expect(opened && (await read(alice, opened.id))).toEqual(opened);
  },
);

test.each(cases)('$mutation is told in one sentence on one line', async (one) => {
  const alice = await signInSomewhere();
  const { input } = await prepare(one, alice);
  const result = await mutate(alice, one.mutation, input);
  expect(result, `test/examples: the example of ${one.mutation} has to be accepted`).toHaveProperty(
    'change',
  );
  expect(result.change.summary).toMatch(/^\p{Ll}.*[^.\s]$/u);
});

describe.each(kinds)('an entity of the kind $name', ({ name, prefix }: AnyKind) => {
  const type = typeNameOf(name);

  test('is found by node, under its type', async () => {
    const alice = await signInSomewhere();
    const { id } = await makeNew(alice, name);
    expect(id.startsWith(prefix)).toBe(true);
    const query = 'query ($id: ID!) { node(id: $id) { __typename id } }';
    expect((await alice(query, { id })).data).toEqual({ node: { __typename: type, id } });
  });

  test('has all its changes in its history, newest first, however many there are', async () => {
    const alice = await signInSomewhere();
    const opened = await makeNew(alice, name);
    const { id, version } = await grown(alice, opened, 40);
    const changes = await changesOf(alice, id);
    expect(version).toBe(opened.version + 40);
    expect(changes.map((change) => change.version)).toEqual(
      Array.from({ length: version }, (_, index) => index + 1),
    );
    expect(new Set(changes.map(({ requestId }) => requestId)).size).toBe(version);
    const { data } = await alice(historyQueryOf(name), { id, first: 3 });
    const { edges, pageInfo } = data.result.history;
    const next = await alice(historyQueryOf(name), { id, first: 1, after: pageInfo.endCursor });
    const seen = [...edges, ...next.data.result.history.edges];
    expect(seen.map(({ node }: Result) => node.version)).toEqual(
      [0, 1, 2, 3].map((before) => version - before),
    );
  });

  test('tells what happened since a version', async () => {
    const alice = await signInSomewhere();
    const opened = await makeNew(alice, name);
    const first = await meanwhile(alice, opened);
    const second = await meanwhile(alice, entityOf(first));
    const since = async (etag: string) => {
      const query = `query ($id: ID!, $etag: ETag!) {
        result: ${name}(id: $id) { changesSince(etag: $etag) { complete changes { version } } }
      }`;
      return (await alice(query, { id: opened.id, etag })).data.result.changesSince;
    };
    const versions = [first, second].map(({ change }) => ({ version: change.version }));
    expect(await since(opened.etag)).toEqual({ complete: true, changes: versions });
    expect(await since(entityOf(second).etag)).toEqual({ complete: true, changes: [] });
    expect(await since('"never"')).toEqual({ complete: false, changes: [] });
  });

  test('has pages of its history of at most 100, from its own cursors', async () => {
    const alice = await signInSomewhere();
    const { id } = await makeNew(alice, name);
    for (const page of [{ first: 101 }, { first: -1 }, { after: 'nonsense' }]) {
      const { status, errors } = await alice(historyQueryOf(name), { id, ...page });
      expect([status, errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});

describe.each(listed)('the list of $container', (kind: AnyKind) => {
  const query = listQueryOf(kind.name);

  test('has the newest first, page by page, at most 100 in each', async () => {
    const alice = await signInSomewhere();
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1) made.push((await makeNew(alice, kind.name)).id);
    const newestFirst = made.toSorted((a, b) => (a < b ? 1 : -1));
    const first = (await alice(query, { first: 2 })).data.result;
    const after = first.pageInfo.endCursor;
    const second = (await alice(query, { first: 2, after })).data.result;
    const ids = [...first.edges, ...second.edges].map(({ node }: Result) => node.id);
    expect(ids).toEqual(newestFirst);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
    for (const page of [{ first: 101 }, { first: -1 }, { after: 'nonsense' }]) {
      const { status, errors } = await alice(query, page);
      expect([status, errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});

test.each(listed.filter(({ owner }) => owner !== null))(
  "the list of $container has one's own alone for who may see no others",
  async ({ name, container }) => {
    const tenant = newTenant();
    const alice = await signIn(send, { tenant });
    const { id } = await makeNew(alice, name, 'bob');
    await makeNew(alice, name, 'carol');
    const permissions = [`${container}.read.own`];
    const bob = await signIn(send, { tenant, subject: 'bob', permissions });
    const { edges } = (await bob(listQueryOf(name))).data.result;
    expect(edges.map(({ node }: Result) => node.id)).toEqual([id]);
  },
);

test.each(listed.filter(isFiltered))(
  'the list of $container is found by each of its filters, in the tenant alone',
  async ({ name, queried }) => {
    const query = listQueryOf(name);
    const alice = await signInSomewhere();
    const bob = await signInSomewhere();
    const entity = await makeNew(alice, name);
    for (const field of queried) {
      const filter = { [field]: entity[field] };
      const { edges } = (await alice(query, { filter })).data.result;
      expect(edges.map(({ node }: Result) => node.id)).toEqual([entity.id]);
      expect((await bob(query, { filter })).data.result.edges).toEqual([]);
    }
  },
);

test('no creation takes a requestId from the future, and nothing is made', async () => {
  const alice = await signInSomewhere();
  for (const one of cases.filter(({ creates }) => creates)) {
    const { input } = await prepare(one, alice);
    const requestId = 'aWgEPTl1tmebfsQzFP4bxwgy80V';
    const { data } = await alice(documentOf(one.mutation), { input: { ...input, requestId } });
    expect(data.result).toMatchObject({ __typename: 'InvalidInputError' });
    expect(await read(alice, kindOf(one.mutation).prefix + requestId)).toBeNull();
  }
});
