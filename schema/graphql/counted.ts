/** Has every value counted that a resolver gives, before anything is made of it. */
import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Context } from '../../src/context.ts';

/** The types of the schema, whose resolvers are replaced. */
export function counted(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    // Those of introspection are graphql-js' own, for all schemas.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context: Context, info) => {
        const value: unknown = resolve(source, args, context, info);
        context.answer.add(String(info.path.key), value);
        countTypeNames(context, value, info);
        return value;
      };
    }
  }
  return schema;
}

/** `__typename` has no resolver of ours: it is counted with the objects that it is asked of. */
function countTypeNames({ answer }: Context, value: unknown, info: GraphQLResolveInfo): void {
  const { fieldNodes, returnType } = info;
  for (const node of fieldNodes) {
    if (!node.selectionSet) return;
    const known = answer.typeNames.get(node);
    const names = known ?? typeNamesIn(node.selectionSet, info.fragments);
    if (!known) answer.typeNames.set(node, names);
    if (names.length === 0) continue;
    const objects = Array.isArray(value) ? value.length : 1;
    for (let index = 0; index < objects; index += 1) {
      for (const name of names) answer.add(name, getNamedType(returnType).name);
    }
  }
}

/** Under which names, whatever the object's type: so it may be more than the answer has, and never less. */
function typeNamesIn(
  { selections }: SelectionSetNode,
  fragments: GraphQLResolveInfo['fragments'],
  seen: Set<string> = new Set(),
): readonly string[] {
  return selections.flatMap((node) => {
    const { kind } = node;
    if (kind === Kind.INLINE_FRAGMENT) return typeNamesIn(node.selectionSet, fragments, seen);
    const name = node.name.value;
    if (kind === Kind.FIELD) {
      return name === TypeNameMetaFieldDef.name ? [(node.alias ?? node.name).value] : [];
    }
    // Fields are collected from a fragment once, however often it is spread.
    const fragment = seen.has(name) ? undefined : fragments[name];
    seen.add(name);
    return fragment ? typeNamesIn(fragment.selectionSet, fragments, seen) : [];
  });
}
