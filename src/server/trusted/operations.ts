/**
 * Operations that were parsed, validated and bounded when the bundle was built. A request names one of them instead of
 * sending its text, by the `documentId` of GraphQL over HTTP or in the way of Apollo's clients.
 */
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { type DocumentNode, GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { isRecord } from '../../record.ts';
import { requestError } from '../errors/clientError.ts';
import { bareId } from './operationId.ts';
import type { RequestScope } from '../request.ts';

/** By bare id: whatever the manifest calls them, which is the hash of the text in all tools that make one. */
export type TrustedOperations = ReadonlyMap<string, DocumentNode>;

export interface TrustedOptions {
  readonly operations: TrustedOperations;
  /** Nothing else is served. */
  readonly only: boolean;
}

export function useTrustedOperations({
  operations,
  only,
}: TrustedOptions): Plugin<object, RequestScope> {
  return {
    onPluginInit({ addPlugin }) {
      addPlugin(
        usePersistedOperations({
          extractPersistedOperationId: (params, request) => idOf(params, request) ?? null,
          getPersistedOperation: (id) => operations.get(id) ?? null,
          skipDocumentValidation: true,
          allowArbitraryOperations: !only,
          customErrors: {
            notFound,
            keyNotFound: () =>
              bad(only ? onlyTrusted : 'There is no "query", and no "documentId".'),
            persistedQueryOnly: () => bad(onlyTrusted),
          },
        }),
      );
    },
    onParams({ params, request, setParams }) {
      const id = idOf(params, request);
      // The text beside the id of an operation is not looked at. Beside any other it is what runs: Apollo's clients
      // send both, once an id was not found.
      const { query: _text, ...named } = params;
      if (id !== undefined && operations.has(id)) setParams(named);
    },
  };
}

const onlyTrusted = 'This API serves trusted operations only: send the "documentId" of one.';

/** Clients that fall back to the text look for this message and this code. */
function notFound(): GraphQLError {
  const http = { status: 400, spec: true };
  const extensions = { code: 'PERSISTED_QUERY_NOT_FOUND', http };
  return new GraphQLError('PersistedQueryNotFound', { extensions });
}

function idOf(params: GraphQLParams, request: Request): string | undefined {
  const id = documentIdOf(params, request) ?? hashOf(params);
  return id === undefined ? undefined : bareId(id);
}

function documentIdOf(params: GraphQLParams, { method, url }: Request): string | undefined {
  const id: unknown =
    method === 'GET'
      ? new URL(url).searchParams.get('documentId')
      : 'documentId' in params && params.documentId;
  if (typeof id === 'string') return id;
  if (id === null || id === undefined || id === false) return undefined;
  throw bad('"documentId" is a string.');
}

function hashOf({ extensions }: GraphQLParams): string | undefined {
  const persistedQuery: unknown = extensions?.['persistedQuery'];
  const hash = isRecord(persistedQuery) ? persistedQuery['sha256Hash'] : undefined;
  return typeof hash === 'string' ? hash : undefined;
}

function bad(message: string): GraphQLError {
  return requestError('BAD_REQUEST', message, 400);
}
