/** Counts every value that a resolver answers, so that an answer ends before it is too large. */
import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Answer } from '../../src/answer.ts';
import type { Context } from '../../src/context.ts';
import { responseNameOf, selectedAt } from '../../src/server/document/selection.ts';

/** Replaces the resolvers of the schema that it is given. */
export function counted(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    // Those of introspection are graphql-js' own, for all schemas.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      const fieldType = getNamedType(field.type);
      const isLeaf = isLeafType(fieldType);
      const count = (value: unknown, { answer }: Context, info: GraphQLResolveInfo) => {
        answer.add(String(info.path.key), value);
        if (!isLeaf) countTypeNames(answer, value, fieldType.name, info);
        return value;
      };
      field.resolve = (source, args, context: Context, info) => {
        // Before anything is begun, which nobody would wait for.
        context.answer.assertRoom();
        const value: unknown = resolve(source, args, context, info);
        return value instanceof Promise
          ? value.then((resolved) => count(resolved, context, info))
          : count(value, context, info);
      };
    }
  }
  return schema;
}

/** `__typename` has no resolver of ours: it is counted with the objects that it is asked of, of whatever type they are. */
function countTypeNames(
  answer: Answer,
  value: unknown,
  typeName: string,
  info: GraphQLResolveInfo,
): void {
  if (value === null || value === undefined) return;
  const objects = Array.isArray(value) ? value.length : 1;
  // The same array for all objects of a field: it is looked at once.
  const { fieldNodes } = info;
  const known = answer.typeNames.get(fieldNodes);
  const names = known ?? namesOfTypeName(info);
  if (!known) answer.typeNames.set(fieldNodes, names);
  for (let index = 0; names.size > 0 && index < objects; index += 1) {
    for (const name of names) answer.add(name, typeName);
  }
}

function namesOfTypeName(info: GraphQLResolveInfo): ReadonlySet<string> {
  const asked = selectedAt([], info).filter(({ name }) => name.value === TypeNameMetaFieldDef.name);
  return new Set(asked.map(responseNameOf));
}
