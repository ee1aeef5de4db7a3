/**
 * What is wrong with the values of variables, and where: in the message, and as a list in `extensions.path`, where yoga's own
 * plugins put what they know, too. graphql-js would quote a whole object once for each of its members that is wrong.
 */
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { mostErrors } from '../errors/results.ts';
import type { Variables } from './selection.ts';

/** No more than are told: a list in a body may hold 100,000 wrong values. */
export function variableErrors(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  values: Variables,
  hideSuggestions: boolean,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  const enough = new Error('enough errors');
  try {
    for (const definition of definitions) {
      const name = definition.variable.name.value;
      const type = typeFromAST(schema, definition.type);
      const isGiven = Object.hasOwn(values, name);
      if (!isInputType(type) || (!isGiven && definition.defaultValue)) continue;
      const value = isGiven ? values[name] : undefined;
      const tell = (path: readonly (string | number)[], _value: unknown, error: GraphQLError) => {
        const place = [name, ...path.map(String)];
        const message = `The variable "$${name}" is wrong at "${place.join('.')}": ${error.message}`;
        errors.push(new GraphQLError(message, { nodes: definition, extensions: { path: place } }));
        if (errors.length === mostErrors) throw enough;
      };
      coerceInputValue(value, type, tell, hideSuggestions);
    }
  } catch (error) {
    if (error !== enough) throw error;
  }
  return errors;
}
