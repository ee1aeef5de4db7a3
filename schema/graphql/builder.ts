/** The Pothos builder: scalars' types, the context, and who may see a field. It defines no type. */
import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin, { type AuthFailure } from '@pothos/plugin-scope-auth';
import { forbidden, hasOneOf } from '../../src/auth/access.ts';
import type { CurrencyCode } from '../../src/domain/currency.ts';
import type { Etag } from '../../src/versioned/change.ts';
import type { Ksuid } from '../../src/versioned/id.ts';
import type { Context } from '../../src/context.ts';

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
  plugins: [ScopeAuthPlugin, RelayPlugin],
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
