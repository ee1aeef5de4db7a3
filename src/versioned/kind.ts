/** A kind of entity, declared once: what is stored of it, whose it is, and what it is asked by. */
import * as v from 'valibot';
import { type Change, recorded, storedKsuid, storedTime, storedVersion } from './change.ts';
import type { EntityPrefix, Ksuid } from './id.ts';

/** What the store and the commit loop need to know about a kind. */
export interface Kind<State, Detail> {
  readonly name: string;
  readonly container: string;
  readonly prefix: EntityPrefix;
  /** The field of the state that says whose entity it is, for those who may see only their own; null: nobody's. */
  readonly owner: string | null;
  /** The fields of the state that lists filter by, the owner among them. */
  readonly queried: readonly string[];
  /** The number of its stored format: documents of a higher number are for newer instances. */
  readonly schema: number;
  /** How a document of this kind is parsed, but for its ids and its changes. */
  readonly document: v.GenericSchema<unknown, StoredEntity<State>>;
  readonly change: v.GenericSchema<unknown, Change<Detail>>;
}

/** What is stored of an entity besides its ids, its changes not parsed yet. */
export interface StoredEntity<State> {
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly state: State;
  readonly changes: readonly unknown[];
  readonly newestPaged: Ksuid | null;
}

type ReadonlyDeep<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : { readonly [Name in keyof Value]: ReadonlyDeep<Value[Name]> };

/** What is stored where these fields are declared. */
type Stored<Fields extends v.ObjectEntries> = ReadonlyDeep<
  v.InferOutput<v.ObjectSchema<Fields, undefined>>
>;

type AnyChanges = Readonly<Record<string, v.ObjectEntries>>;

/** The kind of a change, and what it remembers. */
type StoredDetail<Changes extends AnyChanges> = {
  readonly [Name in keyof Changes & string]: { readonly kind: Name } & Stored<Changes[Name]>;
}[keyof Changes & string];

type TextIn<Fields extends v.ObjectEntries> = {
  [Name in keyof Fields & string]: v.InferOutput<Fields[Name]> extends string ? Name : never;
}[keyof Fields & string];

/** As it was declared: `Kind` is the part that is the same for all. */
export interface DeclaredKind<
  Name extends string,
  Container extends string,
  Permission extends string,
  Owner extends string | null,
  Queried extends string,
  Fields extends v.ObjectEntries,
  Changes extends AnyChanges,
> extends Kind<Stored<Fields>, StoredDetail<Changes>> {
  readonly name: Name;
  readonly container: Container;
  readonly permissions: readonly Permission[];
  readonly owner: Owner;
  readonly queried: readonly (Queried | (Owner extends string ? Owner : never))[];
  readonly fields: Fields;
}

export function defineKind<
  const Name extends string,
  const Container extends string,
  const Permission extends string,
  Fields extends v.ObjectEntries,
  Changes extends AnyChanges,
  const Owner extends TextIn<Fields> | null,
  const Queried extends Exclude<TextIn<Fields>, Owner> = never,
>(declaration: {
  /** In the singular: a `productLine` is a `ProductLine` to clients. */
  readonly name: Name;
  /** The container that holds them, the list that shows them, and what their permissions begin with. */
  readonly container: Container;
  readonly prefix: EntityPrefix;
  readonly owner: Owner;
  /** What can be allowed besides reading: `write` of `products` is the permission `products.write`. */
  readonly permissions: readonly Permission[];
  /** What else than the owner lists filter by: it is indexed. */
  readonly queried?: readonly Queried[];
  /** One more with each change of the format that older code would misread: a new status, a new kind of change. */
  readonly schema?: number;
  /**
   * The fields of the state. What older documents lack has a default: `v.optional(v.string(), '')`. Apart from
   * defaults a schema only checks: what is stored is what the rules see.
   */
  readonly state: Fields;
  /** What each kind of change remembers. */
  readonly change: Changes;
}): DeclaredKind<Name, Container, Permission, Owner, Queried, Fields, Changes> {
  const { name, container, prefix, owner, permissions, queried = [], schema = 1 } = declaration;
  const document = v.object({
    version: storedVersion,
    createdAt: storedTime,
    createdBy: v.string(),
    state: v.object(declaration.state),
    changes: v.array(v.unknown()),
    newestPaged: v.nullable(storedKsuid),
  });
  const change = v.variant(
    'kind',
    Object.entries(declaration.change).map(([kind, fields]) =>
      v.object({ ...recorded, kind: v.literal(kind), ...fields }),
    ),
  );
  return {
    name,
    container,
    prefix,
    owner,
    permissions,
    queried: owner === null ? queried : [owner, ...queried],
    schema,
    fields: declaration.state,
    document,
    change,
    // The types of the schemas follow from the declaration in a way that the compiler cannot.
  } as unknown as DeclaredKind<Name, Container, Permission, Owner, Queried, Fields, Changes>;
}

/** The state of a kind, as its rules see it. */
export type StateOf<Declared> = Declared extends Kind<infer State, infer _Detail> ? State : never;

/** What a kind's changes remember. */
export type DetailOf<Declared> = Declared extends Kind<infer _State, infer Detail> ? Detail : never;

/** Whose entity it is, where somebody owns it. */
export function ownerOf<State, Detail>(
  { owner }: Kind<State, Detail>,
  state: State,
): string | undefined {
  return owner === null ? undefined : String(state[owner as keyof State]); // a field of the state, by its declaration
}
