/** Whether the answer of a mutation that says no was right to. */
import { refuses } from './model.ts';
import { isRequestOf, policyOf } from './requests.ts';
import type { Say } from './rules.ts';
import type { Times } from './times.ts';
import type { Attempt, Timeline } from './world.ts';
import type { SeenRefusal, Violation } from '../history.ts';

export function checkRefusal(
  attempt: Attempt,
  { __typename: type }: SeenRefusal,
  timeline: Timeline,
  times: Times,
  say: Say,
): readonly Violation[] {
  const { request, began, ended } = attempt;
  const { mutation, input } = request;
  const { id } = timeline.entity;
  const newestBefore = times.newestBefore(id, began);
  const own = timeline.byRequestId.get(input.requestId);
  const held = timeline.byEtag.get(input.ifMatch ?? '')?.number;
  const rejects = policyOf(request) === 'REJECT';
  switch (type) {
    case 'NotFoundError':
      return say('notFound', newestBefore === 0, `version ${newestBefore} was there`);
    case 'InvalidInputError':
      return [];
    case 'RequestIdReusedError':
      return say(
        'refusal',
        own !== undefined && !isRequestOf(attempt, own),
        'its requestId was not accepted for something else',
      );
    case 'InsufficientFundsError':
    case 'AccountClosedError':
    case 'AccountNotEmptyError':
    case 'CurrencyMismatchError':
    case 'OrderStatusError':
    case 'OrderEmptyError':
    case 'OrderLineNotFoundError': {
      // The primary was asked before, so what was known of then was seen; under REJECT it is what the client holds.
      const from = Math.max(newestBefore, held ?? 0, 1);
      const to = rejects ? (held ?? 0) : Math.max(from, times.newestAsked(id, ended));
      if (own && own.version <= from) {
        return say('replay', false, `${type} although it was accepted as version ${own.version}`);
      }
      const met = timeline.versions.slice(from - 1, to);
      const right = met.some(({ state }) => refuses(type, state, mutation, input) ?? true);
      return say('refusal', right, `${type} is right in none of the versions ${from} to ${to}`);
    }
  }
}
