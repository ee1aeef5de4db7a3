/** Every query and every mutation of the schema, and what of somebody else's one can put into each. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { schema } from '../../schema/index.ts';
import { typeNameOf } from '../../schema/graphql/node.ts';
import { type AnyKind, findKind, kinds } from '../../src/entities.ts';
import { ksuidTime, mintKsuid, parseKsuid } from '../../src/versioned/id.ts';
import { kindOf, type Mutation, mutations } from '../support/declared/declared.ts';
import { documentOf } from '../support/declared/documents.ts';

/** The values that name something which is there, by the names of variables or of an input's fields. */
export type Names = Readonly<Record<string, string>>;

/** One field of Query or Mutation, with all that it shows. */
export interface Request {
  readonly name: string;
  /** Of what it is about: none where it is about nobody's. */
  readonly kind: AnyKind | undefined;
  readonly document: string;
  /** The variables, or fields of the input, that name something. */
  readonly borrows: readonly string[];
  /** None for a query. */
  readonly mutation?: Mutation;
}

/** The variables of queries. */
const variables: Readonly<Record<string, string>> = { id: 'ID!', etag: 'ETag!', after: 'String!' };

const namingTypes = ['ID', 'ETag', 'KSUID'];

const queryFields = Object.values(schema.getQueryType()?.getFields() ?? {});

const queryRequests: readonly Request[] = queryFields.flatMap((field) => {
  const text = `${field.name}${argumentsOf(field, true)} ${selectionOf(field.type)}`;
  const borrows = Object.keys(variables).filter((name) => text.includes(`$${name}`));
  const declared = borrows.map((name) => `$${name}: ${variables[name]}`);
  const document = `query ${declared.length > 0 ? `(${declared.join(', ')})` : ''} { ${text} }`;
  return kindsOf(field.type).map((kind) => ({
    name: kind ? `${field.name} (${kind.name})` : field.name,
    kind,
    document,
    borrows,
  }));
});

const mutationRequests: readonly Request[] = mutations.map((mutation) => ({
  name: mutation,
  kind: kindOf(mutation),
  document: documentOf(mutation),
  borrows: namesIn(`${typeNameOf(mutation)}Input`),
  mutation,
}));

export const requests: readonly Request[] = [...queryRequests, ...mutationRequests];

/** Of what kinds the answer may be: of each where it says only that it is an entity. */
function kindsOf(type: GraphQLOutputType): readonly (AnyKind | undefined)[] {
  const named = getNamedType(type);
  if (isInterfaceType(named)) return kinds;
  return [kinds.find((kind) => named.name.replace(/Connection$/, '') === typeNameOf(kind.name))];
}

function argumentsOf({ name, args }: GraphQLField<unknown, unknown>, isAtTop: boolean): string {
  const given = args.flatMap((argument) => valueOf(name, argument, isAtTop));
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

/** A cursor of a history says a version, and nothing of whose: only those of lists are borrowed. */
function valueOf(field: string, argument: GraphQLArgument, isAtTop: boolean): readonly string[] {
  const { name, type } = argument;
  const named = getNamedType(type).name;
  if (named === 'ID') return [`${name}: ${isListType(getNullableType(type)) ? '[$id]' : '$id'}`];
  if (named === 'ETag') return [`${name}: $etag`];
  if (name === 'after') return isAtTop ? ['after: $after'] : [];
  if (name === 'first') return ['first: 3'];
  if (!isRequiredArgument(argument)) return [];
  throw new Error(`${import.meta.filename}: say what to put into ${name} of ${field}`);
}

/** All that there is to see. */
function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named) && !isInterfaceType(named)) return '{ __typename }';
  const fields = Object.values(named.getFields()).map(
    (field) => `${field.name}${argumentsOf(field, false)} ${selectionOf(field.type)}`,
  );
  return `{ ${fields.join(' ')} }`;
}

/** The fields of an input that name something. */
function namesIn(inputType: string): readonly string[] {
  const type = schema.getType(inputType);
  if (!isInputObjectType(type)) throw new Error(`the schema has no input ${inputType}`);
  return Object.values(type.getFields()).flatMap(({ name, type: of }) => {
    const named = getNamedType(of);
    if (isInputObjectType(named) && namesIn(named.name).length > 0) {
      throw new Error(`${import.meta.filename}: ${named.name} names something, deep in an input`);
    }
    return namingTypes.includes(named.name) ? [name] : [];
  });
}

/** Of the same form and, where it has one, of the same time, and of nothing that is there. */
export function neverMade(names: Names): Names {
  return Object.fromEntries(
    Object.entries(names).map(([name, value]) => [name, neverMadeLike(value)]),
  );
}

function neverMadeLike(value: string): string {
  if (value.startsWith('"')) return `"${randomUUID()}"`;
  const { prefix } = findKind(value) ?? { prefix: '' };
  const ksuid = parseKsuid(value.slice(prefix.length));
  if (ksuid) return `${prefix}${mintKsuid(ksuidTime(ksuid), randomBytes(16))}`;
  // A cursor of a list is its place: the id.
  const id = Buffer.from(value, 'base64url').toString();
  return Buffer.from(neverMadeLike(id)).toString('base64url');
}
