/**
 * Yoga as the engine of GraphQL alone: from parameters to a result. HTTP is ours, since of yoga's own way from a Request
 * to a Response this API uses nothing that it does not have to check again.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Context } from '../context.ts';
import { requestError } from './clientError.ts';
import type { ServerRequest } from './http.ts';
import { useLimits } from './limits.ts';
import { useOperationName } from './operationName.ts';
import type { Params } from './params.ts';

/** `document` is a trusted one, which runs instead of the query. */
export type Engine = (
  request: ServerRequest,
  params: Params,
  document: DocumentNode | undefined,
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
    plugins: [useLimits(), useOperationName(), ...(introspection ? [] : [useNoIntrospection()])],
  });

  return async (request, params, document, context) => {
    if (document) {
      assertAllowed(request, document, params.operationName);
      const { execute } = yoga.getEnveloped(context);
      return single(
        await execute({
          schema,
          document,
          contextValue: context,
          variableValues: params.variables ?? null,
          operationName: params.operationName ?? null,
        }),
      );
    }
    const { query, variables, operationName } = params;
    return single(
      await yoga.getResultForParams(
        {
          params: {
            ...(query !== undefined && { query }),
            ...(variables && { variables }),
            ...(operationName !== undefined && { operationName }),
          },
          request: request as Request, // of which yoga reads the method, and no more
        },
        context,
      ),
    );
  };
}

/** What yoga asks of an operation that it has parsed. */
function assertAllowed(
  { method }: ServerRequest,
  document: DocumentNode,
  operationName: string | undefined,
): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw requestError('BAD_REQUEST', 'There is no operation of this name.', 400);
  if (operation.operation === OperationTypeNode.MUTATION && method === 'GET') {
    throw requestError('BAD_REQUEST', 'A mutation is a POST.', 405, { allow: 'POST' });
  }
}

function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
  };
}

function single(
  result: ExecutionResult | AsyncIterable<ExecutionResult> | undefined,
): ExecutionResult {
  if (result && !(Symbol.asyncIterator in result)) return result;
  throw new Error('the engine answered with no result, or with a stream of them');
}
