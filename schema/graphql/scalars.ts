/** The scalars: what does not have a scalar's form is refused before any resolver runs. */
import type { CurrencyCode } from '../../src/domain/currency.ts';
import type { Etag } from '../../src/versioned/change.ts';
import { type Ksuid, parseKsuid } from '../../src/versioned/id.ts';
import { decimalPattern } from '../../src/domain/money.ts';
import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql';
import { builder } from './builder.ts';

builder.scalarType('ETag', {
  description:
    'The opaque version of an entity, exactly as Cosmos DB issued it. Send it back unchanged as `ifMatch`.',
  ...parsedBy((value) => parseString(value, 'an etag, as it was read') as Etag), // compared, never parsed
  serialize: (etag) => etag,
});

builder.scalarType('KSUID', {
  description: 'A K-Sortable Unique IDentifier: 27 base62 characters, ordered by creation second.',
  ...parsedBy((value): Ksuid => {
    const expected = 'a KSUID: 27 base62 characters';
    return parseKsuid(parseString(value, expected)) ?? refuse(expected);
  }),
  serialize: (ksuid) => ksuid,
});

builder.scalarType('Decimal', {
  description: 'A decimal number in a string, such as "100.00": never a float.',
  ...parsedBy((value) =>
    parsePattern(value, decimalPattern, 'a decimal number in a string, such as "100.00"'),
  ),
  serialize: (decimal) => decimal,
});

builder.scalarType('CurrencyCode', {
  description: 'An ISO 4217 code, such as USD.',
  ...parsedBy((value) => parsePattern(value, /^[A-Z]{3}$/, 'an ISO 4217 code, such as USD')),
  serialize: (code): CurrencyCode => code,
});

builder.scalarType('DateTime', {
  description: 'An RFC 3339 instant in UTC.',
  ...parsedBy((value) =>
    parsePattern(
      value,
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
      'an RFC 3339 instant in UTC, such as 2026-01-31T12:00:00Z',
    ),
  ),
  serialize: (instant) => instant,
});

function parsedBy<Value>(parseValue: (value: unknown) => Value) {
  return {
    parseValue,
    // graphql-js says where in the variables a value was refused, but leaves it to the scalar in a document.
    parseLiteral: (node: ValueNode): Value => {
      try {
        return parseValue(valueFromASTUntyped(node));
      } catch (error) {
        throw error instanceof GraphQLError
          ? new GraphQLError(error.message, { nodes: node })
          : error;
      }
    },
  };
}

function parseString(value: unknown, expected: string): string {
  return typeof value === 'string' ? value : refuse(expected);
}

function parsePattern(value: unknown, pattern: RegExp, expected: string): string {
  const text = parseString(value, expected);
  return pattern.test(text) ? text : refuse(expected);
}

function refuse(expected: string): never {
  throw new GraphQLError(`Expected ${expected}.`);
}
