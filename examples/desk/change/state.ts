/** How far a change has come: what the dialog shows, and whether there is one. */
import { gather, type Missed } from '../conflict/missed.ts';
import type { Action, Answered, Attempt, Refused, Values } from './action.ts';

export interface Form<Seen, Entity> {
  readonly action: Action<Seen, Entity>;
  readonly attempt: Attempt<Entity>;
  readonly seen: Seen;
  readonly values: Values;
  /** Of all conflicts so far. */
  readonly missed: Missed;
}

export type ChangeState<Seen, Entity> =
  | { readonly type: 'closed' }
  | ({ readonly form: Form<Seen, Entity> } &
      /** `error`: why it was not done, where the API did not refuse it in so many words. */
      (
        | { readonly type: 'editing'; readonly refused?: Refused; readonly error?: unknown }
        /** It was sent before a reload, and nobody has asked yet what came of it. */
        | { readonly type: 'unsettled' }
        | { readonly type: 'sending'; readonly shown: Seen }
        | { readonly type: 'conflict'; readonly current: Entity & Seen }
        /** Nobody knows whether it was done. */
        | { readonly type: 'unknown'; readonly error: unknown }
      ));

/** The state in which a change is of that type. */
export type StateOf<Type extends ChangeState<unknown, unknown>['type'], Seen, Entity> = Extract<
  ChangeState<Seen, Entity>,
  { readonly type: Type }
>;

type NotDone<Entity> = Exclude<Answered<Entity>, { readonly type: 'done' }>;

export function stateAfter<Seen, Entity>(
  form: Form<Seen, Entity>,
  outcome: NotDone<Entity>,
): ChangeState<Seen, Entity> {
  switch (outcome.type) {
    case 'conflict': {
      const { missedChanges: changes, missedChangesComplete: complete, current } = outcome.result;
      const missed = gather(form.missed, { changes, complete });
      // What creates something has seen nothing, and is in conflict with nobody.
      return { type: 'conflict', form: { ...form, missed }, current: current as Entity & Seen };
    }
    case 'refused':
      return { type: 'editing', form, refused: outcome.result };
    case 'failed':
      return { type: 'editing', form, error: outcome.error };
    case 'unknown':
      return { type: 'unknown', form, error: outcome.error };
  }
}
