/**
 * Every argument of an operation, looked at before any of it runs. The executor would come to one that is wrong at its
 * field, after the mutations before it.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { Fault } from '../../faults.ts';
import { type Fragments, isIncluded, type Variables } from './selection.ts';

/** What is wrong, in the order of the document. */
export function argumentErrors(
  schema: GraphQLSchema,
  fragments: Fragments,
  variables: Variables,
  operation: OperationDefinitionNode,
): readonly GraphQLError[] {
  return new Walk(schema, fragments, variables).errorsOf(operation);
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #variables: Variables;
  /** Its arguments are the same wherever a fragment is spread. */
  readonly #seen = new Set<FragmentDefinitionNode>();
  readonly #errors: GraphQLError[] = [];

  constructor(schema: GraphQLSchema, fragments: Fragments, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  errorsOf({ operation, selectionSet }: OperationDefinitionNode): readonly GraphQLError[] {
    this.#selections(this.#schema.getRootType(operation), selectionSet);
    return this.#errors;
  }

  #selections(parent: GraphQLNamedType | null | undefined, { selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (this.#isIncluded(node)) this.#selection(parent, node);
    }
  }

  #selection(parent: GraphQLNamedType | null | undefined, node: SelectionNode): void {
    switch (node.kind) {
      case Kind.FIELD: {
        const field = fieldOf(parent, node);
        if (!field) return;
        this.#checked(node, () => assertArguments(field, node, this.#variables));
        if (node.selectionSet) this.#selections(getNamedType(field.type), node.selectionSet);
        return;
      }
      case Kind.INLINE_FRAGMENT: {
        const { typeCondition, selectionSet } = node;
        const type = typeCondition ? this.#schema.getType(typeCondition.name.value) : parent;
        this.#selections(type, selectionSet);
        return;
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = this.#fragments.get(node.name.value);
        if (!fragment || this.#seen.has(fragment)) return;
        this.#seen.add(fragment);
        const type = this.#schema.getType(fragment.typeCondition.name.value);
        this.#selections(type, fragment.selectionSet);
      }
    }
  }

  /** What is left out may have any arguments. */
  #isIncluded(node: SelectionNode): boolean {
    return this.#checked(node, () => isIncluded(node, this.#variables)) ?? false;
  }

  #checked<Value>(node: SelectionNode, check: () => Value): Value | undefined {
    try {
      return check();
    } catch (error) {
      this.#errors.push(asBadRequest(error, node));
      return undefined;
    }
  }
}

/** `undefined` for `__typename`, which takes no arguments. */
export function fieldOf(
  parent: GraphQLNamedType | null | undefined,
  { name: { value: name } }: FieldNode,
): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** Coerces them as the executor will, then asks the field, where it knows more than their types say. */
function assertArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): void {
  const values = getArgumentValues(field, node, variables);
  const assert: unknown = field.extensions['assertArguments'];
  if (typeof assert === 'function') assert(values);
}

function asBadRequest(error: unknown, node: SelectionNode): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (!(error instanceof Fault)) throw error;
  return new GraphQLError(error.message, { nodes: node, extensions: { code: error.code } });
}
