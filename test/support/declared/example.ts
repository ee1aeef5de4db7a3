/** How examples are written: one for each mutation, and one for each way in which its rule refuses. */
import type { Result } from '../mutations.ts';

export interface Example {
  /** Mutations whose examples are done before, in this order, on what the kind's first creation made: all of them. */
  readonly after?: readonly string[];
  /** What the mutation takes besides `requestId`, `id` and `ifMatch`, of the entity as it is by then. */
  readonly input?: (entity: Result) => object;
}

export interface MutationExample extends Example {
  /**
   * By the name of the refusal's type: how it comes to that. `after` takes the place of the mutation's own, and what `input`
   * gives is laid over the mutation's own.
   */
  readonly refused?: Readonly<Record<string, Example>>;
}

export interface Examples {
  /**
   * What others do meanwhile: changes that take a stale etag (REAPPLY or OVERWRITE), are accepted wherever the example of a
   * mutation begins, and together leave the entity as it was, so that the mutation is accepted after them.
   */
  readonly meanwhile: readonly [string, ...string[]];
  /** What the creation takes for this owner, where somebody owns the entity. */
  readonly ownedBy?: (owner: string) => object;
  readonly mutations: Readonly<Record<string, MutationExample>>;
}
