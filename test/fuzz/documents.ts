/** Operations made of the schema. Most are valid, and most of their values are right. */
import * as fc from 'fast-check';
import {
  getNamedType,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  GraphQLNonNull,
  type GraphQLObjectType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  parseValue,
  valueFromASTUntyped,
} from 'graphql';
import { schema } from '../../schema/index.ts';
import { etagOf, ids, newRequestIds, oldEtags, requestIds } from './world.ts';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const mostLevels = 6;

const quoted = (values: fc.Arbitrary<string>) => values.map((value) => JSON.stringify(value));
const text = quoted(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('dave', '')));
const cursors = [...ids, '1', '17'].map((key) => Buffer.from(key).toString('base64url'));

/** Literals of each scalar, by its name. */
const scalars: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ID: quoted(fc.constantFrom(...ids, ...ids, ...ids, 'ord_', '')),
  KSUID: quoted(fc.constantFrom(...newRequestIds, ...requestIds)),
  ETag: quoted(fc.constantFrom(...ids.map(etagOf), ...ids.map(etagOf), ...oldEtags)),
  Decimal: quoted(fc.constantFrom('1', '1', '1', '0', '1.00', '-1', '999999999999999', '1e3')),
  CurrencyCode: quoted(fc.constantFrom('JPY', 'JPY', 'JPY', 'USD', 'XXX')),
  String: text,
  Int: fc.oneof(fc.nat(5), fc.integer({ min: -1, max: 101 }), fc.integer()).map(String),
  Boolean: fc.constantFrom('true', 'false'),
};

const wrong = fc.oneof(
  fc.constantFrom('null', '1e400', '9'.repeat(400), '-0', '1.5', 'OOPS', 'true', '$undefined'),
  fc.constantFrom('""', '"""a"""', '[]', '[[[1]]]', '{}', '{ a: { b: [1] } }'),
  quoted(fc.string({ unit: 'binary' })),
);

const mostly = (usual: fc.Arbitrary<string>, other: fc.Arbitrary<string>, weight: number) =>
  fc.oneof({ withCrossShrink: true }, { weight, arbitrary: usual }, other);

/** Marks what `lift` takes out of the text: a value of a type, or a selection `... on` one. */
const marked = (type: string) => (text: string) => `\ue000${type}|${text}\ue001`;

function valueOf(type: GraphQLInputType): fc.Arbitrary<string> {
  const value = mostly(rightValueOf(type), wrong, 60);
  return mostly(value, value.map(marked(String(type))), 2);
}

function rightValueOf(type: GraphQLInputType): fc.Arbitrary<string> {
  if (isNonNullType(type)) return rightValueOf(type.ofType);
  if (isListType(type)) {
    return fc.array(valueOf(type.ofType), { maxLength: 4 }).map((items) => `[${items.join(' ')}]`);
  }
  if (isInputObjectType(type)) {
    return given(Object.values(type.getFields())).map((all) => `{${all}}`);
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  return scalars[type.name] ?? wrong;
}

interface Place {
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** `name: value` for each, where it is not left out. */
function given(places: readonly Place[]): fc.Arbitrary<string> {
  const each = places.map(({ name, type }) => {
    const value = name === 'after' ? quoted(fc.constantFrom(...cursors)) : valueOf(type);
    const weight = isNonNullType(type) ? 60 : 2;
    return mostly(
      value.map((text) => `${name}: ${text}`),
      fc.constant(''),
      weight,
    );
  });
  return fc.tuple(...each).map((all) => all.join(' '));
}

/** `#` is for a name that no other has. */
const alias = fc.constantFrom('#: ', '#: ', '#: ', '');
const condition = valueOf(new GraphQLNonNull(GraphQLBoolean));
const directive = mostly(
  fc.constant(''),
  condition.map((value) => `@skip(if: ${value})`),
  9,
);

function fieldOf(field: GraphQLField<unknown, unknown>, levels: number): fc.Arbitrary<string> {
  const { name, args } = field;
  const type = getNamedType(field.type);
  const below = isLeafType(type) ? fc.constant('') : selectionOf(type, levels - 1);
  const inBrackets = args.length === 0 ? fc.constant('') : given(args);
  return fc
    .tuple(alias, inBrackets, directive, below)
    .map(([alias, given, ...more]) =>
      [`${alias}${name}`, given.trim() && `(${given})`, ...more].join(' '),
    );
}

const known = new Map<string, fc.Arbitrary<string>>();

function selectionOf(type: GraphQLCompositeType, levels: number): fc.Arbitrary<string> {
  const key = `${type.name} ${levels}`;
  const selection = known.get(key) ?? newSelectionOf(type, levels);
  known.set(key, selection);
  return selection;
}

function newSelectionOf(type: GraphQLCompositeType, levels: number): fc.Arbitrary<string> {
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const parts = fields
    .filter((field) => levels > 0 || isLeafType(getNamedType(field.type)))
    .map((field) => fieldOf(field, levels));
  const fragments = levels === 0 ? [] : members.map((member) => fragmentOn(member, levels));
  return selectionFrom([fc.constant('__typename'), ...parts, ...fragments], 5);
}

function fragmentOn(type: GraphQLObjectType, levels: number): fc.Arbitrary<string> {
  const selection = selectionOf(type, levels - 1);
  const on = `... on ${type.name}`;
  return mostly(
    selection.map((text) => `${on} ${text}`),
    selection.map(marked(on)),
    2,
  );
}

function selectionFrom(parts: readonly fc.Arbitrary<string>[], maxLength: number) {
  return fc
    .array(fc.oneof({ withCrossShrink: true }, ...parts), { minLength: 1, maxLength })
    .map((all) => `{ ${all.join(' ')} }`);
}

function fieldsOf(type: GraphQLObjectType | undefined | null): readonly fc.Arbitrary<string>[] {
  return Object.values(type?.getFields() ?? {}).map((field) => fieldOf(field, mostLevels));
}

const introspection = fc.constant('__schema { types { name fields { name type { name } } } }');
const queries = selectionFrom([...fieldsOf(schema.getQueryType()), introspection], 3);
const mutations = selectionFrom(fieldsOf(schema.getMutationType()), 3);

export const operations: fc.Arbitrary<Operation> = fc.oneof(
  queries.map((selection) => lift('query', selection)),
  mutations.map((selection) => lift('mutation', selection)),
);

/** Makes variables and fragments of what is marked, the innermost first. */
function lift(type: string, selection: string): Operation {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fragments: string[] = [];
  const take = (_marked: string, type: string, text: string): string => {
    if (type.startsWith('...')) {
      fragments.push(`fragment F${fragments.length} ${type.slice(4)} ${text}`);
      return `...F${fragments.length - 1}`;
    }
    // A variable has no variables in it.
    if (text.includes('$')) return text;
    const name = `v${declared.length}`;
    declared.push(`$${name}: ${type}`);
    variables[name] = valueFromASTUntyped(parseValue(text));
    return `$${name}`;
  };
  let lifted = selection;
  for (let before = ''; before !== lifted;) {
    before = lifted;
    lifted = before.replaceAll(/\ue000([^|\ue000]*)\|([^\ue000\ue001]*)\ue001/g, take);
  }
  let aliases = 0;
  const header = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  const query = [`${type} Fuzz${header} ${lifted}`, ...fragments].join('\n');
  return { query: query.replaceAll('#:', () => `a${(aliases += 1)}:`), variables };
}
