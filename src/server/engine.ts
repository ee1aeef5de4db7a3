/** GraphQL as graphql-js does it, within our bounds. What a request leaves behind is a cache: there is none. */
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Context } from '../context.ts';
import { documentError, requestError } from './clientError.ts';
import type { ServerRequest } from './http.ts';
import { parseBounded } from './limits.ts';
import type { Params } from './params.ts';
import type { Requested } from './trusted.ts';
import { rulesFor, validateBy } from './validation.ts';

export type Engine = (
  request: ServerRequest,
  requested: Requested,
  params: Params,
  context: Context,
) => Promise<ExecutionResult>;

export function createEngine(schema: GraphQLSchema, introspection: boolean): Engine {
  const rules = rulesFor({ introspection });
  return async ({ method }, requested, { variables, operationName }, context) => {
    const isTrusted = 'document' in requested;
    const document = isTrusted ? requested.document : parseBounded(requested.query);
    const { operation, name } = operationOf(document, operationName);
    if (operation === OperationTypeNode.MUTATION && method === 'GET') {
      throw requestError('BAD_REQUEST', 'A mutation is a POST.', 405, { allow: 'POST' });
    }
    const errors = isTrusted ? [] : validateBy(rules, schema, document);
    if (errors.length > 0) {
      return { errors: errors.map((error) => documentError('GRAPHQL_VALIDATION_FAILED', error)) };
    }
    context.measures.operation(operation, name?.value);
    return execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
    });
  };
}

function operationOf(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  const message = 'Of several operations, "operationName" says which: it names none of these.';
  throw requestError('BAD_REQUEST', message, 400);
}
