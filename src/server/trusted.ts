/**
 * Operations that were parsed, validated and bounded when the bundle was built. A request names one of them instead of
 * sending its text, by the `documentId` of GraphQL over HTTP or in the way of Apollo's clients.
 */
import type { DocumentNode } from 'graphql';
import { isRecord } from '../record.ts';
import { requestError } from './clientError.ts';
import type { Params } from './params.ts';

/** By id: whatever the manifest calls them, which is the hash of the text in all tools that make one. */
export type TrustedOperations = ReadonlyMap<string, DocumentNode>;

export interface Trust {
  readonly operations: TrustedOperations;
  /** Nothing else is served. */
  readonly only: boolean;
}

/** A trusted document, or the text of one that is to be parsed and validated. */
export type Requested = { readonly document: DocumentNode } | { readonly query: string };

export function requestedOf(params: Params, { operations, only }: Trust): Requested {
  const id = idOf(params);
  const document = id === undefined ? undefined : operations.get(id);
  if (document) return { document };
  // Apollo's clients send the text, too, once an id was refused.
  if (!only && params.query !== undefined) return { query: params.query };
  throw requestError('BAD_REQUEST', reason(id, only), 400);
}

function idOf({ documentId, extensions }: Params): string | undefined {
  const id = documentId ?? hashOf(extensions?.['persistedQuery']);
  return id?.replace(/^sha256:/, '');
}

function hashOf(persistedQuery: unknown): string | undefined {
  const hash = isRecord(persistedQuery) ? persistedQuery['sha256Hash'] : undefined;
  return typeof hash === 'string' ? hash : undefined;
}

function reason(id: string | undefined, only: boolean): string {
  if (id !== undefined) {
    return 'This API was built without a trusted operation of this id: it may be of another version.';
  }
  return only
    ? 'This API serves trusted operations only: send the "documentId" of one.'
    : 'There is no "query", and no "documentId".';
}
