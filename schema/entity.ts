/**
 * How a kind of entity is shown: one call makes its type, changes, history, lists, queries, and what its mutations answer.
 * Pothos' relay plugin makes connections; its nodes are not used, as they throw for an id that is none, which here is
 * null. Refusals are values that rules return, where Pothos' errors plugin would catch what is thrown.
 */
import type { FieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import { permissionsToRead } from '../src/auth/access.ts';
import type { AnyKind } from '../src/entities.ts';
import { toNfc, toOneLine } from '../src/domain/text.ts';
import type { Change as DomainChange } from '../src/versioned/change.ts';
import type { Kind } from '../src/versioned/kind.ts';
import type { Refusal } from '../src/versioned/refusal.ts';
import type { Stored } from '../src/versioned/store.ts';
import { builder, callCost } from './builder.ts';
import {
  Change,
  Changed,
  type ChangedShape,
  type ChangesSince,
  changesSinceEtag,
  historyCost,
  historyExtensions,
  historyPage,
} from './change.ts';
import { type Connection, pageArgs } from './connection.ts';
import { ConflictError, type ConflictShape, UserError } from './errors.ts';
import { listCost, listExtensions, listPage } from './list.ts';
import { findEntity, Node, typeNameOf, Versioned } from './node.ts';

type Types = typeof builder.$inferSchemaTypes;

export type Ref<Shape> = ObjectRef<Types, Shape, Shape>;

type Fields<Shape> = (t: PothosSchemaTypes.ObjectFieldBuilder<Types, Shape>) => FieldMap;

/** One sentence for each kind of change. */
type Summaries<Detail extends { readonly kind: string }> = {
  readonly [Name in Detail['kind']]: (
    change: DomainChange<Extract<Detail, { readonly kind: Name }>>,
  ) => string;
};

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

/** What a refusal of a change shows besides what its rule says. */
interface DecidedOn<State, Detail> {
  readonly id: string;
  /** The entity that it was decided on. */
  readonly current: Stored<State, Detail>;
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
    options?: {
      readonly description?: string;
      readonly fields?: Fields<Shape & DecidedOn<State, Detail>>;
    },
  ) => RefusalType<Shape['type']>;
}

/** Refuses to compile where the kind is not in the one list. */
type InTheList<Declared extends { readonly name: string }> =
  Declared['name'] extends AnyKind['name']
    ? unknown
    : `the kind ${Declared['name']} is missing in src/entities.ts`;

// Pothos computes what a resolver may return from the field's type, which a type parameter leaves open: hence the `never`s.

export function entity<
  State,
  Detail extends { readonly kind: string },
  Declared extends { readonly name: string; readonly queried: readonly string[] },
>(
  kind: Declared & Kind<State, Detail> & InTheList<Declared>,
  options: EntityOptions<State, Detail, Declared['queried'][number]>,
): EntityType<Declared, State, Detail> {
  const { created = 'created', summary, list } = options;
  const { name, container } = kind as Kind<State, Detail>;
  const typeName = typeNameOf(name);

  const change = builder.objectRef<DomainChange<Detail>>(`${typeName}Change`).implement({
    interfaces: [Change] as never,
    fields: (t) => ({
      summary: t.string({ resolve: (one) => toOneLine(summarize(summary, one)) }),
      kind: t.field({ type: changeKind, resolve: (one) => one.kind as never }),
      ...options.changeFields(t as never),
    }),
  });

  const changeKind = builder.enumType(`${typeName}ChangeKind`, { values: Object.keys(summary) });

  const history = connection(`${typeName}Change`, change);

  const since = builder.objectRef<ChangesSince<Detail>>(`${typeName}ChangesSince`).implement({
    description: 'Every change after the version with that etag, oldest first.',
    fields: (t) => ({
      changes: t.field({ type: [change], resolve: ({ changes }) => changes as never }),
      complete: t.exposeBoolean('complete', {
        description:
          "False when that version is too old to tell, or the etag was never one of this entity's; `changes` is empty then.",
      }),
    }),
  });

  const type = builder.objectRef<Stored<State, Detail>>(typeName).implement({
    interfaces: [Node, Versioned] as never,
    fields: (t) => ({
      ...options.fields(t as never),
      history: t.field({
        type: history,
        nullable: true,
        description: `Every accepted change since the ${name} was ${created}, newest first: none is ever dropped. Null, with an error, where it could not be read: the rest of the answer stays.`,
        args: pageArgs,
        complexity: historyCost,
        extensions: historyExtensions,
        resolve: (stored, args, { store }) => historyPage(store, kind, stored, args) as never,
      }),
      changesSince: t.field({
        type: since,
        description:
          'What happened since the version that the client holds: read before asking a person to decide. Costs no further read.',
        args: { etag: t.arg({ type: 'ETag', required: true }) },
        resolve: (stored, { etag }) => changesSinceEtag(stored, etag),
      }),
    }),
  });

  builder.queryField(name, (t) =>
    t.field({
      type,
      nullable: true,
      description: `Null where there is no such ${name}, or the caller may not see it.`,
      args: { id: t.arg.id({ required: true }) },
      authScopes: { read: permissionsToRead(kind) },
      complexity: callCost,
      resolve: (_parent, { id }, context) => findEntity(context, kind, id) as never,
    }),
  );

  if (list) addList(kind, typeName, container, type, list.filter ?? {});

  const missedChanges = (description?: string) => ({
    type: [change] as [typeof change],
    ...(description !== undefined && { description }),
    resolve: (shape: { readonly missedChanges: readonly DomainChange<Detail>[] }) =>
      shape.missedChanges as never,
  });

  return {
    kind,
    changed: builder.objectRef<ChangedShape<State, Detail>>(`${typeName}Changed`).implement({
      interfaces: [Changed] as never,
      description: `An accepted change to ${withArticle(name)}.`,
      fields: (t) => ({
        [name]: t.field({ type, resolve: ({ stored }) => stored as never }),
        current: t.field({
          type,
          description: `The same as \`${name}\`.`,
          resolve: ({ stored }) => stored as never,
        }),
        change: t.field({ type: change, resolve: (shape) => shape.change as never }),
        missedChanges: t.field(
          missedChanges(
            "Every change between the client's version and this one, oldest first: under REAPPLY or OVERWRITE only, and none on a replay.",
          ),
        ),
      }),
    }),
    conflict: builder
      .objectRef<ConflictShape<State, Detail>>(`${typeName}ConflictError`)
      .implement({
        interfaces: [UserError, ConflictError] as never,
        fields: (t) => ({
          missedChanges: t.field(missedChanges()),
          current: t.field({
            type,
            description: `The ${name} as it is now, with the etag to try again with.`,
            resolve: ({ current }) => current as never,
          }),
        }),
      }),
    refusal: (refusalName, { description, fields } = {}) =>
      builder.objectRef<Refusal & DecidedOn<State, Detail>>(refusalName).implement({
        interfaces: [UserError] as never,
        description:
          description ??
          'A refusal of a change shows the entity that it was decided on: a screen is up to date without another read.',
        fields: (t) => ({
          ...fields?.(t as never),
          current: t.field({ type, resolve: ({ current }) => current as never }),
        }),
      }),
  };
}

/** The types `<name>Connection` and `<name>Edge`. */
function connection<Shape>(
  name: string,
  type: Ref<Shape>,
  edge?: { readonly description: string },
) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, nodeNullable: edge !== undefined },
    { name: `${name}Edge`, ...edge },
  ) as unknown as Ref<Connection<Shape>>;
}

/** The query that is named as the container, and its types. */
function addList<State, Detail>(
  kind: Kind<State, Detail>,
  typeName: string,
  container: string,
  type: Ref<Stored<State, Detail>>,
  filterable: Readonly<Record<string, FilterType | undefined>>,
): void {
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
      complexity: listCost,
      extensions: listExtensions(kind),
      resolve: (_parent, { filter, ...args }: ListArgs, context) =>
        listPage(context, kind, args, toWhere(filter)) as never,
    }),
  );
}

type ListArgs = InputShapeFromFields<typeof pageArgs> & {
  readonly filter?: Readonly<Record<string, string | null | undefined>> | null | undefined;
};

function toWhere(filter: ListArgs['filter']) {
  return Object.entries(filter ?? {}).flatMap(([field, value]) =>
    value === null || value === undefined ? [] : [{ field, value: toNfc(value) }],
  );
}

function summarize<Detail extends { readonly kind: string }>(
  summary: Summaries<Detail>,
  change: DomainChange<Detail>,
): string {
  const { kind } = change as { readonly kind: Detail['kind'] };
  return summary[kind](change as never); // the sentence of its own kind
}

function withArticle(name: string): string {
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}
