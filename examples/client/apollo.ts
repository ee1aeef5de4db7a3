/** Over Apollo Client. */
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
  type InMemoryCacheConfig,
  type OperationVariables,
  type TypedDocumentNode,
} from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { type Answer, fieldOf, type FieldOf } from './answer.ts';
import { embedded } from './embedded.ts';
import { createFetch, type FetchOptions } from './fetch.ts';
import { possibleTypes } from './possibleTypes.ts';
import { hashOf } from './trusted.ts';

/** One for each person who is signed in. */
export function createApolloClient(url: string, options: FetchOptions): ApolloClient {
  return new ApolloClient({
    link: trustedLink().concat(new HttpLink({ uri: url, fetch: createFetch(options) })),
    cache: new InMemoryCache(cacheOptions),
  });
}

/** For its InMemoryCache. */
export const cacheOptions = {
  possibleTypes,
  typePolicies: {
    ...Object.fromEntries(embedded.map((name) => [name, { keyFields: false }])),
    Query: {
      fields: { accounts: relayStylePagination(), orders: relayStylePagination(['filter']) },
    },
    Account: { fields: { history: relayStylePagination() } },
    Order: { fields: { history: relayStylePagination() } },
  },
} satisfies InMemoryCacheConfig;

/** Sends the hash of an operation that codegen has put into the manifest, and its text only where the API lacks it. */
export function trustedLink(): ApolloLink {
  const byHash = new PersistedQueryLink({ generateHash: (document) => hashOf(document) ?? '' });
  return ApolloLink.split(({ query }) => hashOf(query) !== undefined, byHash);
}

/** For `intend`. Apollo Client never takes the answer to a mutation from its cache; `current` updates that. */
export async function mutate<Data extends object, Variables extends OperationVariables>(
  client: ApolloClient,
  mutation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<FieldOf<Data>>> {
  const { data, error } = await client.mutate({ mutation, variables, errorPolicy: 'all' });
  if (!error) return { data: fieldOf(data) };
  if (!CombinedGraphQLErrors.is(error)) throw error;
  return { data: fieldOf(data), errors: error.errors };
}
