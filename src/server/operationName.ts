/** The yoga plugin that tells what runs, whether the document came with the request or was there before. */
import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../context.ts';

export function useOperationName(): Plugin<Context> {
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName);
      if (operation) contextValue.measures.operation(operation.operation, operation.name?.value);
    },
  };
}
