/** What is declared, as the schema tells it: a new entity is in it without a line here. */
import { getNamedType, isLeafType, isObjectType, type GraphQLObjectType } from 'graphql';
import { schema } from '../../../schema/index.ts';
import type { MutationFacts } from '../../../schema/mutation.ts';
import type { ConflictPolicy } from '../../../src/versioned/commit.ts';
import { type AnyKind, findKind, kinds } from '../../../src/entities.ts';
import type { Answer } from '../api.ts';

export type KindName = AnyKind['name'];

/** The name of a mutation, in the order of their declarations. */
export type Mutation = string;

const fields = schema.getMutationType()?.getFields() ?? {};

export const mutations: readonly Mutation[] = Object.keys(fields);

export function factsOf(mutation: Mutation): MutationFacts {
  const facts = fields[mutation]?.extensions['mutation'];
  if (!facts) throw new Error(`the schema has no mutation ${mutation}`);
  return facts as MutationFacts; // set where mutations are declared
}

/** The policies that a client may ask for: a creation has none. */
export function policiesOf(mutation: Mutation): readonly ConflictPolicy[] {
  return factsOf(mutation).onConflict?.allows ?? [];
}

export function kindOf(mutation: Mutation): AnyKind {
  return kindNamed(factsOf(mutation).entity);
}

export function kindOfId(id: string): AnyKind {
  return found(findKind(id), id);
}

export function kindNamed(name: string): AnyKind {
  return found(
    kinds.find((kind) => kind.name === name),
    name,
  );
}

function found(kind: AnyKind | undefined, of: string): AnyKind {
  if (!kind) throw new Error(`there is no kind of ${of}`);
  return kind;
}

const queries = schema.getQueryType()?.getFields() ?? {};

/** The entity that an accepted change shows. */
export function entityOf(result: Answer['data']): Answer['data'] {
  const kind = kinds.find(({ name }) => name in result);
  return kind && result[kind.name];
}

/** The kinds of which there is a list of all. */
export const listed: readonly AnyKind[] = kinds.filter(({ container }) => queries[container]);

/** Whether the list of all can be filtered. */
export function isFiltered({ container }: AnyKind): boolean {
  return queries[container]?.args.some(({ name }) => name === 'filter') ?? false;
}

/** All that a type shows without being given an argument. */
export function selectionOf(typeName: string): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`the schema has no type ${typeName}`);
  return selectionOfType(type);
}

function selectionOfType(type: GraphQLObjectType): string {
  return Object.values(type.getFields())
    .filter(({ args }) => args.length === 0)
    .flatMap((field) => {
      const inner = getNamedType(field.type);
      if (isLeafType(inner)) return [field.name];
      return isObjectType(inner) ? [`${field.name} { ${selectionOfType(inner)} }`] : [];
    })
    .join(' ');
}
