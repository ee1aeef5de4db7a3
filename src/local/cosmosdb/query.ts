/** SQL over documents, by the query engine of `@vercel/cosmosdb-server`, made to cost what it should. */
import { parseSql, type Statement } from './engine.ts';
import type { StoredDocument } from './indexes.ts';

export interface QueryOptions {
  /** As the request has them: a list of names and values. */
  readonly parameters?: unknown;
  readonly maxItemCount?: number | undefined;
  /** As the previous page's answer had it. */
  readonly continuation?: string | undefined;
  readonly compositeIndexes?: unknown;
}

export interface Page {
  readonly documents: readonly unknown[];
  readonly continuation?: string;
}

const parsed = new Map<string, Statement>();

/** What the API's lists ask for: the first so many, in the order in which the documents lie. */
const firstById = /^SELECT TOP (\d+) .* FROM c WHERE .* ORDER BY c\.id( DESC)?$/;

/** As the service: a page ends before it has more. */
const mostPageBytes = 4 * 1024 * 1024;

/** `documents` come in ascending order of ids; what comes back is in the query's order. Throws what is no SQL. */
export function runQuery(
  documents: readonly StoredDocument[],
  sql: string,
  { continuation, ...options }: QueryOptions,
): Page {
  const statement = parsed.get(sql) ?? parseSql(sql);
  parsed.set(sql, statement);
  const page = { ...options, continuation: JSON.parse(continuation ?? 'null') as unknown };
  const [isFirstById, top, isDescending] = firstById.exec(sql) ?? [];
  // The engine copies and sorts all that it is given: it gets more only where too few of it match.
  for (let count = isFirstById ? 128 : documents.length; ; count *= 8) {
    const some = isDescending ? documents.slice(-count) : documents.slice(0, count);
    const { result, continuation: next } = statement.exec(some, page);
    if (next || result.length >= Number(top) || count >= documents.length) {
      const fitting = fittingOf(result);
      if (fitting < result.length) {
        return runQuery(documents, sql, { continuation, ...options, maxItemCount: fitting });
      }
      return { documents: result, ...(next && { continuation: JSON.stringify(next) }) };
    }
  }
}

/** How many of them a page has room for: one at least. */
function fittingOf(documents: readonly unknown[]): number {
  let bytes = 0;
  const over = documents.findIndex((document) => {
    bytes += Buffer.byteLength(JSON.stringify(document));
    return bytes > mostPageBytes;
  });
  return over === -1 ? documents.length : Math.max(1, over);
}

/** One physical partition runs every query as it is: nothing to rewrite, merge or sort by the client. */
export const queryPlan = {
  partitionedQueryExecutionInfoVersion: 2,
  queryInfo: {
    distinctType: 'None',
    orderBy: [],
    orderByExpressions: [],
    groupByExpressions: [],
    aggregates: [],
    groupByAliasToAggregateType: {},
    rewrittenQuery: '',
  },
  queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
} as const;
