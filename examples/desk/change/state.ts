/** How far a change has come: what the dialog shows, and whether there is one. */
import { gather, type Missed } from '../conflict/missed.ts';
import type { Action, Answered, Attempt, Refused, Values } from './action.ts';

export interface Form<Seen> {
  readonly action: Action<Seen>;
  readonly attempt: Attempt<Seen>;
  readonly seen: Seen;
  readonly values: Values;
  /** Of all conflicts so far. */
  readonly missed: Missed;
}

type Stage<Seen> =
  /** `error`: why it was not done, where no rule of the business refused it. */
  | { readonly type: 'editing'; readonly refused?: Refused; readonly error?: unknown }
  /** It was sent before a reload, and nobody has asked yet what came of it. */
  | { readonly type: 'unsettled' }
  /** `shown`: what the screen shows until the answer is there. */
  | { readonly type: 'sending'; readonly shown: Seen }
  | { readonly type: 'conflict'; readonly current: Seen }
  /** Nobody knows whether it was done. */
  | { readonly type: 'unknown'; readonly error: unknown };

export type ChangeState<Seen> =
  { readonly type: 'closed' } | (Stage<Seen> & { readonly form: Form<Seen> });

/** The state in which a change is of that type. */
export type StateOf<Type extends ChangeState<unknown>['type'], Seen> = Extract<
  ChangeState<Seen>,
  { readonly type: Type }
>;

type NotDone<Seen> = Exclude<Answered<Seen>, { readonly type: 'done' }>;

export function stateAfter<Seen>(form: Form<Seen>, outcome: NotDone<Seen>): ChangeState<Seen> {
  switch (outcome.type) {
    case 'conflict': {
      const { missedChanges: changes, missedChangesComplete: complete, current } = outcome.result;
      const missed = gather(form.missed, { changes, complete });
      return { type: 'conflict', form: { ...form, missed }, current };
    }
    case 'refused':
      return { type: 'editing', form, refused: outcome.result };
    case 'failed':
      return { type: 'editing', form, error: outcome.error };
    case 'unknown':
      return { type: 'unknown', form, error: outcome.error };
  }
}
