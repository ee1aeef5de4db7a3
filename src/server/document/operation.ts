/**
 * What is wrong with an operation whatever the data refuses the whole request, while nothing has been written and nothing
 * has been read: its variables, its arguments, and how much it asks for.
 */
import { type DocumentNode, getOperationAST, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { argumentErrors } from './arguments.ts';
import { excessOf } from './extent.ts';
import { fragmentsOf } from './selection.ts';
import { variableErrors } from './variables.ts';

export function useOperationChecks({ introspection }: { readonly introspection: boolean }): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, operationName, variableValues } = args;
      const document: DocumentNode = args.document;
      const operation = getOperationAST(document, operationName);
      if (!operation) return;
      const { variableDefinitions = [] } = operation;
      const values = variableValues ?? {};
      const { errors, coerced } = getVariableValues(schema, variableDefinitions, values, {
        maxErrors: 0,
      });
      if (errors) {
        const found = variableErrors(schema, variableDefinitions, values, !introspection);
        setResultAndStopExecution({ errors: found });
        return;
      }
      const fragments = fragmentsOf(document);
      const parts = [schema, fragments, coerced, operation] as const;
      const wrong = argumentErrors(...parts);
      const refused = wrong.length > 0 ? wrong : excessOf(...parts);
      if (refused.length > 0) setResultAndStopExecution({ errors: refused });
    },
  };
}
