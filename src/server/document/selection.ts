/** What a document selects, as the executor collects it. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  return new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}

/** What is left out is not selected. Throws where the arguments of `@skip` or `@include` are wrong. */
export function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (!node.directives?.length) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'];
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'];
  return skip !== true && include !== false;
}

/** Through fragments, each of them once, however often it is spread. One that is missing has no fields. */
export function fieldsOf(
  { selections }: SelectionSetNode,
  findFragment: (name: string) => FragmentDefinitionNode | undefined,
  isSelected: (node: SelectionNode) => boolean = () => true,
  seen: Set<string> = new Set(),
): readonly FieldNode[] {
  return selections.flatMap((node) => {
    if (!isSelected(node)) return [];
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) {
      return fieldsOf(node.selectionSet, findFragment, isSelected, seen);
    }
    const fragment = seen.has(node.name.value) ? undefined : findFragment(node.name.value);
    seen.add(node.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, findFragment, isSelected, seen) : [];
  });
}

/** What a resolver's own field selects; with a path of names, what the fields there select. */
export function selectedAt(
  path: readonly string[],
  { fieldNodes, fragments, variableValues }: GraphQLResolveInfo,
): readonly FieldNode[] {
  const below = (nodes: readonly FieldNode[]) =>
    nodes.flatMap(({ selectionSet }) =>
      selectionSet
        ? fieldsOf(
            selectionSet,
            (name) => fragments[name],
            (node) => isIncluded(node, variableValues),
          )
        : [],
    );
  return path.reduce(
    (fields, step) => below(fields.filter(({ name }) => name.value === step)),
    below(fieldNodes),
  );
}

/** Under which the answer has it. */
export function responseNameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

export function isIntrospection({ name: { value } }: FieldNode): boolean {
  return value === SchemaMetaFieldDef.name || value === TypeMetaFieldDef.name;
}
