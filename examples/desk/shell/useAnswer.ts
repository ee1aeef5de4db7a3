/** What the API answered to a query. Where it is read anew and that fails, the last answer stays on the screen. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useState } from 'react';
import { type AnyVariables, type CombinedError, useQuery } from 'urql';
import { useDesk } from './desk.ts';
import { useStore } from './store.ts';

interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  readonly again: () => void;
}

export function useAnswer<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Answer<Data> {
  const context = useStore(useDesk().reading);
  const [{ data, error }, read] = useQuery<Data>({ query, variables, context });
  const [whole, setWhole] = useState(data);
  if (data && !error && data !== whole) setWhole(data);
  return {
    data: error && whole ? whole : data,
    error,
    again: () => read({ requestPolicy: 'network-only' }),
  };
}
