/** A list of pages, each read where the one before it ends now: a new entry at the top makes no hole further down. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type ReactNode, useState } from 'react';
import { type AnyVariables, useQuery } from 'urql';
import { Problem } from '../shell/Problem.tsx';

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Props<Data, Variables extends AnyVariables, Node> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variablesOf: (after: string | undefined) => Variables;
  readonly connectionOf: (data: Data) => Connection<Node> | null | undefined;
  readonly keyOf: (node: Node) => string | number;
  readonly row: (node: Node) => ReactNode;
  readonly className: string;
  /** Where there is nothing. */
  readonly nothing: string;
}

export function Paged<Data, Variables extends AnyVariables, Node>(
  props: Props<Data, Variables, Node>,
) {
  const [count, setCount] = useState(1);
  return (
    <ul className={props.className}>
      <Page {...props} left={count} more={() => setCount(count + 1)} />
    </ul>
  );
}

interface PageProps<Data, Variables extends AnyVariables, Node> extends Props<
  Data,
  Variables,
  Node
> {
  readonly after?: string;
  /** How many pages are shown from here on. */
  readonly left: number;
  readonly more: () => void;
}

function Page<Data, Variables extends AnyVariables, Node>(props: PageProps<Data, Variables, Node>) {
  const { document, variablesOf, connectionOf, keyOf, row, nothing, after, left, more } = props;
  const [{ data, error }, again] = useQuery({
    query: document,
    variables: variablesOf(after),
    requestPolicy: 'cache-and-network',
  });
  const connection = data && connectionOf(data);
  if (!connection) {
    if (!error) return <li aria-busy="true" className="coming" />;
    return (
      <li>
        <Problem error={error} again={() => again({ requestPolicy: 'network-only' })} />
      </li>
    );
  }
  const nodes = connection.edges.flatMap(({ node }) => node ?? []);
  const { hasNextPage, endCursor } = connection.pageInfo;
  return (
    <>
      {after === undefined && nodes.length === 0 && <li className="quiet">{nothing}</li>}
      {nodes.map((node, index) => (
        <li key={keyOf(node)} tabIndex={-1} ref={after && index === 0 ? focus : undefined}>
          {row(node)}
        </li>
      ))}
      {hasNextPage && endCursor !== null && left > 1 && (
        <Page {...props} after={endCursor} left={left - 1} />
      )}
      {hasNextPage && left === 1 && (
        <li>
          <button type="button" onClick={more}>
            Show more
          </button>
        </li>
      )}
    </>
  );
}

/** The button that asked for this page is gone: its first entry is next. */
function focus(entry: HTMLElement | null): void {
  entry?.focus();
}
