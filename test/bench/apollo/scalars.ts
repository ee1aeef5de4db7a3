/** The scalars, which refuse what ours refuse. */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseKsuid } from '../../../src/versioned/id.ts';
import { decimalPattern } from '../../../src/domain/money.ts';

function scalar(name: string, isValid: (text: string) => boolean): GraphQLScalarType {
  const parse = (value: unknown) => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new GraphQLError(`${name} cannot be that.`);
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => value,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const scalars = {
  ETag: scalar('ETag', (text) => text !== ''),
  KSUID: scalar('KSUID', (text) => parseKsuid(text) !== undefined),
  Decimal: scalar('Decimal', (text) => decimalPattern.test(text)),
  CurrencyCode: scalar('CurrencyCode', (text) => /^[A-Z]{3}$/.test(text)),
  DateTime: scalar('DateTime', (text) => !Number.isNaN(Date.parse(text))),
};
