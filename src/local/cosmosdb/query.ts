/** SQL over documents, by the query engine of `@vercel/cosmosdb-server`, made to cost what it should. */
import { isRecord } from '../../record.ts';
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

interface ParsedQuery {
  readonly whole: Statement;
  /** The same WHERE over the same source, and nothing else of it. */
  readonly filter: Statement;
}

const parsed = new Map<string, ParsedQuery>();

/** `documents` come in ascending order of ids; what comes back is in the query's order. */
export function runQuery(
  documents: readonly StoredDocument[],
  sql: string,
  options: QueryOptions,
): QueryResult {
  const parameters: unknown[] = Array.isArray(options.parameters) ? options.parameters : [];
  const { maxItemCount, compositeIndexes } = options;
  try {
    const continuation: unknown = JSON.parse(options.continuation ?? 'null');
    const { whole, filter } = parse(sql);
    const limit = continuation === null ? limitById(whole, parameters, maxItemCount) : undefined;
    const candidates =
      limit === undefined
        ? documents
        : firstMatches(documents, limit, (part) => filter.exec(part, { parameters }).result);
    const page = { parameters, maxItemCount, continuation, compositeIndexes };
    const result = whole.exec(candidates, page);
    const next = result.continuation && { continuation: JSON.stringify(result.continuation) };
    return { type: 'Page', documents: result.result, ...next };
  } catch (error) {
    return { type: 'BadQuery', message: error instanceof Error ? error.message : String(error) };
  }
}

function parse(sql: string): ParsedQuery {
  const known = parsed.get(sql);
  if (known) return known;
  const query = {
    whole: parseSql(sql, () => {}),
    filter: parseSql(sql, (body) => Object.assign(body, { top: null, orderBy: null })),
  };
  if (parsed.size >= 100) parsed.clear();
  parsed.set(sql, query);
  return query;
}

interface Limit {
  readonly count: number;
  readonly descending: boolean;
}

/** How many documents are wanted, if the query is `SELECT * … ORDER BY c.id`, the order in which they lie. */
function limitById(
  statement: Statement,
  parameters: readonly unknown[],
  maxItemCount?: number,
): Limit | undefined {
  const { select, from, orderBy, top } = statement.ast.body;
  const expressions = at(orderBy, 'expressions');
  const [order, ...others]: unknown[] = Array.isArray(expressions) ? expressions : [];
  const joins = at(from, 'joins');
  const isById =
    at(select, '*') === true &&
    at(from, 'source', 'expression', 'expression', 'type') === 'identifier' &&
    Array.isArray(joins) &&
    joins.length === 0 &&
    others.length === 0 &&
    at(order, 'expression', 'object', 'type') === 'identifier' &&
    at(order, 'expression', 'computed') === false &&
    at(order, 'expression', 'property', 'name') === 'id';
  if (!isById) return undefined;
  const value = at(top, 'value');
  const parameter = parameters.find((each) => at(each, 'name') === at(value, 'name'));
  const count =
    at(value, 'type') === 'parameter_name'
      ? at(parameter, 'value')
      : (at(value, 'value') ?? maxItemCount);
  if (typeof count !== 'number') return undefined;
  return { count, descending: at(order, 'order') === 'DESC' };
}

// Small, as the engine copies every match; not tiny, as it compiles the query anew for every part.
const partSize = 128;

function firstMatches(
  documents: readonly StoredDocument[],
  { count, descending }: Limit,
  matches: (part: readonly StoredDocument[]) => readonly unknown[],
): readonly unknown[] {
  const ordered = (index: number) => documents[descending ? documents.length - 1 - index : index];
  const found: unknown[] = [];
  let taken = 0;
  // One more than wanted, so that the engine knows whether a next page exists.
  while (taken < documents.length && found.length <= count) {
    const part: StoredDocument[] = [];
    for (let next = ordered(taken); next !== undefined; next = ordered(taken)) {
      // Documents of one id (in several partitions) stay together: the engine orders them among themselves.
      if (part.length >= partSize && part.at(-1)?.id !== next.id) break;
      part.push(next);
      taken += 1;
    }
    found.push(...matches(part));
  }
  return found;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

/** One physical partition runs every query as it is: nothing to rewrite, merge or sort by the client. */
export const queryPlan = {
  partitionedQueryExecutionInfoVersion: 2,
  queryInfo: {
    distinctType: 'None',
    top: null,
    offset: null,
    limit: null,
    orderBy: [],
    orderByExpressions: [],
    groupByExpressions: [],
    groupByAliases: [],
    aggregates: [],
    groupByAliasToAggregateType: {},
    rewrittenQuery: '',
    hasSelectValue: false,
    hasNonStreamingOrderBy: false,
  },
  queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
} as const;
