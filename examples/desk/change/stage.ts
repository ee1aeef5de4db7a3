/** How far a change has come: what the dialog shows, and whether there is one. */
import { gather, type Missed } from '../conflict/missed.ts';
import type { Action, Answered, Attempt, Done, Refused, Values } from './action.ts';

export interface Form<Seen, Entity> {
  readonly action: Action<Seen, Entity>;
  readonly attempt: Attempt<Entity>;
  readonly seen: Seen;
  readonly values: Values;
  /** Of all conflicts so far. */
  readonly missed: Missed;
}

export type Stage<Seen, Entity> =
  | { readonly at: 'closed' }
  | ({ readonly form: Form<Seen, Entity> } & (
      | { readonly at: 'editing'; readonly refused?: Refused }
      | { readonly at: 'sending' }
      | { readonly at: 'conflict'; readonly current: Entity & Seen }
      /** Nobody knows whether it was done. */
      | { readonly at: 'unknown'; readonly error: unknown }
      /** It was not done. */
      | { readonly at: 'failed'; readonly error: unknown }
    ));

export type Next<Seen, Entity> =
  | { readonly type: 'done'; readonly done: Done<Entity> }
  | { readonly type: 'open'; readonly stage: Stage<Seen, Entity> };

export function after<Seen, Entity>(
  form: Form<Seen, Entity>,
  outcome: Answered<Entity>,
): Next<Seen, Entity> {
  switch (outcome.type) {
    case 'done':
      return { type: 'done', done: outcome.result };
    case 'conflict': {
      const { missedChanges: changes, missedChangesComplete: complete, current } = outcome.result;
      const missed = gather(form.missed, { changes, complete });
      // What creates something has seen nothing, and is in conflict with nobody.
      const now = current as Entity & Seen;
      return { type: 'open', stage: { at: 'conflict', form: { ...form, missed }, current: now } };
    }
    case 'refused':
      return { type: 'open', stage: { at: 'editing', form, refused: outcome.result } };
    case 'unknown':
    case 'failed':
      return { type: 'open', stage: { at: outcome.type, form, error: outcome.error } };
  }
}

export function isOpen<Seen, Entity>({ at }: Stage<Seen, Entity>): boolean {
  return at !== 'closed' && at !== 'sending';
}
