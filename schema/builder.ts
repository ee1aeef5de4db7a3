/** The Pothos builder: scalars' types, the context, the cost of a field. It defines no type of the schema. */
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type { CurrencyCode } from '../src/domain/currency.ts';
import type { Etag } from '../src/versioned/entity.ts';
import type { Ksuid } from '../src/versioned/id.ts';
import { Fault } from '../src/faults.ts';
import type { Context } from '../src/context.ts';

/** A database call or a document. The plugin counts each `__typename` as 1, which clients ask for everywhere. */
export const callCost = 100;

/** A page of 100 with 100 changes of each history is about 800 calls and documents. */
const mostCost = 1000 * callCost;
const mostDepth = 20;
const mostFields = 1000;

export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    ETag: { Input: Etag; Output: Etag };
    KSUID: { Input: Ksuid; Output: Ksuid };
    Decimal: { Input: string; Output: string };
    CurrencyCode: { Input: string; Output: CurrencyCode };
    DateTime: { Input: string; Output: string };
  };
}>({
  plugins: [ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: {
    defaultComplexity: 0,
    defaultListMultiplier: 1,
    limit: { complexity: mostCost, depth: mostDepth, breadth: mostFields },
    complexityError: (kind) =>
      new Fault(
        'OPERATION_TOO_LARGE',
        `The operation is too large: its ${kind.toLowerCase()} passes what one request may ask for.`,
      ),
  },
});

builder.queryType({
  description: 'A list is null only where an error took its place: the rest of the screen stays.',
});
builder.mutationType({
  description:
    "A mutation's field is null only where an error took the place of its result. Sent again with the same `requestId` (and any\nselection), it answers with the change if there was one. The results of the other mutations of the document stay.",
});
