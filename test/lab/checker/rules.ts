/** The names of the rules, and what a rule that was broken says. */
import type { Violation } from '../history.ts';

/** Each with what it promises. */
export const rules = {
  versions: 'the versions of an entity are 1 to n, without gap or repeat',
  pages: 'page k holds versions 16k+1 to 16k+16, and the document the other 16 to 31',
  requestIds: 'no requestId is accepted twice',
  etags: 'an etag names one version',
  time: 'the time of a change is never before that of the change before it',
  arithmetic: 'a balance, a total or a status follows from the one before by its change alone',
  negative: 'no balance and no total is below zero',
  asked: 'each change is what a client asked for under its requestId',
  refused: 'what was refused at every attempt is not in the history',
  acknowledged:
    'each acknowledged change is in the history, once, at the version that the answer said',
  input: 'an acknowledged change is what its own request asked for',
  state: 'no answer showed a state that never was',
  change: 'no answer showed a change that never was',
  list: 'lists and histories are in order, complete and within what was asked for',
  missed:
    'missedChanges are exactly those between the version of the client and that of the answer',
  conflict: 'no conflict without a change that the client had not seen',
  policy: 'a stale etag stops a mutation that asked for that',
  replay: 'a request that was accepted before is answered as a replay',
  refusal: 'a refusal was right at a version that the request may have met',
  notFound: 'a mutation finds every entity that existed before it began',
  order: 'no version was seen before it was asked for',
  session: 'an answer is at least as new as the session token that its request carried',
} as const;

export type Rule = keyof typeof rules;

/** `must` of one operation and its entity. */
export type Say = (rule: Rule, holds: boolean, message: string) => readonly Violation[];

/** Nothing where the rule holds. */
export function must(
  rule: Rule,
  holds: boolean,
  entity: string,
  operations: readonly number[],
  message: string,
): readonly Violation[] {
  return holds ? [] : [{ rule, entity, operations, message }];
}
