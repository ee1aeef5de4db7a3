/**
 * How much an operation asks for, as far as that can be told before any of it runs: the fields at its root, what they are
 * given, and the items of its lists. A field says in its extension `items` how many it may bring: a page what is
 * asked for, a list of unknown length what is usual. What is really made is counted while it is made.
 */
import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isListType,
  Kind,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldOf, type Fragments, isIncluded, type Variables } from './arguments.ts';
import { requestTooLarge } from '../errors/clientError.ts';

const mostRootFields = { query: 20, mutation: 10, subscription: 0 } as const;
const mostItems = 5000;

/** As many as a body may bring: a variable may be used by many fields, each of which parses it anew. */
const mostGiven = 1024 * 1024;

/** Of lists that do not say it themselves. */
const usualItems = 5;

/** Of what is asked of the schema: its types, and what each of them has. */
const usualTypes = 100;
const usualMembers = 3;

/** The bounds that are passed: by how much, and what to do. */
export function excessOf(
  schema: GraphQLSchema,
  fragments: Fragments,
  variables: Variables,
  { operation, selectionSet }: OperationDefinitionNode,
): readonly GraphQLError[] {
  const walk = new Walk(schema, fragments, variables);
  const fields = walk.fieldsOf(selectionSet);
  const root = schema.getRootType(operation);
  const items = fields.reduce((sum, node) => sum + walk.itemsOf(root, node, false), 0);
  const given = fields.reduce((sum, node) => sum + walk.givenTo(root, node), 0);
  const names = new Set(fields.map(({ alias, name }) => (alias ?? name).value));
  // Clients ask for it everywhere.
  names.delete('__typename');
  const most = mostRootFields[operation];
  return [
    names.size > most &&
      `A ${operation} has at most ${most} fields at its root, not ${names.size}: send several requests.`,
    given > mostGiven &&
      `The arguments at the root of an operation have at most ${mostGiven} characters, those of a variable wherever it is used, not ${given}: send several requests.`,
    items > mostItems &&
      `An operation asks for at most ${mostItems} items of lists, not ${items}: ask for smaller pages.`,
  ].flatMap((message) => (typeof message === 'string' ? [requestTooLarge(message)] : []));
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #variables: Variables;
  /** A fragment is the same wherever it is spread. */
  readonly #known = new Map<SelectionSetNode, number>();

  constructor(schema: GraphQLSchema, fragments: Fragments, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** Through fragments, each of them once, as the executor collects them. */
  fieldsOf({ selections }: SelectionSetNode, seen: Set<string> = new Set()): readonly FieldNode[] {
    return selections.flatMap((node) => {
      if (!isIncluded(node, this.#variables)) return [];
      if (node.kind === Kind.FIELD) return [node];
      if (node.kind === Kind.INLINE_FRAGMENT) return this.fieldsOf(node.selectionSet, seen);
      const fragment = this.#fragments.get(node.name.value);
      if (!fragment || seen.has(node.name.value)) return [];
      seen.add(node.name.value);
      return this.fieldsOf(fragment.selectionSet, seen);
    });
  }

  /** Characters of its arguments. */
  givenTo(parent: GraphQLNamedType | null | undefined, node: FieldNode): number {
    const field = fieldOf(parent, node);
    if (!field) return 0;
    return JSON.stringify(getArgumentValues(field, node, this.#variables)).length;
  }

  /** `isOfPage`: a list in there was counted with the page. */
  itemsOf(parent: GraphQLNamedType | null | undefined, node: FieldNode, isOfPage: boolean): number {
    const field = fieldOf(parent, node);
    if (!field) return 0;
    const isList = isListType(getNullableType(field.type));
    const size = isList && isOfPage ? undefined : this.#sizeOf(field, node, isList);
    const { selectionSet } = node;
    const below = selectionSet
      ? this.#below(getNamedType(field.type), selectionSet, size !== undefined && !isList)
      : 0;
    return size === undefined ? below : size * (1 + below);
  }

  /** How many items the field may bring; `undefined` where it is no list. */
  #sizeOf(
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    isList: boolean,
  ): number | undefined {
    const items: unknown = field.extensions['items'];
    if (typeof items === 'number') return items;
    if (typeof items === 'function') return items(getArgumentValues(field, node, this.#variables));
    if (!isList) return undefined;
    if (!getNamedType(field.type).name.startsWith('__')) return usualItems;
    return field.name === 'types' ? usualTypes : usualMembers;
  }

  #below(
    parent: GraphQLNamedType | null | undefined,
    selectionSet: SelectionSetNode,
    isOfPage: boolean,
  ): number {
    const known = this.#known.get(selectionSet);
    if (known !== undefined) return known;
    const items = selectionSet.selections
      .filter((node) => isIncluded(node, this.#variables))
      .map((node) => this.#belowSelection(parent, node, isOfPage))
      .reduce((sum, each) => sum + each, 0);
    this.#known.set(selectionSet, items);
    return items;
  }

  #belowSelection(
    parent: GraphQLNamedType | null | undefined,
    node: SelectionNode,
    isOfPage: boolean,
  ): number {
    if (node.kind === Kind.FIELD) return this.itemsOf(parent, node, isOfPage);
    const fragment =
      node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value) : node;
    if (!fragment) return 0;
    const { typeCondition, selectionSet } = fragment;
    const type = typeCondition ? this.#schema.getType(typeCondition.name.value) : parent;
    return this.#below(type, selectionSet, isOfPage);
  }
}
