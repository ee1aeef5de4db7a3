/** The port over Cosmos DB. */
import type { Database } from '@azure/cosmos';
import { LoggableError } from '../loggableError.ts';
import type { CreateResult, OpenStore, Store } from '../versioned/store.ts';
import type { System } from '../system.ts';
import { type Calls, callsOf, type Located } from './calls.ts';
import {
  etagOf,
  pageId,
  toDocument,
  toListed,
  toPageChanges,
  toPageDocument,
  toRead,
  toReplacement,
} from './documents.ts';
import { Failure } from './outcome.ts';
import { findPagedQuery, listQuery } from './queries.ts';
import { Reads } from './reads.ts';
import { readSessionTokens } from './sessionToken.ts';
import { UsageMeter } from './usage.ts';

export function cosmosStore(
  database: Database,
  { pause, clock }: Pick<System, 'pause' | 'clock'>,
): OpenStore {
  return (token, signal, traceparent) => {
    const tokens = readSessionTokens(token);
    if (!tokens) return { type: 'MalformedToken' };
    let lastFailure: LoggableError | undefined;
    const note = (failure: LoggableError) => {
      lastFailure = failure;
    };
    const usage = new UsageMeter(clock);
    const calls = callsOf(database, { tokens, signal, traceparent, usage, note });
    const store = storeOf(calls, new Reads(calls, tokens, signal, pause));
    return {
      store,
      token: () => tokens.toHeader(),
      lastFailure: () => lastFailure,
      usage: () => usage.sum(),
    };
  };
}

function storeOf(calls: Calls, reads: Reads): Store {
  const createDocument = async (container: string, document: Located): Promise<CreateResult> => {
    const answer = await calls.create(container, document);
    if (!(answer instanceof Failure)) return { type: 'Written', etag: etagOf(answer) };
    return { type: answer.type === 'Exists' ? 'Exists' : 'Unknown' };
  };

  return {
    read: async (kind, tenantId, id) => {
      const at = { tenantId, entityId: id, id };
      const document = await reads.one(kind.container, at, (token) =>
        calls.read(kind.container, at, token),
      );
      return document ? { type: 'Found', stored: toRead(kind, at, document) } : { type: 'Absent' };
    },

    askPrimary: (kind, tenantId, id) =>
      reads.askPrimary(kind.container, { tenantId, entityId: id, id }),

    create: (kind, entity) => createDocument(kind.container, toDocument(kind, entity)),

    createPage: (kind, before, page) =>
      createDocument(kind.container, toPageDocument(before, page)),

    replace: async (kind, before, entity) => {
      const document = toReplacement(kind, before, entity);
      const answer = await calls.replace(kind.container, document, before.etag);
      if (!(answer instanceof Failure)) return { type: 'Written', etag: etagOf(answer) };
      const { type } = answer;
      return { type: type === 'Lost' || type === 'Busy' || type === 'Absent' ? type : 'Unknown' };
    },

    page: async (kind, { tenantId, id: entityId }, number) => {
      const at = { tenantId, entityId, id: pageId(entityId, number) };
      const document = await reads.one(kind.container, at, async (token) => {
        const answer = await calls.read(kind.container, at, token);
        // Pages are written before the entity that leads here and never deleted: this replica has not got it yet.
        const isMissing = answer instanceof Failure && answer.type === 'Absent';
        return isMissing ? new Failure('Behind', noPage(kind.container, at.id)) : answer;
      });
      if (!document) throw noPage(kind.container, at.id);
      return toPageChanges(kind, at, document);
    },

    findPaged: async (kind, { tenantId, id }, requestId) => {
      const at = { tenantId, entityId: id, id };
      const query = findPagedQuery(tenantId, id, requestId);
      const documents = await reads.one(kind.container, at, (token) =>
        calls.query(kind.container, query, [tenantId, id], 1, token),
      );
      const [document] = documents ?? [];
      if (!document) return undefined;
      const changes = toPageChanges(kind, { tenantId, entityId: id }, document);
      return changes.find((change) => change.requestId === requestId);
    },

    list: async (kind, query) => {
      const { tenantId, first } = query;
      // One more than asked for tells whether there is more.
      const most = first + 1;
      const documents = await reads.many(kind.container, (token) =>
        calls.query(kind.container, listQuery(kind, query, most), [tenantId], most, token),
      );
      return {
        items: documents
          .slice(0, first)
          .map((document) => toListed(kind, { tenantId }, document, query.changes)),
        hasMore: documents.length > first,
      };
    },
  };
}

function noPage(container: string, id: string): LoggableError {
  return new LoggableError(
    `the page ${id}, which must exist, is not in the container "${container}"`,
  );
}
