/** The schema keeps the contract, and the committed file is the schema. */
import { readFile } from 'node:fs/promises';
import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  GraphQLSchema,
  Kind,
  type NonNullTypeNode,
  parse,
  validateSchema,
  visit,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema as served } from '../../schema/index.ts';
import { printed } from '../../schema/print.ts';
import { kinds } from '../../src/entities.ts';
import { missingFacts } from '../support/declared/schemaFacts.ts';

/** What ids begin with is said of all kinds: the contract knows of two. */
const prefixes = kinds.map(({ prefix }) => `\`${prefix}\``).join(' or ');
const contract = parse(
  (await textOf('../support/contract.graphql')).replace('`acc_` or `ord_`', prefixes),
);
const schema = parse(printed());

function textOf(path: string): Promise<string> {
  return readFile(new URL(path, import.meta.url), 'utf8');
}

test('schema/schema.graphql is the schema: if this fails, run `npm run schema` and commit the file', async () => {
  expect(await textOf('../../schema/schema.graphql')).toBe(printed());
});

test('the schema is valid, which an instance does not check', () => {
  const checked = new GraphQLSchema({ ...served.toConfig(), assumeValid: false });
  expect(validateSchema(checked)).toEqual([]);
});

test('the schema has everything of the contract', () => {
  expect(missingFacts(contract, schema)).toEqual([]);
});

/** A definition of a schema with one thing gone or other than it was. */
interface Mutant {
  /** Where in the schema, and what was there. */
  readonly what: string;
  readonly before: DefinitionNode;
  /** Undefined where the definition itself is gone. */
  readonly after: DefinitionNode | undefined;
}

/** `isItem` where the node stands in a list: of interfaces, of members, of values. */
type Edit = (node: ASTNode, isItem: boolean) => ASTNode | null | undefined;

/** `edit` gives the node's replacement, null to remove it, undefined where there is nothing to change. */
function mutantsOf({ definitions }: DocumentNode, edit: Edit): readonly Mutant[] {
  const mutants: Mutant[] = [];
  for (const before of definitions) {
    visit(before, {
      enter(target, key, parent, _path, ancestors) {
        const replacement = edit(target, typeof key === 'number');
        if (replacement === undefined) return;
        const enter = (node: ASTNode) => (node === target ? replacement : undefined);
        const after: DefinitionNode | null = visit(before, { enter });
        const what = `${target.kind} at ${namesOf([...ancestors, parent, target])}`;
        mutants.push({ what, before, after: after ?? undefined });
      },
    });
  }
  return mutants;
}

function namesOf(path: readonly (ASTNode | readonly ASTNode[] | undefined)[]): string {
  return path
    .flatMap((node) => (node && 'name' in node && node.name ? [node.name.value] : []))
    .join('.');
}

/** Where something was changed and all of the contract still found. */
function unnoticed(mutants: readonly Mutant[]): readonly string[] {
  return mutants
    .filter(({ before, after }) => {
      const promised = contract.definitions.filter((one) => nameOf(one) === nameOf(before));
      return missingFacts(only(promised), only(after ? [after] : [])).length === 0;
    })
    .map(({ what }) => what);
}

function only(definitions: readonly DefinitionNode[]): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions };
}

function nameOf(definition: DefinitionNode): string | undefined {
  return 'name' in definition ? definition.name?.value : undefined;
}

const removableKinds: readonly string[] = [
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.INT, // a default
  Kind.STRING, // a description
];

/** Interfaces of a type and members of a union are named types in a list. */
const remove: Edit = ({ kind }, isItem) =>
  removableKinds.includes(kind) || (kind === Kind.NAMED_TYPE && isItem) ? null : undefined;

const edits: Readonly<Record<string, Edit>> = {
  'is removed': remove,
  'may be null': (node) => (node.kind === Kind.NON_NULL_TYPE ? node.type : undefined),
  'is never null': (node) => {
    const isField =
      node.kind === Kind.FIELD_DEFINITION || node.kind === Kind.INPUT_VALUE_DEFINITION;
    if (!isField || node.type.kind === Kind.NON_NULL_TYPE) return undefined;
    const type: NonNullTypeNode = { kind: Kind.NON_NULL_TYPE, type: node.type };
    return { ...node, type };
  },
  'has another name': (node) =>
    node.kind === Kind.NAME ? { ...node, value: `${node.value}X` } : undefined,
  'is described otherwise': (node) =>
    node.kind === Kind.STRING ? { ...node, value: `Not: ${node.value}` } : undefined,
  'has another default': (node) => (node.kind === Kind.INT ? { ...node, value: '21' } : undefined),
  'allows one policy less': (node) =>
    node.kind === Kind.LIST ? { ...node, values: node.values.slice(1) } : undefined,
  'needs one argument more': (node) =>
    node.kind === Kind.FIELD_DEFINITION
      ? { ...node, arguments: [...(node.arguments ?? []), argument('extra: Int!')] }
      : undefined,
};

function argument(text: string) {
  const [definition] = parse(`input Extra { ${text} }`).definitions;
  if (definition?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION || !definition.fields?.[0]) {
    throw new Error(`${text} is no argument`);
  }
  return definition.fields[0];
}

describe('nothing of the contract goes unnoticed when it', () => {
  test.each(Object.entries(edits))('%s', (_what, edit) => {
    const mutants = mutantsOf(contract, edit);
    expect(mutants).not.toEqual([]);
    expect(unnoticed(mutants)).toEqual([]);
  });

  test('is removed from the schema that has more', () => {
    const promised = new Set(mutantsOf(contract, remove).map(({ what }) => what));
    const mutants = mutantsOf(schema, remove).filter(({ what }) => promised.has(what));
    expect(mutants).toHaveLength(promised.size);
    expect(unnoticed(mutants)).toEqual([]);
  });
});
