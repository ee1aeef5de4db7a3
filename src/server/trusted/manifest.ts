/**
 * Manifests of trusted operations, as the tools of clients write them, made into documents that can run. It is done when
 * the bundle is built: parsing, validation and bounds cost a request nothing.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { isRecord } from '../../record.ts';
import { parseBounded } from '../document/limits.ts';
import { bareId } from './operationId.ts';

/** None may ask about the schema: one setting closes that for everyone. */
const rules: readonly ValidationRule[] = [...specifiedRules, NoSchemaIntrospectionCustomRule];

export interface Manifest {
  /** For messages: its file. */
  readonly name: string;
  readonly content: unknown;
}

export interface CompiledOperations {
  readonly type: 'Operations';
  /** By bare id. */
  readonly operations: ReadonlyMap<string, DocumentNode>;
  /** How many each manifest has: for whoever wonders whether theirs was taken. */
  readonly counts: readonly { readonly name: string; readonly count: number }[];
}

export type CompiledManifests =
  | CompiledOperations
  | {
      readonly type: 'ManifestProblems';
      /** Every one, each in a line that says where it is. */
      readonly problems: readonly string[];
    };

export function compileManifests(
  manifests: readonly Manifest[],
  schema: GraphQLSchema,
): CompiledManifests {
  const texts = new Map<string, string>();
  const operations = new Map<string, DocumentNode>();
  const counts: { readonly name: string; readonly count: number }[] = [];
  const problems: string[] = [];
  for (const { name, content } of manifests) {
    const entries = textsOf(content);
    if (!entries) problems.push(`${name} is no manifest: ${expected}`);
    counts.push({ name, count: entries?.length ?? 0 });
    for (const [id, text] of entries ?? []) {
      const result = compile(text, schema);
      const clash = texts.has(id) && texts.get(id) !== text;
      if (clash) problems.push(`${name}: ${id} is another operation in another manifest`);
      if ('problem' in result) problems.push(`${name}: ${id}: ${result.problem}`);
      else operations.set(id, result.document);
      texts.set(id, text);
    }
  }
  return problems.length > 0
    ? { type: 'ManifestProblems', problems }
    : { type: 'Operations', operations, counts };
}

const expected =
  'expected is {"<hash>": "<text>"}, as relay-compiler and GraphQL codegen write it, or the manifest of Apollo';

/** `undefined` for what no known tool writes. */
function textsOf(content: unknown): readonly (readonly [id: string, text: string])[] | undefined {
  if (!isRecord(content)) return undefined;
  // https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format
  if (content['format'] === 'apollo-persisted-query-manifest') {
    const listed: unknown = content['operations'];
    return Array.isArray(listed) ? entriesOf(listed.map(toEntry)) : undefined;
  }
  return entriesOf(Object.entries(content));
}

function toEntry(operation: unknown): readonly [unknown, unknown] {
  return isRecord(operation) ? [operation['id'], operation['body']] : [undefined, undefined];
}

function entriesOf(entries: readonly (readonly [unknown, unknown])[]) {
  const texts = entries.flatMap(([id, text]) => {
    const bare = typeof id === 'string' ? bareId(id) : '';
    return bare !== '' && typeof text === 'string' ? [[bare, text] as const] : [];
  });
  return texts.length === entries.length ? texts : undefined;
}

function compile(
  text: string,
  schema: GraphQLSchema,
): { readonly document: DocumentNode } | { readonly problem: string } {
  try {
    // Without its text, a document has nowhere to point to.
    const document = parseBounded(text, { noLocation: true });
    const [error] = validate(schema, document, rules);
    return error ? { problem: error.message } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { problem: error.message };
    throw error;
  }
}
