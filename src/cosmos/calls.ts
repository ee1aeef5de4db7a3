/** Single calls to Cosmos DB within one request: under its deadline, and with its session. */
import { type Database, FeedResponse, ResourceResponse, type SqlQuerySpec } from '@azure/cosmos';
import type { Etag } from '../versioned/change.ts';
import type { EntityId } from '../versioned/id.ts';
import { outOfTime } from '../faults.ts';
import type { LoggableError } from '../loggableError.ts';
import { isRecord } from '../record.ts';
import {
  type CallName,
  documentIn,
  documentsIn,
  Failure,
  failureOf,
  isDecision,
} from './outcome.ts';
import type { SessionTokens } from './sessionToken.ts';
import type { UsageMeter } from './usage.ts';

/** Where a document lies: both levels of the partition key, and its id. */
export interface Located {
  readonly tenantId: string;
  readonly entityId: EntityId;
  readonly id: string;
}

export interface Calls {
  readonly read: (
    container: string,
    at: Located,
    sessionToken: string | undefined,
  ) => Promise<object | Failure>;
  readonly create: (container: string, document: Located) => Promise<object | Failure>;
  readonly replace: (container: string, document: Located, etag: Etag) => Promise<object | Failure>;
  /** At most so many documents, within a partition key or a prefix of one. */
  readonly query: (
    container: string,
    query: SqlQuerySpec,
    partitionKey: string[],
    most: number,
    sessionToken: string | undefined,
  ) => Promise<readonly object[] | Failure>;
}

export interface CallsOptions {
  readonly tokens: SessionTokens;
  readonly signal: AbortSignal;
  readonly traceparent: string;
  readonly usage: UsageMeter;
  /** Hears of each call that came to nothing, whatever its caller makes of that. */
  readonly note: (failure: LoggableError) => void;
}

export function callsOf(
  database: Database,
  { tokens, signal, traceparent, usage, note }: CallsOptions,
): Calls {
  // The SDK puts them under its own headers, into its query plans, too, and signs none of them.
  const initialHeaders = { traceparent };

  const learn = ({ what, container }: CallName, answer: unknown, isDecided: boolean) => {
    const headers = headersOf(answer);
    const token = headers['x-ms-session-token'];
    const isOfPrimary = isDecided && (what === 'create' || what === 'replace');
    if (isOfPrimary) tokens.learnFromPrimary(container, token);
    else tokens.learn(container, token);
    usage.charge(headers['x-ms-request-charge']);
    usage.addRead(lengthOf(answer));
  };

  const noted = <Result extends object>(result: Result) => {
    if (result instanceof Failure && result.cause) note(result.cause);
    return result;
  };

  async function call<Answer, Result extends object>(
    name: CallName,
    send: () => Promise<Answer>,
    resultIn: (answer: Answer, name: CallName) => Result | Failure,
  ): Promise<Result | Failure> {
    if (signal.aborted) throw outOfTime();
    return usage.call(async () => {
      let answer: Answer;
      try {
        answer = await untilAborted(send(), signal);
      } catch (error) {
        learn(name, error, isDecision(error));
        return noted(failureOf(error, signal, name));
      }
      learn(name, answer, true);
      return noted(resultIn(answer, name));
    });
  }

  const { id: databaseId } = database;
  const itemAt = (container: string, { tenantId, entityId, id }: Located) =>
    database.container(container).item(id, [tenantId, entityId]);

  const options = { abortSignal: signal, initialHeaders };
  const pinned = (sessionToken: string | undefined) => ({
    ...options,
    ...(sessionToken !== undefined && { sessionToken }),
  });

  return {
    read: async (container, at, sessionToken) => {
      usage.assertRoom();
      const name = { what: 'read', database: databaseId, container, id: at.id } as const;
      return call(name, () => itemAt(container, at).read(pinned(sessionToken)), documentIn);
    },

    create: async (container, document) => {
      const name = { what: 'create', database: databaseId, container, id: document.id } as const;
      const { items } = database.container(container);
      return call(name, () => items.create(document, options), documentIn);
    },

    replace: async (container, document, etag) => {
      const name = { what: 'replace', database: databaseId, container, id: document.id } as const;
      const accessCondition = { type: 'IfMatch', condition: etag };
      const item = itemAt(container, document);
      return call(name, () => item.replace(document, { ...options, accessCondition }), documentIn);
    },

    query: async (container, query, partitionKey, most, sessionToken) => {
      const name = { what: 'query', database: databaseId, container } as const;
      const scope = { partitionKey, maxItemCount: most, ...pinned(sessionToken) };
      const pages = database.container(container).items.query<object>(query, scope);
      const found: object[] = [];
      while (found.length < most && pages.hasMoreResults()) {
        usage.assertRoom();
        const documents = await call(name, () => pages.fetchNext(), documentsIn);
        if (documents instanceof Failure) return documents;
        found.push(...documents);
      }
      return found;
    },
  };
}

/** The SDK does not end everything with a signal: not the wait for a token, nor what it reads before the first create. */
async function untilAborted<Answer>(work: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What of the answer had to be parsed. The SDK knows it of answers alone, and errors are short. */
function lengthOf(answer: unknown): number {
  return answer instanceof ResourceResponse || answer instanceof FeedResponse
    ? answer.diagnostics.clientSideRequestStatistics.totalResponsePayloadLengthInBytes
    : 0;
}

/** Answers and errors of the SDK have them. */
function headersOf(answer: unknown): Readonly<Record<string, unknown>> {
  const headers = isRecord(answer) ? answer['headers'] : undefined;
  return isRecord(headers) ? headers : {};
}
