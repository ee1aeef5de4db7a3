/** What the desk knows of a kind of entity. One page and one list serve every kind. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { ReactNode } from 'react';
import type { ETag } from '../../client/scalars.ts';
import type { Action, Versioned } from '../change/action.ts';
import type { Changing } from '../change/useChange.ts';
import type { Fact } from '../conflict/differences.ts';
import type { Change, Missed } from '../conflict/missed.ts';
import type { OrderStatus } from '../gql/graphql.ts';
import type { Place } from '../navigation/route.ts';
import type { Money } from '../values/money.ts';

export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Listed {
  readonly after?: string | undefined;
  readonly filter?: { readonly status?: OrderStatus } | undefined;
}

/** What a query for one entity answers with. */
type Found<Data, Variables = unknown> = TypedDocumentNode<
  { readonly entity: Data | null },
  { readonly id: string } & Variables
>;

export interface Kind<Entity extends Versioned> {
  readonly noun: Place['kind'];
  readonly byId: Found<Entity>;
  readonly history: Found<{ readonly history: Connection<Change> | null }, Listed>;
  readonly changesSince: Found<{ readonly changesSince: Missed | null }, { readonly etag: ETag }>;
  readonly list: TypedDocumentNode<{ readonly entities: Connection<Entity> | null }, Listed>;
  /** By which the list can be filtered. */
  readonly statuses?: readonly OrderStatus[];
  readonly create: Action<undefined>;
  readonly actions: readonly Action<Entity>[];
  /** On a part of it, such as a line. */
  readonly partActions?: readonly Action<Entity>[];
  readonly amountOf: (entity: Entity) => Money;
  readonly ownerOf: (entity: Entity) => string;
  /** What there is to see of it, for a conflict to compare. */
  readonly factsOf: (entity: Entity) => readonly Fact[];
  /** What its page shows beside all that. */
  readonly Details?: (props: DetailsProps<Entity>) => ReactNode;
}

export interface DetailsProps<Entity> {
  readonly entity: Entity;
  /** With what is being sent in it. */
  readonly shown: Entity;
  readonly changing: Changing<Entity>;
}
