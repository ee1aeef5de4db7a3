/**
 * Says as a list where in the arguments a literal does not coerce: graphql-js says its line and column. It goes to
 * `extensions.path`, as that of a variable does.
 */
import { type ASTNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';
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
