/**
 * How much an operation asks for, as far as that can be told before any of it runs: the fields at its root, what they are
 * given, the items of its lists, and the calls of the database. A field says in its extensions what it may bring: `items`, a
 * page as many as are asked for, and `calls`. What is really made is counted while it is made.
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
import { requestTooLarge } from '../errors/clientError.ts';
import { fieldOf } from './arguments.ts';
import {
  fieldsOf,
  type Fragments,
  isIncluded,
  isIntrospection,
  responseNameOf,
  type Variables,
} from './selection.ts';

const mostRootFields = { query: 20, mutation: 10, subscription: 0 } as const;
const mostItems = 5000;

/** Documents are counted as the calls that it takes to read each of them. */
const mostCalls = 1000;

/** Of an answer about the schema, whose values nobody counts while it is made. */
const mostIntrospected = 100_000;

/** As many as a body may bring: a variable may be used by many fields, each of which parses it anew. */
const mostGiven = 1024 * 1024;

/** Of lists that do not say it themselves. */
const usualItems = 5;

/** Of what is asked of the schema: its types, and what each of them has. */
const usualTypes = 100;
const usualMembers = 3;

interface Extent {
  readonly items: number;
  readonly calls: number;
  readonly values: number;
}

const nothing = { items: 0, calls: 0, values: 0 } as const;

/** The bounds that are passed: by how much, and what to do. */
export function excessOf(
  schema: GraphQLSchema,
  fragments: Fragments,
  variables: Variables,
  { operation, selectionSet }: OperationDefinitionNode,
): readonly GraphQLError[] {
  const walk = new Extents(schema, fragments, variables);
  const root = schema.getRootType(operation);
  // Clients ask for `__typename` everywhere.
  const fields = walk.fieldsOf(selectionSet).filter(({ name }) => name.value !== '__typename');
  const extentOf = (nodes: readonly FieldNode[]) =>
    sum(nodes.map((node) => walk.ofField(root, node, false)));
  const ofSchema = extentOf(fields.filter(isIntrospection));
  const ofData = extentOf(fields.filter((node) => !isIntrospection(node)));
  const { items, calls } = sum([ofSchema, ofData]);
  const given = fields.reduce((total, node) => total + walk.givenTo(root, node), 0);
  const { size } = new Set(fields.map(responseNameOf));
  const most = mostRootFields[operation];
  return [
    size > most &&
      `A ${operation} has at most ${most} fields at its root, not ${size}: send several requests.`,
    given > mostGiven &&
      `The arguments at the root of an operation have at most ${mostGiven} characters, those of a variable wherever it is used, not ${given}: send several requests.`,
    items > mostItems &&
      `An operation asks for at most ${mostItems} items of lists, not ${items}: ask for smaller pages.`,
    calls > mostCalls &&
      `An operation asks for at most ${mostCalls} documents and calls of the database, not ${calls}: ask for smaller pages.`,
    ofSchema.values > mostIntrospected &&
      `An operation asks for at most ${mostIntrospected} values of the schema, not ${ofSchema.values}: ask for fewer.`,
  ].flatMap((message) => (typeof message === 'string' ? [requestTooLarge(message)] : []));
}

function sum(extents: readonly Extent[]): Extent {
  return extents.reduce(
    (a, b) => ({ items: a.items + b.items, calls: a.calls + b.calls, values: a.values + b.values }),
    nothing,
  );
}

class Extents {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #variables: Variables;
  /** A fragment is the same wherever it is spread. */
  readonly #known = new Map<SelectionSetNode, Extent>();

  constructor(schema: GraphQLSchema, fragments: Fragments, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  fieldsOf(selectionSet: SelectionSetNode): readonly FieldNode[] {
    return fieldsOf(
      selectionSet,
      (name) => this.#fragments.get(name),
      (node) => isIncluded(node, this.#variables),
    );
  }

  /** Characters of its arguments. */
  givenTo(parent: GraphQLNamedType | null | undefined, node: FieldNode): number {
    const field = fieldOf(parent, node);
    if (!field) return 0;
    return JSON.stringify(getArgumentValues(field, node, this.#variables)).length;
  }

  /** `isOfPage`: a list in there was counted with the page. */
  ofField(parent: GraphQLNamedType | null | undefined, node: FieldNode, isOfPage: boolean): Extent {
    const field = fieldOf(parent, node);
    if (!field) return { ...nothing, values: 1 };
    const args = field.args.length > 0 ? getArgumentValues(field, node, this.#variables) : {};
    const size = isOfPage && isList(field) ? undefined : sizeOf(field, args);
    const { selectionSet } = node;
    const below = selectionSet
      ? this.#below(getNamedType(field.type), selectionSet, size !== undefined && !isList(field))
      : nothing;
    const times = size ?? 1;
    return {
      items: size === undefined ? below.items : size * (1 + below.items),
      calls: (told('calls', field, args) ?? 0) + times * below.calls,
      values: 1 + times * below.values,
    };
  }

  #below(
    parent: GraphQLNamedType | null | undefined,
    selectionSet: SelectionSetNode,
    isOfPage: boolean,
  ): Extent {
    const known = this.#known.get(selectionSet);
    if (known) return known;
    const extent = sum(
      selectionSet.selections
        .filter((node) => isIncluded(node, this.#variables))
        .map((node) => this.#ofSelection(parent, node, isOfPage)),
    );
    this.#known.set(selectionSet, extent);
    return extent;
  }

  #ofSelection(
    parent: GraphQLNamedType | null | undefined,
    node: SelectionNode,
    isOfPage: boolean,
  ): Extent {
    if (node.kind === Kind.FIELD) return this.ofField(parent, node, isOfPage);
    const fragment =
      node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value) : node;
    if (!fragment) return nothing;
    const { typeCondition, selectionSet } = fragment;
    const type = typeCondition ? this.#schema.getType(typeCondition.name.value) : parent;
    return this.#below(type, selectionSet, isOfPage);
  }
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(getNullableType(type));
}

/** How many items the field may bring; `undefined` where it is no list. */
function sizeOf(field: GraphQLField<unknown, unknown>, args: Variables): number | undefined {
  const items = told('items', field, args);
  if (items !== undefined || !isList(field)) return items;
  if (!getNamedType(field.type).name.startsWith('__')) return usualItems;
  return field.name === 'types' ? usualTypes : usualMembers;
}

/** What the field says of itself: a number, or how it follows from the arguments. */
function told(
  extension: 'items' | 'calls',
  { extensions }: GraphQLField<unknown, unknown>,
  args: Variables,
): number | undefined {
  const value: unknown = extensions[extension];
  if (typeof value === 'function') return value(args);
  return typeof value === 'number' ? value : undefined;
}
