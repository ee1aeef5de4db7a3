/** The yoga plugin that bounds what parsing and validating may cost: execution has the schema's own limit. */
import { GraphQLError, parse, type ParseOptions, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from './clientError.ts';

const mostTokens = 5000;

export function useTokenLimit(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseBounded);
    },
  };
}

function parseBounded(source: string | Source, options?: ParseOptions) {
  try {
    return parse(source, { ...options, maxTokens: mostTokens });
  } catch (error) {
    // graphql-js has no other sign for it.
    if (error instanceof GraphQLError && error.message.includes('Parsing aborted')) {
      const message = `A document has at most ${mostTokens} tokens.`;
      throw requestError('OPERATION_TOO_LARGE', message, 413);
    }
    throw error;
  }
}
