/** How examples are written: one for each mutation, and one for each way in which its rule refuses. */
import type { Result } from '../stage.ts';

export interface Example {
  /** Mutations whose examples are done before, in this order, on what the kind's first creation made. */
  readonly after?: readonly string[];
  /** What the mutation takes besides `requestId`, `id` and `ifMatch`, of the entity as it is by then. */
  readonly input?: (entity: Result) => object;
}

export interface MutationExample extends Example {
  /** By the name of the refusal's type: what else has to have happened, or to be sent. */
  readonly refused?: Readonly<Record<string, Example>>;
}

export interface Examples {
  /** What others do meanwhile: changes that take a stale etag, and together leave the entity as it was. */
  readonly meanwhile: readonly [string, ...string[]];
  /** What the creation takes for this owner, where somebody owns the entity. */
  readonly ownedBy?: (owner: string) => object;
  readonly mutations: Readonly<Record<string, MutationExample>>;
}
