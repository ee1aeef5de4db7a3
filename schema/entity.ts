/**
 * How a kind of entity is shown: one call makes its type, changes, history, lists, queries, and what its mutations answer.
 * Pothos' relay plugin makes connections; its nodes are not used, as they throw for an id that is none, which here is
 * null. Refusals are values that rules return, where Pothos' errors plugin would catch what is thrown.
 */
import type { InputShapeFromFields } from '@pothos/core';
import { permissionsToRead } from '../src/auth/access.ts';
import { longestText, toNfc } from '../src/domain/text.ts';
import type { AnyKind } from '../src/entities.ts';
import type { Change as DomainChange } from '../src/versioned/change.ts';
import type { Kind } from '../src/versioned/kind.ts';
import type { Refusal } from '../src/versioned/refusal.ts';
import type { Stored } from '../src/versioned/store.ts';
import { builder, type Types } from './graphql/builder.ts';
import type { ChangedShape } from './change.ts';
import { pageArgs } from './graphql/connection.ts';
import {
  changedType,
  changeType,
  conflictType,
  connection,
  type DecidedOn,
  type Fields,
  type Ref,
  type RefusalOptions,
  refusalType,
  stateType,
  type Summaries,
} from './entityTypes.ts';
import type { ConflictShape } from './graphql/errors.ts';
import { listExtensions, listPage } from './list.ts';
import { findEntity, typeNameOf } from './graphql/node.ts';

type FilterType = 'String' | PothosSchemaTypes.EnumRef<Types, string, string>;

interface EntityOptions<State, Detail extends { readonly kind: string }, Queried extends string> {
  /** What happens to a new one: it is "created", unless this says else. */
  readonly created?: string;
  /** What clients see of the state. */
  readonly fields: Fields<Stored<State, Detail>>;
  /** What clients see of what a change remembers. */
  readonly changeFields: Fields<DomainChange<Detail>>;
  readonly summary: Summaries<Detail>;
  /** Where there is a list of all: what it may be filtered by. */
  readonly list?: { readonly filter?: { readonly [Name in Queried]?: FilterType } };
}

/** The type of a refusal whose `type` is this name. */
export interface RefusalType<Name extends string> {
  readonly name: string;
  readonly $inferType: { readonly type: Name };
}

/** A kind as it is shown. */
export interface EntityType<Declared, State, Detail> {
  readonly kind: Declared & Kind<State, Detail>;
  readonly changed: Ref<ChangedShape<State, Detail>>;
  readonly conflict: Ref<ConflictShape<State, Detail>>;
  /** The type of a refusal of changes to it: with the message, and the entity as `current`. */
  readonly refusal: <Shape extends Refusal>(
    name: Shape['type'],
    options?: RefusalOptions<Shape & DecidedOn<State, Detail>>,
  ) => RefusalType<Shape['type']>;
}

/** Refuses to compile where the kind is not in the one list. */
type InTheList<Declared extends { readonly name: string }> =
  Declared['name'] extends AnyKind['name']
    ? unknown
    : `the kind ${Declared['name']} is missing in src/entities.ts`;

export function entity<
  State,
  Detail extends { readonly kind: string },
  Declared extends { readonly name: string; readonly queried: readonly string[] },
>(
  kind: Declared & Kind<State, Detail> & InTheList<Declared>,
  options: EntityOptions<State, Detail, Declared['queried'][number]>,
): EntityType<Declared, State, Detail> {
  const { name }: Kind<State, Detail> = kind;
  const change = changeType(name, options.changeFields, options.summary);
  const type = stateType(kind, change, options.created ?? 'created', options.fields);
  addQuery(kind, type);
  if (options.list) addList(kind, type, options.list.filter ?? {});
  return {
    kind,
    changed: changedType(name, type, change),
    conflict: conflictType(name, type, change),
    refusal: (refusalName, refusal) => refusalType(refusalName, type, refusal),
  };
}

/** The query that is named as the kind. */
function addQuery<State, Detail>(
  kind: Kind<State, Detail>,
  type: Ref<Stored<State, Detail>>,
): void {
  const { name } = kind;
  builder.queryField(name, (t) =>
    t.field({
      type,
      nullable: true,
      description: `Null where there is no such ${name}, or the caller may not see it.`,
      args: { id: t.arg.id({ required: true }) },
      authScopes: { read: permissionsToRead(kind) },
      extensions: { calls: 1 },
      resolve: (_parent, { id }, context) => findEntity(context, kind, id) as never,
    }),
  );
}

/** The query that is named as the container, and its types. */
function addList<State, Detail>(
  kind: Kind<State, Detail>,
  type: Ref<Stored<State, Detail>>,
  filterable: Readonly<Record<string, FilterType | undefined>>,
): void {
  const { name, container } = kind;
  const typeName = typeNameOf(name);
  const page = connection(typeName, type, {
    description:
      '`node` is null, with an error, where a stored document cannot be read: the rest of the list stays.',
  });
  const filters = Object.entries(filterable).flatMap(([field, of = 'String']) => [{ field, of }]);
  const Filter =
    filters.length > 0 &&
    builder.inputType(`${typeName}Filter`, {
      description: 'Each field that is given has to match.',
      fields: (t) =>
        Object.fromEntries(filters.map(({ field, of }) => [field, t.field({ type: of })])),
    });
  builder.queryField(container, (t) =>
    t.field({
      type: page,
      nullable: true,
      description: "Newest first by id, whose time is its maker's clock. `first` is 0 to 100.",
      args: { ...pageArgs, ...(Filter && { filter: t.arg({ type: Filter }) }) },
      authScopes: { read: permissionsToRead(kind) },
      extensions: listExtensions(kind),
      resolve: (_parent, { filter, ...args }: ListArgs, context, info) =>
        listPage(context, kind, args, toWhere(filter), info) as never,
    }),
  );
}

type ListArgs = InputShapeFromFields<typeof pageArgs> & {
  readonly filter?: Readonly<Record<string, string | null | undefined>> | null | undefined;
};

/** In UTF-16 units, where no stored text has more. */
const longestStored = 2 * longestText;

function toWhere(filter: ListArgs['filter']) {
  return Object.entries(filter ?? {}).flatMap(([field, value]) => {
    if (value === null || value === undefined) return [];
    // A longer one matches nothing, and neither does so much of it: but the database takes no query of any length.
    return [{ field, value: toNfc(value).slice(0, longestStored + 1) }];
  });
}
