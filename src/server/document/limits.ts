/** Bounds what parsing and validating may cost: execution has the schema's own limit. */
import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  parse,
  type ParseOptions,
  type Source,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from '../errors/clientError.ts';

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
  // Not recursive: what it bounds is deeper than the stack.
  const nodes: ASTNode[] = [document];
  const levels = [0];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const level = (levels.pop() ?? 0) + (nests.has(node.kind) ? 1 : 0);
    if (level > mostLevels) return tooDeep;
    if (selections.has(node.kind)) found += 1;
    if (found > mostSelections) {
      return `A document selects at most ${mostSelections} fields and fragments.`;
    }
    for (const child of childrenOf(node)) {
      nodes.push(child);
      levels.push(level);
    }
  }
  return undefined;
}

const nests: ReadonlySet<string> = new Set([
  Kind.SELECTION_SET,
  Kind.LIST,
  Kind.OBJECT,
  Kind.LIST_TYPE,
]);

/** In no order. Names are many, and have none. */
function childrenOf(node: ASTNode): readonly ASTNode[] {
  const children: ASTNode[] = [];
  for (const [member, value] of Object.entries(node) as [string, unknown][]) {
    if (member === 'loc' || member === 'name' || typeof value !== 'object') continue;
    if (Array.isArray(value)) children.push(...value);
    else if (isNode(value)) children.push(value);
  }
  return children;
}

function isNode(value: object | null): value is ASTNode {
  return value !== null && 'kind' in value;
}

function tooLarge(message: string): GraphQLError {
  return requestError('OPERATION_TOO_LARGE', message, 413);
}
