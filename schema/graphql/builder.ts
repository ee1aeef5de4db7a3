/** The Pothos builder: scalars' types, the context, who may see a field, and what it costs. It defines no type. */
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin, { type AuthFailure } from '@pothos/plugin-scope-auth';
import { forbidden, hasOneOf } from '../../src/auth/access.ts';
import type { CurrencyCode } from '../../src/domain/currency.ts';
import type { Etag } from '../../src/versioned/change.ts';
import type { Ksuid } from '../../src/versioned/id.ts';
import { tooLarge } from '../../src/faults.ts';
import type { Context } from '../../src/context.ts';

/** A database call or a document. The plugin counts each `__typename` as 1, which clients ask for everywhere. */
export const callCost = 100;

const mostCalls = 1000;

export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  AuthScopes: {
    /** Has one of these permissions: to see. */
    read: readonly string[];
    /** Has one of these permissions: to change. */
    change: readonly string[];
  };
  Scalars: {
    ID: { Input: string; Output: string };
    ETag: { Input: Etag; Output: Etag };
    KSUID: { Input: Ksuid; Output: Ksuid };
    Decimal: { Input: string; Output: string };
    CurrencyCode: { Input: string; Output: CurrencyCode };
    DateTime: { Input: string; Output: string };
  };
}>({
  plugins: [ScopeAuthPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: ({ viewer }) => {
      const hasOne = (names: readonly string[]) => hasOneOf(viewer, names);
      return { read: hasOne, change: hasOne };
    },
    unauthorizedError: (_parent, _context, _info, { failure }) => forbidden(missing(failure)),
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    hasPreviousPageFieldOptions: { description: 'True when `after` was given.' },
  },
  complexity: {
    defaultComplexity: 0,
    defaultListMultiplier: 1,
    limit: { complexity: mostCalls * callCost },
    complexityError: (_kind, { complexity }) =>
      tooLarge(
        `An operation asks for at most ${mostCalls} documents and calls of the database, not ${Math.ceil(complexity / callCost)}: ask for smaller pages.`,
      ),
  },
});

export type Types = typeof builder.$inferSchemaTypes;

builder.queryType({
  description: 'A list is null only where an error took its place: the rest of the screen stays.',
});
builder.mutationType({
  description:
    "A mutation's field is null only where an error took the place of its result. Sent again with the same `requestId` (and any\nselection), it answers with the change if there was one. The results of the other mutations of the document stay.",
});

/** The permissions of which one would do, for the first thing that the viewer may not. */
function missing(failure: AuthFailure | undefined): readonly string[] {
  if (failure && 'failures' in failure) return missing(failure.failures[0]);
  if (failure && 'parameter' in failure && Array.isArray(failure.parameter)) {
    return failure.parameter.map(String);
  }
  throw new Error('a viewer may not see a field, and nothing says what is missing');
}
