/**
 * A schema in SDL as a set of facts, one for each thing that a client may rely on: two schemas are compared as sets.
 * From the syntax alone, so that an incomplete schema has facts, too.
 */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
  type StringValueNode,
} from 'graphql';

/** The facts of `expected` that `actual` does not have. */
export function missingFacts(expected: DocumentNode, actual: DocumentNode): readonly string[] {
  const found = new Set(factsOf(actual));
  return factsOf(expected).filter((fact) => !found.has(fact));
}

export function factsOf({ definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap(factsOfDefinition);
}

function factsOfDefinition(definition: DefinitionNode): readonly string[] {
  const { kind } = definition;
  if (kind === Kind.SCHEMA_DEFINITION) {
    return definition.operationTypes.map(
      ({ operation, type }) => `schema: ${operation} is ${type.name.value}`,
    );
  }
  if (kind === Kind.SCALAR_TYPE_DEFINITION) return declared('scalar', definition);
  if (kind === Kind.DIRECTIVE_DEFINITION) return factsOfDirectiveDefinition(definition);
  if (kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_DEFINITION) {
    const name = definition.name.value;
    return [
      ...declared(kind === Kind.OBJECT_TYPE_DEFINITION ? 'type' : 'interface', definition),
      ...list(definition.interfaces).map((one) => `${name} implements ${one.name.value}`),
      ...list(definition.fields).flatMap((field) => factsOfField(name, field)),
    ];
  }
  if (kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    const fields = factsOfInputs(definition.name.value, list(definition.fields));
    return [...declared('input', definition), ...fields];
  }
  if (kind === Kind.ENUM_TYPE_DEFINITION) {
    const has = `${definition.name.value} has the value`;
    const values = list(definition.values).flatMap((value) => declared(has, value));
    return [...declared('enum', definition), ...values];
  }
  if (kind === Kind.UNION_TYPE_DEFINITION) {
    const mayBe = `${definition.name.value} may be`;
    const members = list(definition.types).map((type) => `${mayBe} ${type.name.value}`);
    return [...declared('union', definition), ...members];
  }
  throw new Error(`a schema has no ${kind}`);
}

function factsOfDirectiveDefinition(definition: DirectiveDefinitionNode): readonly string[] {
  const name = `@${definition.name.value}`;
  return [
    ...declared('directive', definition),
    ...factsOfInputs(name, list(definition.arguments)),
    ...definition.locations.map((location) => `${name} on ${location.value}`),
    definition.repeatable ? `${name} may be repeated` : `${name} is not repeated`,
  ];
}

function factsOfField(owner: string, field: FieldDefinitionNode): readonly string[] {
  const name = `${owner}.${field.name.value}`;
  return [
    `${name}: ${print(field.type)}`,
    ...described(name, field),
    ...factsOfInputs(name, list(field.arguments)),
    ...list(field.directives).flatMap((directive) => factsOfDirective(name, directive)),
  ];
}

/** What a client may leave out is as much a promise as what it may send. */
function factsOfInputs(
  owner: string,
  inputs: readonly InputValueDefinitionNode[],
): readonly string[] {
  const required = inputs
    .filter((input) => input.type.kind === Kind.NON_NULL_TYPE && !input.defaultValue)
    .map((input) => input.name.value);
  const facts = inputs.flatMap((input) => {
    const name = `${owner}(${input.name.value})`;
    const fallback = input.defaultValue ? print(input.defaultValue) : 'none';
    return [
      `${name}: ${print(input.type)}`,
      `the default of ${name} is ${fallback}`,
      ...described(name, input),
    ];
  });
  return [...facts, `${owner} needs ${required.toSorted().join(', ') || 'nothing'}`];
}

function factsOfDirective(owner: string, directive: ConstDirectiveNode): readonly string[] {
  const name = `${owner} @${directive.name.value}`;
  const args = list(directive.arguments).map((arg) => `${name}(${print(arg)})`);
  return [name, ...args];
}

interface Described {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode | undefined;
}

function declared(keyword: string, node: Described): readonly string[] {
  return [`${keyword} ${node.name.value}`, ...described(`${keyword} ${node.name.value}`, node)];
}

/** White space aside: a printer wraps as it likes. */
function described(name: string, { description }: Described): readonly string[] {
  if (!description) return [];
  return [`${name} is described: ${description.value.trim().replaceAll(/\s+/g, ' ')}`];
}

function list<Node>(nodes: readonly Node[] | undefined): readonly Node[] {
  return nodes ?? [];
}
