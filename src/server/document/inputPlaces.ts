/**
 * Says as a list where in the arguments a value does not coerce: graphql-js says it of a variable in a sentence alone, and
 * of a literal by its line and column. It goes to `extensions.path`, where yoga's own plugins put what they know, too.
 */
import {
  type ASTNode,
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  Kind,
  typeFromAST,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

type Place = readonly string[];

export function useInputPlaces(): Plugin {
  return {
    onValidate({ params: { documentAST } }) {
      return ({ valid, result }) => {
        if (valid) return;
        const errors = result.filter((error) => error instanceof GraphQLError);
        tellPlacesOfLiterals(errors, documentAST);
      };
    },
    onExecute({ args: { schema, variableValues } }) {
      return {
        onExecuteDone({ result }) {
          if ('data' in result || !('errors' in result)) return;
          tellPlacesOfVariables(result.errors ?? [], schema, variableValues ?? {});
        },
      };
    },
  };
}

function tellPlacesOfLiterals(errors: readonly GraphQLError[], document: DocumentNode): void {
  const wanted = Map.groupBy(errors, ({ nodes }) => nodes?.[0]);
  visit(document, {
    enter(node, _key, parent, keys, ancestors) {
      const found = wanted.get(node);
      if (!found || !parent) return;
      const place = placeUnder([...ancestors, parent], keys);
      if (place.length > 0) for (const error of found) error.extensions['path'] = place;
    },
  });
}

/** The names and the places in lists on the way down from the argument on; `keys` lead from each of these to the next. */
function placeUnder(
  above: readonly (ASTNode | readonly ASTNode[])[],
  keys: readonly (string | number)[],
): Place {
  const kinds = above.map((one) => ('kind' in one ? one.kind : undefined));
  const argument = kinds.indexOf(Kind.ARGUMENT);
  if (argument === -1) return [];
  return above.flatMap((one, depth) => {
    if (depth < argument) return [];
    if (!('kind' in one)) return kinds[depth - 1] === Kind.LIST ? [String(keys[depth])] : [];
    return one.kind === Kind.ARGUMENT || one.kind === Kind.OBJECT_FIELD ? [one.name.value] : [];
  });
}

function tellPlacesOfVariables(
  errors: readonly GraphQLError[],
  schema: GraphQLSchema,
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [definition, found] of Map.groupBy(errors, ({ nodes }) => nodes?.[0])) {
    if (definition?.kind !== Kind.VARIABLE_DEFINITION) continue;
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    const places = wrongPlaces(values[name], type, found.length).map((path) => [name, ...path]);
    for (const [index, error] of found.entries()) error.extensions['path'] = places[index];
  }
}

/**
 * Where a value is wrong, up to so many places. Coerced once more, it is wrong in the same places in the same order; but
 * graphql-js looks no further than the errors that it answers with, and a list in a body may hold 100,000 wrong values.
 */
function wrongPlaces(value: unknown, type: GraphQLInputType, most: number): readonly Place[] {
  const places: Place[] = [];
  const enough = new Error('enough places');
  try {
    coerceInputValue(value, type, (path) => {
      places.push(path.map(String));
      if (places.length === most) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return places;
}
