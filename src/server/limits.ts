/** The yoga plugin that bounds what parsing and validating may cost: execution has the schema's own limit. */
import {
  BREAK,
  type DocumentNode,
  GraphQLError,
  Kind,
  parse,
  type ParseOptions,
  type Source,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from './clientError.ts';

/** An order of 200 lines written into the document has 4300. */
const mostTokens = 5000;

/** Validation compares each with the others. */
const mostSelections = 500;

/** What follows a document through its levels is recursive. */
const mostLevels = 50;

const selections: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.FRAGMENT_SPREAD,
  Kind.INLINE_FRAGMENT,
]);

export function useLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseBounded);
    },
  };
}

/** Throws a GraphQLError that says which bound was passed, or what is wrong with the text. */
export function parseBounded(source: string | Source, options?: ParseOptions): DocumentNode {
  const document = parseShort(source, options);
  const excess = excessOf(document);
  if (excess !== undefined) throw tooLarge(excess);
  return document;
}

function parseShort(source: string | Source, options?: ParseOptions): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: mostTokens });
  } catch (error) {
    // graphql-js has no other sign for it.
    if (error instanceof GraphQLError && error.message.includes('Parsing aborted')) {
      throw tooLarge(`A document has at most ${mostTokens} tokens.`);
    }
    // The parser calls itself for each level, and so many are more than the stack holds.
    if (error instanceof RangeError) throw tooLarge(tooDeep);
    throw error;
  }
}

const tooDeep = `A document has at most ${mostLevels} levels of brackets.`;

function excessOf(document: DocumentNode): string | undefined {
  let found = 0;
  let level = 0;
  let excess: string | undefined;
  const stop = (message: string) => {
    excess = message;
    return BREAK;
  };
  visit(document, {
    enter(node) {
      if (nests.has(node.kind)) level += 1;
      if (selections.has(node.kind)) found += 1;
      if (level > mostLevels) return stop(tooDeep);
      if (found > mostSelections) {
        return stop(`A document selects at most ${mostSelections} fields and fragments.`);
      }
      return undefined;
    },
    leave(node) {
      if (nests.has(node.kind)) level -= 1;
    },
  });
  return excess;
}

const nests: ReadonlySet<string> = new Set([
  Kind.SELECTION_SET,
  Kind.LIST,
  Kind.OBJECT,
  Kind.LIST_TYPE,
]);

function tooLarge(message: string): GraphQLError {
  return requestError('OPERATION_TOO_LARGE', message, 413);
}
