/** Over urql. */
import {
  type AnyVariables,
  cacheExchange,
  Client,
  fetchExchange,
  type TypedDocumentNode,
} from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { type Answer, fieldOf, type FieldOf } from './answer.ts';
import { createFetch, type FetchOptions } from './fetch.ts';
import { hashOf } from './trusted.ts';

/** One for each person who is signed in. */
export function createUrqlClient(url: string, options: FetchOptions): Client {
  return new Client({
    url,
    exchanges: [cacheExchange, trustedExchange, fetchExchange],
    fetch: createFetch(options),
  });
}

/** Sends the hash of an operation that codegen has put into the manifest, and its text only where the API lacks it. */
export const trustedExchange = persistedExchange({
  enableForMutation: true,
  preferGetForPersistedQueries: false,
  generateHash: (_text, document) => Promise.resolve(hashOf(document)),
});

/** For `intend`. urql never takes the answer to a mutation from its cache. */
export async function mutate<Data extends object, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<FieldOf<Data>>> {
  const { data, error } = await client.mutation(document, variables).toPromise();
  if (error?.networkError) throw error.networkError;
  return { data: fieldOf(data), errors: error?.graphQLErrors };
}
