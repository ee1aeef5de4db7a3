/** What every mutation of a kind of entity may answer, whatever it changes: done, or somebody was faster. */
import type { Change as DomainChange, Etag } from '../src/versioned/entity.ts';
import type { Stored } from '../src/versioned/store.ts';
import { builder } from './builder.ts';
import { Change } from './change.ts';
import { UserError } from './errors.ts';
import { Versioned } from './node.ts';

type ObjectRef<Shape> = PothosSchemaTypes.ObjectRef<typeof builder.$inferSchemaTypes, Shape, Shape>;

/** An accepted change. */
export interface ChangedShape<Type extends string, State, Detail> {
  readonly type: Type;
  readonly stored: Stored<State, Detail>;
  readonly change: DomainChange<Detail>;
  readonly replayed: boolean;
  readonly missedChanges: readonly DomainChange<Detail>[];
}

/** What the refusal of a change shows besides what its rule says. */
export interface Decided<State, Detail> {
  readonly id: string;
  /** The entity that it was decided on. */
  readonly current: Stored<State, Detail>;
}

export const refusalDescription =
  'A refusal of a change shows the entity that it was decided on: a screen is up to date without another read.';

/** What a stale etag was answered with. */
export interface ConflictShape<Type extends string, State, Detail> {
  readonly type: Type;
  readonly message: string;
  readonly ifMatch: Etag;
  readonly current: Stored<State, Detail>;
  readonly missedChanges: readonly DomainChange<Detail>[];
  readonly missedChangesComplete: boolean;
}

const Changed = builder.interfaceRef<ChangedShape<string, unknown, object>>('Changed').implement({
  description: 'An accepted change, whatever it changed: for code that does not care.',
  fields: (t) => ({
    current: t.field({
      type: Versioned,
      description: 'The entity right after the change, or as it is now on a replay.',
      resolve: ({ stored }) => stored,
    }),
    change: t.field({ type: Change, resolve: ({ change }) => change }),
    replayed: t.exposeBoolean('replayed', {
      description: 'True when this request had been accepted before: nothing was written twice.',
    }),
    missedChanges: t.field({ type: [Change], resolve: ({ missedChanges }) => missedChanges }),
  }),
});

const ConflictError = builder
  .interfaceRef<ConflictShape<string, unknown, object>>('ConflictError')
  .implement({
    interfaces: [UserError],
    description: 'Someone changed the entity after the client read it. Nothing was written.',
    fields: (t) => ({
      ifMatch: t.expose('ifMatch', {
        type: 'ETag',
        description: 'The etag that the client sent.',
      }),
      missedChanges: t.field({
        type: [Change],
        description:
          "Every change since the client's version, oldest first, the caller's own included; empty when it cannot be told.",
        resolve: ({ missedChanges }) => missedChanges,
      }),
      missedChangesComplete: t.exposeBoolean('missedChangesComplete', {
        description:
          "False when the client's version is too old to tell, or its etag was never one of this entity's.",
      }),
      current: t.field({
        type: Versioned,
        description: 'The entity as it is now, with the etag to try again with.',
        resolve: ({ current }) => current,
      }),
    }),
  });

// Pothos computes what a resolver may return from the field's type, which a type parameter leaves open: hence the
// `never`s below. The parameters tie the types to each other.

/** The type `<kind>Changed`, which shows the entity in a field of its own name. */
export function changedType<const Type extends string, State, Detail>(
  name: Type,
  description: string,
  field: string,
  entity: ObjectRef<Stored<State, Detail>>,
  change: ObjectRef<DomainChange<Detail>>,
) {
  return builder.objectRef<ChangedShape<Type, State, Detail>>(name).implement({
    interfaces: [Changed] as never,
    description,
    fields: (t) => ({
      [field]: t.field({ type: entity, resolve: ({ stored }) => stored as never }),
      current: t.field({
        type: entity,
        description: `The same as \`${field}\`.`,
        resolve: ({ stored }) => stored as never,
      }),
      change: t.field({ type: change, resolve: (changed) => changed.change as never }),
      missedChanges: t.field({
        type: [change],
        description:
          "Every change between the client's version and this one, oldest first: under REAPPLY or OVERWRITE only, and none on a replay.",
        resolve: ({ missedChanges }) => missedChanges as never,
      }),
    }),
  });
}

/** The type `<kind>ConflictError`. */
export function conflictType<const Type extends string, State, Detail>(
  name: Type,
  description: string,
  entity: ObjectRef<Stored<State, Detail>>,
  change: ObjectRef<DomainChange<Detail>>,
) {
  return builder.objectRef<ConflictShape<Type, State, Detail>>(name).implement({
    interfaces: [UserError, ConflictError],
    fields: (t) => ({
      missedChanges: t.field({
        type: [change],
        resolve: ({ missedChanges }) => missedChanges as never,
      }),
      current: t.field({
        type: entity,
        description,
        resolve: ({ current }) => current as never,
      }),
    }),
  });
}
