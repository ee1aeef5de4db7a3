/** The types of the schema that follow from a kind, such as these for `product`: they are the same for all but for names. */
import type { FieldMap, ObjectRef } from '@pothos/core';
import { toOneLine } from '../src/domain/text.ts';
import type { Change as DomainChange } from '../src/versioned/change.ts';
import type { Kind } from '../src/versioned/kind.ts';
import type { Refusal } from '../src/versioned/refusal.ts';
import type { Stored } from '../src/versioned/store.ts';
import { builder, type Types } from './graphql/builder.ts';
import {
  Change,
  Changed,
  type ChangedShape,
  type ChangesSince,
  changesSinceEtag,
  historyExtensions,
  historyPage,
} from './change.ts';
import { type Connection, pageArgs } from './graphql/connection.ts';
import { ConflictError, type ConflictShape, UserError } from './graphql/errors.ts';
import { Node, typeNameOf, Versioned } from './graphql/node.ts';

export type Ref<Shape> = ObjectRef<Types, Shape, Shape>;

export type Fields<Shape> = (t: PothosSchemaTypes.ObjectFieldBuilder<Types, Shape>) => FieldMap;

/** One sentence for each kind of change. */
export type Summaries<Detail extends { readonly kind: string }> = {
  readonly [Name in Detail['kind']]: (
    change: DomainChange<Extract<Detail, { readonly kind: Name }>>,
  ) => string;
};

/** What a refusal of a change shows besides what its rule says. */
export interface DecidedOn<State, Detail> {
  readonly id: string;
  /** The entity that it was decided on. */
  readonly current: Stored<State, Detail>;
}

export interface RefusalOptions<Shape> {
  readonly description?: string;
  /** What it tells besides its message and the entity. */
  readonly fields?: Fields<Shape>;
}

// Pothos computes what a resolver may return from the field's type, which a type parameter leaves open: hence the `never`s.

/** The types `ProductChange` and `ProductChangeKind`. */
export function changeType<Detail extends { readonly kind: string }>(
  name: string,
  changeFields: Fields<DomainChange<Detail>>,
  summary: Summaries<Detail>,
): Ref<DomainChange<Detail>> {
  const typeName = `${typeNameOf(name)}Change`;
  const kind = builder.enumType(`${typeName}Kind`, { values: Object.keys(summary) });
  return builder.objectRef<DomainChange<Detail>>(typeName).implement({
    interfaces: [Change] as never,
    fields: (t) => ({
      summary: t.string({ resolve: (change) => toOneLine(summarize(summary, change)) }),
      kind: t.field({ type: kind, resolve: (change) => change.kind as never }),
      ...changeFields(t as never),
    }),
  });
}

/** The type `Product`. */
export function stateType<State, Detail extends { readonly kind: string }>(
  kind: Kind<State, Detail>,
  change: Ref<DomainChange<Detail>>,
  created: string,
  fields: Fields<Stored<State, Detail>>,
): Ref<Stored<State, Detail>> {
  const { name } = kind;
  const typeName = typeNameOf(name);
  const history = connection(`${typeName}Change`, change);
  const since = changesSinceType(`${typeName}ChangesSince`, change);
  return builder.objectRef<Stored<State, Detail>>(typeName).implement({
    interfaces: [Node, Versioned] as never,
    fields: (t) => ({
      ...fields(t as never),
      history: t.field({
        type: history,
        nullable: true,
        description: `Every accepted change since the ${name} was ${created}, newest first: none is ever dropped. Null, with an error, where it could not be read: the rest of the answer stays.`,
        args: pageArgs,
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
}

/** The type `ProductChangesSince`. */
function changesSinceType<Detail>(
  name: string,
  change: Ref<DomainChange<Detail>>,
): Ref<ChangesSince<Detail>> {
  return builder.objectRef<ChangesSince<Detail>>(name).implement({
    description: 'Every change after the version with that etag, oldest first.',
    fields: (t) => ({
      changes: t.field({ type: [change], resolve: ({ changes }) => changes as never }),
      complete: t.exposeBoolean('complete', {
        description:
          "False when that version is too old to tell, or the etag was never one of this entity's; `changes` is empty then.",
      }),
    }),
  });
}

/** The type `ProductChanged`. */
export function changedType<State, Detail>(
  name: string,
  type: Ref<Stored<State, Detail>>,
  change: Ref<DomainChange<Detail>>,
): Ref<ChangedShape<State, Detail>> {
  return builder.objectRef<ChangedShape<State, Detail>>(`${typeNameOf(name)}Changed`).implement({
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
      missedChanges: t.field({
        type: [change],
        description:
          "Every change between the client's version and this one, oldest first: under REAPPLY or OVERWRITE only, and none on a replay.",
        resolve: ({ missedChanges }) => missedChanges as never,
      }),
    }),
  });
}

/** The type `ProductConflictError`. */
export function conflictType<State, Detail>(
  name: string,
  type: Ref<Stored<State, Detail>>,
  change: Ref<DomainChange<Detail>>,
): Ref<ConflictShape<State, Detail>> {
  const typeName = `${typeNameOf(name)}ConflictError`;
  return builder.objectRef<ConflictShape<State, Detail>>(typeName).implement({
    interfaces: [UserError, ConflictError] as never,
    fields: (t) => ({
      missedChanges: t.field({
        type: [change],
        resolve: ({ missedChanges }) => missedChanges as never,
      }),
      current: t.field({
        type,
        description: `The ${name} as it is now, with the etag to try again with.`,
        resolve: ({ current }) => current as never,
      }),
    }),
  });
}

export function refusalType<State, Detail, Shape extends Refusal>(
  name: string,
  type: Ref<Stored<State, Detail>>,
  { description, fields }: RefusalOptions<Shape & DecidedOn<State, Detail>> = {},
): Ref<Shape & DecidedOn<State, Detail>> {
  return builder.objectRef<Shape & DecidedOn<State, Detail>>(name).implement({
    interfaces: [UserError] as never,
    description:
      description ??
      'A refusal of a change shows the entity that it was decided on: a screen is up to date without another read.',
    fields: (t) => ({
      ...fields?.(t as never),
      current: t.field({ type, resolve: ({ current }) => current as never }),
    }),
  });
}

/** The types `<name>Connection` and `<name>Edge`. */
export function connection<Shape>(
  name: string,
  type: Ref<Shape>,
  edge?: { readonly description: string },
) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, nodeNullable: edge !== undefined },
    { name: `${name}Edge`, ...edge },
  ) as unknown as Ref<Connection<Shape>>;
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
