/** A list of pages, each read where the one before it ends now: a new entry at the top makes no hole further down. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type ReactNode, useRef, useState } from 'react';
import type { AnyVariables } from 'urql';
import type { Connection } from './kind.ts';
import { Problem } from '../shell/Problem.tsx';
import { useAnswer } from '../shell/useAnswer.ts';

interface Props<Data, Variables extends AnyVariables, Node> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variablesOf: (after: string | undefined) => Variables;
  readonly connectionOf: (data: Data) => Connection<Node> | null | undefined;
  readonly keyOf: (node: Node) => string | number;
  readonly row: (node: Node) => ReactNode;
  readonly className: string;
  /** Where there is nothing. */
  readonly nothing?: string;
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

interface PageProps {
  readonly after?: string;
  /** How many pages are shown from here on. */
  readonly left: number;
  readonly more: () => void;
}

function Page<Data, Variables extends AnyVariables, Node>(
  props: Props<Data, Variables, Node> & PageProps,
) {
  const { document, variablesOf, connectionOf, keyOf, row, nothing, after, left, more } = props;
  const isAsked = useRef(after !== undefined);
  /** The button that asked for a page goes when that is there: its first entry is next, once. */
  function focusIfAsked(entry: HTMLElement | null): void {
    if (!entry || !isAsked.current) return;
    isAsked.current = false;
    entry.focus();
  }
  const { data, error, again } = useAnswer(document, variablesOf(after));
  const connection = data && connectionOf(data);
  const problem = error && (
    <li>
      <Problem error={error} again={again} />
    </li>
  );
  if (!connection) return problem ?? <li aria-busy="true" className="coming" />;
  const nodes = connection.edges.flatMap(({ node }) => node ?? []);
  const { hasNextPage, endCursor } = connection.pageInfo;
  return (
    <>
      {problem}
      {after === undefined && nodes.length === 0 && nothing && <li className="quiet">{nothing}</li>}
      {nodes.map((node, index) => (
        <li key={keyOf(node)} tabIndex={-1} ref={index === 0 ? focusIfAsked : undefined}>
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
