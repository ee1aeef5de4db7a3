/** Counts every value that a resolver answers, so that an answer ends before it is too large. */
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
import { isIncluded } from '../../src/server/document/arguments.ts';

/** Replaces the resolvers of the schema that it is given. */
export function counted(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    // Those of introspection are graphql-js' own, for all schemas.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context: Context, info) => {
        // Before anything is begun, which nobody would wait for.
        context.answer.assertRoom();
        const count = (value: unknown) => {
          context.answer.add(String(info.path.key), value);
          countTypeNames(context, value, info);
          return value;
        };
        const value: unknown = resolve(source, args, context, info);
        return value instanceof Promise ? value.then(count) : count(value);
      };
    }
  }
  return schema;
}

/** `__typename` has no resolver of ours: it is counted with the objects that it is asked of. */
function countTypeNames({ answer }: Context, value: unknown, info: GraphQLResolveInfo): void {
  if (value === null || value === undefined) return;
  const typeName = getNamedType(info.returnType).name;
  const objects = Array.isArray(value) ? value.length : 1;
  for (const node of info.fieldNodes) {
    if (!node.selectionSet) return;
    const known = answer.typeNames.get(node);
    const names = known ?? typeNamesIn(node.selectionSet, info);
    if (!known) answer.typeNames.set(node, names);
    for (let index = 0; names.size > 0 && index < objects; index += 1) {
      for (const name of names) answer.add(name, typeName);
    }
  }
}

/** Under which names, of whatever type an object is. */
function typeNamesIn(
  { selections }: SelectionSetNode,
  info: Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>,
  found: Set<string> = new Set(),
  seen: Set<string> = new Set(),
): ReadonlySet<string> {
  for (const node of selections) {
    if (!isIncluded(node, info.variableValues)) continue;
    if (node.kind === Kind.INLINE_FRAGMENT) {
      typeNamesIn(node.selectionSet, info, found, seen);
    } else if (node.kind === Kind.FIELD) {
      const isTypeName = node.name.value === TypeNameMetaFieldDef.name;
      if (isTypeName) found.add((node.alias ?? node.name).value);
    } else {
      // Fields are collected from a fragment once, however often it is spread.
      const fragment = seen.has(node.name.value) ? undefined : info.fragments[node.name.value];
      seen.add(node.name.value);
      if (fragment) typeNamesIn(fragment.selectionSet, info, found, seen);
    }
  }
  return found;
}
