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

export type QueryResult =
  | {
      readonly type: 'Page';
      readonly documents: readonly unknown[];
      readonly continuation?: string;
    }
  | { readonly type: 'BadQuery'; readonly message: string };

const parsed = new Map<string, Statement>();

/** `documents` come in ascending order of ids; what comes back is in the query's order. */
export function runQuery(
  documents: readonly StoredDocument[],
  sql: string,
  { continuation, ...options }: QueryOptions,
): QueryResult {
  try {
    const statement = parsed.get(sql) ?? parseSql(sql);
    parsed.set(sql, statement);
    const page = { ...options, continuation: JSON.parse(continuation ?? 'null') as unknown };
    const [, top, isDescending] = firstById.exec(sql) ?? [];
    const execute = (some: readonly StoredDocument[]) => statement.exec(some, page);
    const found =
      top === undefined
        ? execute(documents)
        : executeOnFew(documents, Number(top), isDescending !== undefined, execute);
    const next = found.continuation && { continuation: JSON.stringify(found.continuation) };
    return { type: 'Page', documents: found.result, ...next };
  } catch (error) {
    return { type: 'BadQuery', message: error instanceof Error ? error.message : String(error) };
  }
}

/** What the API's lists ask for: the first so many, in the order in which the documents lie. */
const firstById = /^SELECT TOP (\d+) \* FROM c WHERE .* ORDER BY c\.id( DESC)?$/;

/** The engine copies and sorts all that it is given: it gets more only where too few of it match. */
function executeOnFew(
  documents: readonly StoredDocument[],
  top: number,
  isDescending: boolean,
  execute: (some: readonly StoredDocument[]) => ReturnType<Statement['exec']>,
) {
  for (let count = 128; ; count *= 8) {
    const some = isDescending ? documents.slice(-count) : documents.slice(0, count);
    const found = execute(some);
    const isEnough = found.continuation ?? found.result.length >= top;
    if (isEnough || count >= documents.length) return found;
  }
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
