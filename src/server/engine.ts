/**
 * Yoga as the engine of GraphQL alone: parse, validate, execute, and their plugins. HTTP is ours, since of yoga's own way
 * from a Request to a Response this API uses nothing that it does not have to check again.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  specifiedRules,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Context } from '../context.ts';
import { requestError } from './clientError.ts';
import type { ServerRequest } from './http.ts';
import { useLimits } from './limits.ts';
import { useOperationName } from './operationName.ts';
import type { Params } from './params.ts';
import type { Requested } from './trusted.ts';
import { validateBy } from './validation.ts';

export type Engine = (
  request: ServerRequest,
  requested: Requested,
  params: Params,
  context: Context,
) => Promise<ExecutionResult>;

export function createEngine(schema: GraphQLSchema, introspection: boolean): Engine {
  const yoga = createYoga<Context>({
    schema,
    // What a request leaves behind is a cache: there is none.
    parserAndValidationCache: false,
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    logging: false,
    cors: false,
    // What is wrong is told by the server: yoga's own masking cannot tell whose request it was.
    maskedErrors: false,
    plugins: [useLimits(), useRules(introspection), useOperationName()],
  });

  return async ({ method }, requested, { variables, operationName }, context) => {
    const { parse, validate, execute } = yoga.getEnveloped(context);
    const document: DocumentNode =
      'document' in requested ? requested.document : parse(requested.query);
    assertAllowed(method, document, operationName);
    const errors: readonly GraphQLError[] =
      'document' in requested ? [] : validate(schema, document);
    if (errors.length > 0) return { errors };
    return execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
    });
  };
}

function assertAllowed(
  method: string,
  document: DocumentNode,
  operationName: string | undefined,
): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const message = 'Of several operations, "operationName" says which: it names none of these.';
    throw requestError('BAD_REQUEST', message, 400);
  }
  if (operation.operation === OperationTypeNode.MUTATION && method === 'GET') {
    throw requestError('BAD_REQUEST', 'A mutation is a POST.', 405, { allow: 'POST' });
  }
}

function useRules(introspection: boolean): Plugin {
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return {
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document) => validateBy(rules, schema, document));
    },
  };
}
