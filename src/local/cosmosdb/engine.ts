/** What the embedded Cosmos DB takes from `@vercel/cosmosdb-server`: its account of databases and containers, and SQL. */
/* oxlint-disable no-underscore-dangle -- the package's own names */
import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type accounts from '@vercel/cosmosdb-server/lib/account/index.js';

// `require`, because Node.js and vitest disagree about what the default import of such a module is. The query
// engine is a dependency of the server's, not of ours, so it is found from there.
const require = createRequire(import.meta.url);
const accountModule: typeof accounts = require('@vercel/cosmosdb-server/lib/account/index.js');
const routesModule: { default: Route } = require('@vercel/cosmosdb-server/lib/routes.js');
const requireThere = createRequire(require.resolve('@vercel/cosmosdb-server'));
const queryModule: { default: (sql: string) => GeneratedStatement } =
  requireThere('@zeit/cosmosdb-query');

export const Account = accountModule.default;
export const route = routesModule.default;

/** As whoever created the container described it, and what the account added. */
export type CollectionData = ReturnType<
  ReturnType<ReturnType<InstanceType<typeof Account>['database']>['collection']>['read']
>;

type Route = (request: IncomingMessage) => readonly [params: unknown, handler: Handler] | undefined;
type Handler = (
  account: InstanceType<typeof Account>,
  request: IncomingMessage,
  response: ServerResponse,
  params: unknown,
) => unknown;

export interface Statement {
  exec(items: readonly unknown[], options: object): StatementResult;
}

interface StatementResult {
  readonly result: readonly unknown[];
  readonly continuation?: { readonly token: string };
}

interface GeneratedStatement extends Statement {
  readonly code: string;
  _code: string;
}

/** Throws when it is no SQL. */
export function parseSql(sql: string): Statement {
  const statement = queryModule.default(sql);
  // The generated code copies its list for every document, which is quadratic: 17 s for 50,000 of them.
  statement._code = statement.code.replace(
    /\[\.\.\.\$, (\{[^{}]*\})\]/,
    (_, item: string) => `($.push(${item}), $)`,
  );
  return statement;
}
