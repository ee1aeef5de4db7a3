/** What may become of a write whose answer does not tell: done or not, the database has said nothing of use. */
import { type Action, cutAfter, cutBefore, type Reply, reply, truncate } from './cosmos/actions.ts';

export interface Outcome {
  readonly how: string;
  readonly action: Action;
  readonly done: boolean;
}

export function doneButAnswered(status: number, how: Reply = {}): Action {
  return async (exchange) => {
    await exchange.forward();
    await reply(status, how)(exchange);
  };
}

/** Done, but the body of the answer is this. */
function doneButTold(text: string): Action {
  return async ({ forward, answer }) => answer({ ...(await forward()), body: Buffer.from(text) });
}

/** Done, and never answered. */
export const doneAndSilent: Action = async ({ forward }) => {
  await forward();
};

export const unknownOutcomes: readonly Outcome[] = [
  { how: 'broke off before the database heard of it', action: cutBefore, done: false },
  { how: 'was done, its answer lost', action: cutAfter, done: true },
  { how: 'was done, its answer cut off', action: truncate, done: true },
  { how: 'was done, its answer empty', action: doneButTold(''), done: true },
  { how: 'was done, its answer half of itself', action: doneButTold('{"id":"acc_'), done: true },
  { how: 'was done, its answer a page for people', action: doneButTold('<html>'), done: true },
  { how: 'was done, its answer null', action: doneButTold('null'), done: true },
  { how: 'was done, its answer no document', action: doneButTold('{"id":"acc_"}'), done: true },
  { how: 'was done, its answer a text', action: doneButTold('"OK"'), done: true },
  { how: 'was done, its etag a number', action: doneButTold('{"_etag":5}'), done: true },
  { how: 'was answered 408 and not done', action: reply(408), done: false },
  { how: 'was answered 408 and done', action: doneButAnswered(408), done: true },
  { how: 'was answered 410 and not done', action: reply(410), done: false },
  { how: 'was answered 410 and done', action: doneButAnswered(410), done: true },
  { how: 'was answered 500 and not done', action: reply(500), done: false },
  { how: 'was answered 500 and done', action: doneButAnswered(500), done: true },
];

/** Two writes met inside the service: this one was not done, for sure. */
export const busy: Outcome = {
  how: 'was answered 449 and not done',
  action: reply(449),
  done: false,
};
