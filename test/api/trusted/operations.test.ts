/** Operations that the build has parsed and validated: a request names one, and an API can serve them alone. */
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { compileManifests } from '../../../src/server/trusted/manifest.ts';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, type Send } from '../../support/api.ts';
import { hashOf, operationsOf } from '../../support/clients/trusting.ts';
import { headersOf, toAnswer } from '../../support/wire.ts';

const viewer = 'query Viewer { viewer { subject } }';
const open =
  'mutation Open($input: OpenAccountInput!) { openAccount(input: $input) { __typename } }';
const two = `${viewer} query Tenant { viewer { tenant } }`;
const lists =
  'query Lists { accounts(first: 100) { edges { node { history(first: 100) { edges { cursor } } } } } b: accounts(first: 100) { edges { node { history(first: 100) { edges { cursor } } } } } }';

const texts = [viewer, open, two, lists];

function compile(contents: readonly unknown[]) {
  return compileManifests(
    contents.map((content, number) => ({ name: `${number}.json`, content })),
    schema,
  );
}

const operations = operationsOf(Object.fromEntries(texts.map((text) => [hashOf(text), text])));
const both = await openApi({ operations });
const only = await openApi({ operations, environment: { GRAPHQL_TRUSTED_ONLY: 'true' } });

async function post(send: Send, params: object, headers: Readonly<Record<string, string>> = {}) {
  const reply = await send({
    headers: { ...(await headersOf({ tenant: newTenant() })), ...headers },
    body: JSON.stringify(params),
  });
  const { data, errors } = toAnswer(reply);
  return {
    status: reply.status,
    data,
    code: errors?.[0].extensions.code,
    message: errors?.[0].message,
  };
}

const alice = { viewer: { subject: 'alice' } };
const persisted = (sha256Hash: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});

describe.each([
  ['beside texts', both],
  ['alone', only],
])('trusted operations %s', (_how, send) => {
  test.each([
    ['by the documentId of GraphQL over HTTP', { documentId: `sha256:${hashOf(viewer)}` }],
    ['by its bare hash', { documentId: hashOf(viewer) }],
    ['in the way of Apollo clients', persisted(hashOf(viewer))],
    ['with the text beside it, which nobody reads', { documentId: hashOf(viewer), query: '{' }],
  ])('are named %s', async (_way, params) => {
    expect(await post(send, params)).toMatchObject({ status: 200, data: alice });
  });

  test('are named by a GET, too', async () => {
    const { authorization = '' } = await headersOf({ tenant: newTenant() });
    const path = `/graphql?documentId=${hashOf(viewer)}`;
    expect(toAnswer(await send({ method: 'GET', path, headers: { authorization } })).data).toEqual(
      alice,
    );
  });

  test('change nothing by a GET', async () => {
    const { authorization = '' } = await headersOf({ tenant: newTenant() });
    const variables = JSON.stringify({ input: { owner: 'ann', currency: 'USD' } });
    const query = new URLSearchParams({ documentId: hashOf(open), variables }).toString();
    const reply = await send({
      method: 'GET',
      path: `/graphql?${query}`,
      headers: { authorization },
    });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('take variables, and refuse those that do not fit', async () => {
    const documentId = hashOf(open);
    const input = { requestId: newRequestId(), owner: 'ann', currency: 'USD' };
    expect(await post(send, { documentId, variables: { input } })).toMatchObject({
      data: { openAccount: { __typename: 'AccountChanged' } },
    });
    expect(await post(send, { documentId, variables: { input: 1 } })).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  test('of one document are told apart by their names', async () => {
    const documentId = hashOf(two);
    const named = (operationName: string) => post(send, { documentId, operationName });
    expect(await named('Viewer')).toMatchObject({ data: alice });
    expect(await named('Tenant')).toMatchObject({
      data: { viewer: { tenant: expect.any(String) } },
    });
    expect(await named('Nobody')).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(await post(send, { documentId })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('may ask for no more than others', async () => {
    expect(await post(send, { documentId: hashOf(lists) })).toMatchObject({
      status: 413,
      code: 'OPERATION_TOO_LARGE',
    });
  });

  test('need a token', async () => {
    const headers = { 'content-type': 'application/json' };
    const reply = await send({ headers, body: JSON.stringify({ documentId: hashOf(viewer) }) });
    expect(reply.status).toBe(401);
  });

  test.each([hashOf('{ __typename }'), '', 'toString', `${hashOf(viewer)} `])(
    'that the build has not seen are not found, in the words that clients look for: "%s"',
    async (documentId) => {
      const unknown = { code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' };
      for (const params of [{ documentId }, persisted(documentId)]) {
        expect(await post(send, params)).toMatchObject({ status: 200, ...unknown });
        const spec = { accept: 'application/graphql-response+json' };
        expect(await post(send, params, spec)).toMatchObject({ status: 400, ...unknown });
      }
    },
  );

  test.each([1, ['a'], { a: 1 }, true])('are not named by %j', async (documentId) => {
    expect(await post(send, { documentId })).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
      message: '"documentId" is a string.',
    });
  });

  test.each([null, 'a', 1, ['a'], {}, { sha256Hash: 1 }, { sha256Hash: null }])(
    'are not named by the persistedQuery %j',
    async (persistedQuery) => {
      expect(await post(send, { extensions: { persistedQuery } })).toMatchObject({
        status: 400,
        code: 'BAD_REQUEST',
      });
    },
  );
});

test('what the build has validated is not validated again', async () => {
  const unused = parse('{ viewer { subject } } fragment F on Viewer { subject }');
  const send = await openApi({ operations: new Map([['abc', unused]]) });
  expect(await post(send, { documentId: 'abc' })).toMatchObject({ status: 200, data: alice });
});

describe('a text', () => {
  test('runs where its hash is not known, as Apollo clients send it after a refusal', async () => {
    const query = '{ viewer { subject } }';
    expect(await post(both, { query, ...persisted(hashOf(query)) })).toMatchObject({ data: alice });
  });

  test.each([viewer, '{ __typename }', '{', open])(
    'is refused where trusted operations are served alone: %s',
    async (query) => {
      for (const params of [{ query }, { query, documentId: 'unknown' }]) {
        expect(await post(only, params)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      }
    },
  );
});

describe('a manifest', () => {
  test.each([
    ['of relay-compiler and GraphQL codegen', { abc: viewer }],
    [
      'of Apollo',
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: 'abc', name: 'Viewer', type: 'query', body: viewer }],
      },
    ],
  ])('%s is read', (_tool, content) => {
    expect([...operationsOf(content).keys()]).toEqual(['abc']);
  });

  test.each([
    ['null', null],
    ['a list', [viewer]],
    ['a text that is a number', { abc: 1 }],
    ['an id that is empty', { '': viewer }],
    ['an id that is nothing but its prefix', { 'sha256:': viewer }],
    ['an Apollo manifest without operations', { format: 'apollo-persisted-query-manifest' }],
    [
      'an Apollo operation without a body',
      { format: 'apollo-persisted-query-manifest', operations: [{ id: 'abc' }] },
    ],
  ])('that is %s stops the build', (_what, content) => {
    expect(compile([content])).toMatchObject({
      type: 'ManifestProblems',
      problems: [expect.stringMatching(/^0\.json is no manifest: expected is /)],
    });
  });

  test('with operations that are wrong stops the build, with all of them named', () => {
    const content = {
      syntax: '{',
      field: '{ nobody }',
      introspection: '{ __schema { __typename } }',
      size: `{ ${'viewer { subject } '.repeat(300)} }`,
      good: viewer,
    };
    const compiled = compile([content, { 'sha256:good': two }]);
    expect(compiled).toEqual({
      type: 'ManifestProblems',
      problems: [
        expect.stringMatching(/^0\.json: syntax: Syntax Error/),
        expect.stringMatching(/^0\.json: field: Cannot query field "nobody"/),
        expect.stringMatching(/^0\.json: introspection: GraphQL introspection/),
        expect.stringMatching(/^0\.json: size: A document selects at most 500/),
        expect.stringMatching(/^1\.json: good is another operation in another manifest/),
      ],
    });
  });
});
