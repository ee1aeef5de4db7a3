/** The rules run together find what graphql-js finds with its own way to run them, in the same order and words. */
import {
  buildSchema,
  type GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema as ours } from '../../schema/index.ts';
import { validateBy } from '../../src/server/validation.ts';
import * as documents from '../support/documents.ts';

// One rule is about subscriptions, which ours has none of.
const streaming = buildSchema('type Query { a: Int } type Subscription { a: Int b: Int }');
const schemas = [ours, streaming];

const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule];

const many = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

const wrong: readonly string[] = [
  'type T { a: Int }',
  'query A { viewer { subject } } query A { viewer { tenant } }',
  '{ viewer { subject } } query A { viewer { tenant } }',
  'subscription { a b }',
  'query ($a: Nothing) { ... on Nobody { id } }',
  'fragment F on ETag { a } { viewer { ... on ETag { b } ...F } }',
  'query ($a: Account) { account(id: $a) { id } }',
  '{ viewer account(id: "a") { id { deep } } }',
  '{ nobody viewer { nothing } }',
  '{ ...F } fragment F on Query { viewer { subject } } fragment F on Query { viewer { tenant } }',
  '{ ...Missing }',
  '{ viewer { subject } } fragment Unused on Viewer { subject }',
  '{ viewer { ... on Account { id } } account(id: "a") { ...V } } fragment V on Viewer { subject }',
  '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  'query ($a: ID!, $a: ID!) { account(id: $a) { id } }',
  '{ account(id: $missing) { id } }',
  'query ($unused: ID) { viewer { subject } }',
  '{ viewer @nothing { subject @include } }',
  'query @include(if: true) { viewer { subject } }',
  '{ viewer { subject @skip(if: true) @skip(if: false) } }',
  '{ account(id: "a", other: 1) { id } viewer { subject @skip(if: true, unless: 1) } }',
  '{ account(id: "a", id: "b") { id } }',
  '{ accounts(first: "ten") { edges { cursor } } account(id: {a: 1}) { id } }',
  'mutation { openAccount(input: {owner: 1, extra: 2}) { __typename } }',
  '{ account { id } viewer { subject @skip } }',
  'query ($a: Int) { account(id: $a) { id } }',
  'query ($a: ID) { account(id: $a) { id } }',
  '{ account(id: "a") { x: id x: version } account(id: "b") { id } }',
  'mutation { openAccount(input: {owner: "a", owner: "b", currency: "USD"}) { __typename } }',
  '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
  '{ __type(name: "Account") { fields { type { fields { type { fields { name } } } } } } }',
  `{ viewer { ${many(99, (n) => `a${n}`)} } }`,
  `{ viewer { ${many(100, (n) => `a${n}`)} } }`,
  `{ viewer { ${many(101, (n) => `a${n}`)} } }`,
  `{ viewer { ${many(300, (n) => `a${n}`)} } }`,
];

const right = Object.values(documents).filter((text) => typeof text === 'string');

const shown = (errors: readonly GraphQLError[]) => errors.map((error) => JSON.stringify(error));

describe('rules that run together', () => {
  test.each(wrong)('find the same in %s', (text) => {
    const document = parse(text);
    for (const schema of schemas) {
      const found = shown(validateBy(rules, schema, document));
      expect(found).toEqual(shown(validate(schema, document, rules)));
    }
  });

  test('find nothing in what is right', () => {
    expect(right.length).toBeGreaterThan(3);
    for (const text of right) expect(validateBy(rules, ours, parse(text))).toEqual([]);
  });
});

test.each(rules.map((rule) => [rule.name, rule] as const))(
  '%s has something to find in the documents above',
  (_name, rule) => {
    const found = schemas.flatMap((schema) =>
      wrong.flatMap((text) => validate(schema, parse(text), [rule])),
    );
    expect(found).not.toEqual([]);
  },
);
