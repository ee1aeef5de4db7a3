/**
 * Looks at every argument of an operation before any of it runs: one that is wrong whatever the data refuses the whole
 * request, while nothing has been written and nothing has been read. The executor would come to it at its field, after
 * the mutations before it.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { Fault } from '../../faults.ts';
import type { RequestScope } from '../request.ts';

/** As many as the executor tells of variables. */
const mostErrors = 50;

type Variables = Readonly<Record<string, unknown>>;

export function useArgumentChecks(): Plugin<RequestScope> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, operationName, variableValues } = args;
      const document: DocumentNode = args.document;
      const operation = getOperationAST(document, operationName);
      if (!operation) return;
      const coerced = getVariableValues(
        schema,
        operation.variableDefinitions ?? [],
        variableValues ?? {},
        { maxErrors: mostErrors },
      );
      const fragments = new Map(
        document.definitions.flatMap((definition) =>
          definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
        ),
      );
      const errors =
        coerced.errors ?? new Walk(schema, fragments, coerced.coerced).errorsOf(operation);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;
  /** Its arguments are the same wherever a fragment is spread. */
  readonly #seen = new Set<FragmentDefinitionNode>();
  readonly #errors: GraphQLError[] = [];

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Variables,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  errorsOf({ operation, selectionSet }: OperationDefinitionNode): readonly GraphQLError[] {
    this.#selections(this.#schema.getRootType(operation), selectionSet);
    return this.#errors.slice(0, mostErrors);
  }

  #selections(parent: GraphQLNamedType | null | undefined, { selections }: SelectionSetNode): void {
    for (const node of selections) if (this.#isIncluded(node)) this.#selection(parent, node);
  }

  #selection(parent: GraphQLNamedType | null | undefined, node: SelectionNode): void {
    switch (node.kind) {
      case Kind.FIELD: {
        const field = this.#fieldOf(parent, node);
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

  #fieldOf(parent: GraphQLNamedType | null | undefined, { name: { value: name } }: FieldNode) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  /** What is left out is not selected: its arguments may be anything. */
  #isIncluded(node: SelectionNode): boolean {
    const value = this.#checked(node, () => ({
      skip: getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.['if'] === true,
      include: getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.['if'] !== false,
    }));
    return value !== undefined && value.include && !value.skip;
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
  const extensions = { code: error.code, http: { status: 400 } };
  return new GraphQLError(error.message, { nodes: node, extensions });
}
