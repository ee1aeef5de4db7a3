/** Tells what is measured of a request which operation ran. */
import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestScope } from './request.ts';

export function useOperationName(): Plugin<RequestScope> {
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName);
      if (operation) contextValue.measures.operation(operation.operation, operation.name?.value);
    },
  };
}
