/** Single calls to Cosmos DB within one request: under its deadline, and with its session. */
import type { Database, SqlQuerySpec } from '@azure/cosmos';
import type { Etag } from '../domain/entity.ts';
import type { EntityId } from '../domain/id.ts';
import { outOfTime } from '../faults.ts';
import { isRecord } from '../record.ts';
import type { CallMeasures } from '../store.ts';
import type { ContainerName } from './containers.ts';
import { type Failure, failureOf, failureOfRead } from './outcome.ts';
import type { SessionTokens } from './sessionToken.ts';

/** Where a document lies: both levels of the partition key, and its id. */
export interface Located {
  readonly tenantId: string;
  readonly entityId: EntityId;
  readonly id: string;
}

export interface Calls {
  readonly read: (container: ContainerName, at: Located) => Promise<object | Failure>;
  readonly create: (container: ContainerName, document: Located) => Promise<object | Failure>;
  readonly replace: (
    container: ContainerName,
    document: Located,
    etag: Etag,
  ) => Promise<object | Failure>;
  /** At most so many documents, within a partition key or a prefix of one. */
  readonly query: (
    container: ContainerName,
    query: SqlQuerySpec,
    partitionKey: string[],
    most: number,
  ) => Promise<readonly object[] | Failure>;
}

export function callsOf(
  database: Database,
  tokens: SessionTokens,
  signal: AbortSignal,
  measures: CallMeasures,
): Calls {
  // The SDK puts them under its own headers, into its query plans, too, and signs none of them.
  const initialHeaders = { traceparent: measures.traceparent };

  const learn = (container: ContainerName, answer: unknown) => {
    const headers = headersOf(answer);
    tokens.learn(container, headers['x-ms-session-token']);
    measures.charge(headers['x-ms-request-charge']);
  };

  async function call<Answer>(
    container: ContainerName,
    send: () => Promise<Answer>,
  ): Promise<Answer | Failure> {
    if (signal.aborted) throw outOfTime();
    return measures.call(async () => {
      try {
        const answer = await send();
        learn(container, answer);
        return answer;
      } catch (error) {
        learn(container, error);
        return failureOf(error, signal);
      }
    });
  }

  const itemAt = (container: ContainerName, { tenantId, entityId, id }: Located) =>
    database.container(container).item(id, [tenantId, entityId]);

  const pinned = (container: ContainerName) => {
    const sessionToken = tokens.of(container);
    return {
      abortSignal: signal,
      initialHeaders,
      ...(sessionToken !== undefined && { sessionToken }),
    };
  };

  return {
    read: async (container, at) => {
      const answer = await call(container, () => itemAt(container, at).read(pinned(container)));
      if (typeof answer === 'string') return answer;
      return failureOfRead(answer) ?? documentOf(answer);
    },

    create: async (container, document) => {
      const answer = await call(container, () =>
        database
          .container(container)
          .items.create(document, { abortSignal: signal, initialHeaders }),
      );
      return typeof answer === 'string' ? answer : documentOf(answer);
    },

    replace: async (container, document, etag) => {
      const accessCondition = { type: 'IfMatch', condition: etag };
      const options = { abortSignal: signal, initialHeaders };
      const answer = await call(container, () =>
        itemAt(container, document).replace(document, { ...options, accessCondition }),
      );
      return typeof answer === 'string' ? answer : documentOf(answer);
    },

    query: async (container, query, partitionKey, most) => {
      const options = { partitionKey, maxItemCount: most, ...pinned(container) };
      const pages = database.container(container).items.query<object>(query, options);
      const found: object[] = [];
      while (found.length < most && pages.hasMoreResults()) {
        const answer = await call(container, () => pages.fetchNext());
        if (typeof answer === 'string') return answer;
        found.push(...answer.resources);
      }
      return found;
    },
  };
}

function documentOf({ resource }: { readonly resource?: object | undefined }): object {
  if (resource) return resource;
  throw new SyntaxError('the database answered without a document');
}

/** Answers and errors of the SDK have them. */
function headersOf(answer: unknown): Readonly<Record<string, unknown>> {
  const headers = isRecord(answer) ? answer['headers'] : undefined;
  return isRecord(headers) ? headers : {};
}
