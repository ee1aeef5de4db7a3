/** Bounds what parsing and validating a document may cost. What it asks for is bounded when its variables are known. */
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  parse,
  type ParseOptions,
  type SelectionSetNode,
  type Source,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestTooLarge } from '../errors/clientError.ts';
import { fieldsOf, type Fragments, fragmentsOf, isIntrospection } from './selection.ts';

const mostBytes = 128 * 1024;
const mostTokens = 2000;

/** To say where an error is, all before it are counted. */
const mostLines = 2000;

/** Of an alias, above all: each error and each value of the answer repeats it. */
const longestName = 256;

/** Validation compares each with the others. */
const mostSelections = 500;
const mostDirectives = 50;

const mostLevels = 12;
/** What tools ask of the schema goes deeper. */
const mostIntrospectionLevels = 20;

export function useLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseBounded);
    },
  };
}

/** Throws a GraphQLError that says which bound was passed, or what is wrong with the text. */
export function parseBounded(source: string | Source, options?: ParseOptions): DocumentNode {
  const text = typeof source === 'string' ? source : source.body;
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) {
    throw requestTooLarge(
      `A document has at most ${mostBytes} bytes, not ${bytes}: ${asVariables}`,
    );
  }
  if (text.split(/\r\n|[\n\r]/).length > mostLines) {
    throw requestTooLarge(
      `A document has at most ${mostLines} lines: leave out those that are empty.`,
    );
  }
  const document = parseShort(source, options);
  assertFew(document);
  assertFlat(document);
  return document;
}

function parseShort(source: string | Source, options?: ParseOptions): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: mostTokens });
  } catch (error) {
    // graphql-js has no other sign for it.
    if (error instanceof GraphQLError && error.message.includes('Parsing aborted')) {
      throw requestTooLarge(`A document has at most ${mostTokens} tokens: ${asVariables}`);
    }
    // The parser calls itself for each level of brackets, and so many are more than the stack holds.
    if (error instanceof RangeError) {
      throw requestTooLarge(
        `A document has at most ${mostTokens} tokens, and its values are nested too deeply.`,
      );
    }
    throw error;
  }
}

const asVariables = 'send values as variables.';

function assertFew(document: DocumentNode): void {
  let selections = 0;
  let directives = 0;
  let longest = 0;
  const select = () => {
    selections += 1;
  };
  visit(document, {
    Field: select,
    FragmentSpread: select,
    InlineFragment: select,
    Directive: () => {
      directives += 1;
    },
    Name: ({ value }) => {
      longest = Math.max(longest, value.length);
    },
  });
  if (selections > mostSelections) {
    throw requestTooLarge(
      `A document selects at most ${mostSelections} fields and fragments, not ${selections}: send several requests.`,
    );
  }
  if (directives > mostDirectives) {
    throw requestTooLarge(
      `A document has at most ${mostDirectives} directives, not ${directives}.`,
    );
  }
  if (longest > longestName) {
    throw requestTooLarge(
      `A name in a document has at most ${longestName} characters, not ${longest}.`,
    );
  }
}

function assertFlat(document: DocumentNode): void {
  const levels = new Levels(fragmentsOf(document));
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const field of levels.fieldsOf(definition.selectionSet)) {
      const most = isIntrospection(field) ? mostIntrospectionLevels : mostLevels;
      const found = levels.ofField(field);
      if (found > most) {
        throw requestTooLarge(
          `A document has at most ${most} levels of fields, not ${found}: read what lies deeper by its id.`,
        );
      }
    }
  }
}

/** Levels of fields, through fragments: which may be missing, or lead back to themselves, before validation. */
class Levels {
  readonly #fragments: Fragments;
  readonly #known = new Map<SelectionSetNode, number>();

  constructor(fragments: Fragments) {
    this.#fragments = fragments;
  }

  fieldsOf(selectionSet: SelectionSetNode): readonly FieldNode[] {
    return fieldsOf(selectionSet, (name) => this.#fragments.get(name));
  }

  ofField({ selectionSet }: FieldNode): number {
    return 1 + (selectionSet ? this.#below(selectionSet) : 0);
  }

  #below(selectionSet: SelectionSetNode): number {
    const known = this.#known.get(selectionSet);
    if (known !== undefined) return known;
    // While it is looked at: what leads back to it adds nothing.
    this.#known.set(selectionSet, 0);
    const levels = Math.max(0, ...this.fieldsOf(selectionSet).map((field) => this.ofField(field)));
    this.#known.set(selectionSet, levels);
    return levels;
  }
}
