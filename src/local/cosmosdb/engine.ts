/** The parts of `@vercel/cosmosdb-server` that the embedded Cosmos DB is made of, mended where they lie beneath HTTP. */
/* oxlint-disable no-underscore-dangle -- the package's own names */
import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type accounts from '@vercel/cosmosdb-server/lib/account/index.js';
import type documents from '@vercel/cosmosdb-server/lib/account/documents.js';
import type collections from '@vercel/cosmosdb-server/lib/account/collection.js';
import type * as documentOperations from '@vercel/cosmosdb-server/lib/handler/_document-operations.js';
import { partitionKeyOf } from './indexes.ts';

// `require`, because Node.js and vitest disagree about what the default import of such a module is. The query
// engine is a dependency of the server's, not of ours, so it is found from there.
const require = createRequire(import.meta.url);
const accountModule: typeof accounts = require('@vercel/cosmosdb-server/lib/account/index.js');
const documentsModule: typeof documents = require('@vercel/cosmosdb-server/lib/account/documents.js');
const routesModule: { default: Route } = require('@vercel/cosmosdb-server/lib/routes.js');
const requireThere = createRequire(require.resolve('@vercel/cosmosdb-server'));
const queryModule: { default: (sql: string) => GeneratedStatement } =
  requireThere('@zeit/cosmosdb-query');

export const operations: typeof documentOperations = require('@vercel/cosmosdb-server/lib/handler/_document-operations.js');
export const Account = accountModule.default;
export const route = routesModule.default;

export type Collection = InstanceType<typeof collections.default>;
export type Resource = Parameters<typeof operations.createOperation>[1]['resourceBody'];

type Route = (request: IncomingMessage) => readonly [params: unknown, handler: Handler] | undefined;
type Handler = (
  account: InstanceType<typeof Account>,
  request: IncomingMessage,
  response: ServerResponse,
  params: unknown,
) => unknown;

/** Documents by all levels of their partition key (the original knows the first), under quoted etags. */
export class HierarchicalDocuments extends documentsModule.default {
  override _getPartition(data: Readonly<Record<string, unknown>>): string {
    return JSON.stringify(partitionKeyOf(this._partitionKeyPath, data));
  }

  override _set(data: Parameters<InstanceType<typeof documents.default>['_set']>[0]) {
    return super._set({ ...data, _etag: `"${data._etag}"` });
  }
}

export interface Statement {
  readonly ast: { readonly body: Record<string, unknown> };
  exec(items: readonly unknown[], options: object): StatementResult;
}

export interface StatementResult {
  readonly result: readonly unknown[];
  readonly continuation?: { readonly token: string };
}

interface GeneratedStatement extends Statement {
  readonly code: string;
  _code: string;
}

/** Parses SQL; `change` may alter the parsed form before it becomes code. Throws when it is no SQL. */
export function parseSql(sql: string, change: (body: Record<string, unknown>) => void): Statement {
  const statement = queryModule.default(sql);
  change(statement.ast.body);
  // The generated code copies its list for every document, which is quadratic: 17 s for 50,000 of them.
  statement._code = statement.code.replace(
    /\[\.\.\.\$, (\{[^{}]*\})\]/,
    (_, item: string) => `($.push(${item}), $)`,
  );
  return statement;
}
