/** What each kind of fault does to a request at the database, whom it befalls, and how often. */
import { setTimeout } from 'node:timers/promises';
import { impossibleEtag } from '../../../src/cosmos/reads.ts';
import {
  type Action,
  after,
  before,
  cutAfter,
  cutBefore,
  type Reply,
  reply,
  truncate,
} from '../../support/cosmos/actions.ts';
import type { SeenRequest } from '../../support/cosmos/requests.ts';
import type { DatabaseFault } from './faults.ts';
import type { Random } from '../random.ts';

export interface Befalling {
  /** Of so many requests one meets it, when all kinds are on. */
  readonly oneIn: number;
  readonly befalls: (request: SeenRequest) => boolean;
  /** `token` is the newest session token of the request's container. */
  readonly act: (random: Random, request: SeenRequest, token: string) => Action;
}

const longestDelayMs = 2000;

export const befalling: Readonly<Record<DatabaseFault, Befalling>> = {
  'cut-before': { oneIn: 150, befalls: isAny, act: () => cutBefore },
  'cut-after': { oneIn: 100, befalls: isAny, act: () => cutAfter },
  truncate: { oneIn: 120, befalls: isAny, act: () => truncate },
  delay: {
    oneIn: 60,
    befalls: isAny,
    act: (random) => {
      // Short ones are as likely to change an order as long ones, and more of them fit into a minute.
      const ms = longestDelayMs * random.next() ** 2;
      const wait = () => setTimeout(ms);
      return random.chance(0.5) ? before(wait) : after(wait);
    },
  },
  '429': {
    oneIn: 150,
    befalls: isAny,
    act: (random) =>
      reply(429, { headers: { 'x-ms-retry-after-ms': String(20 + random.below(280)) } }),
  },
  '449': { oneIn: 120, befalls: isAny, act: () => reply(449) },
  '503': { oneIn: 200, befalls: isAny, act: doneOrNot(503) },
  '408': { oneIn: 150, befalls: isAny, act: doneOrNot(408) },
  '410': { oneIn: 150, befalls: isAny, act: doneOrNot(410) },
  '412': {
    oneIn: 60,
    befalls: isConditional,
    act: (random, request, token) =>
      doneOrNot(412, { headers: { 'x-ms-session-token': token } })(random, request),
  },
  '1002': { oneIn: 80, befalls: isRead, act: () => reply(404, { substatus: 1002 }) },
};

/** A page is written once in 16 changes, so chance alone would hardly ever befall one. */
export function weightOf(request: SeenRequest): number {
  return isPage(request) ? 6 : 1;
}

export function isPage({ kind, id }: SeenRequest): boolean {
  return kind === 'create' && id?.includes('~') === true;
}

function isAny({ kind }: SeenRequest): boolean {
  return kind !== 'meta' && kind !== 'other';
}

function isRead({ kind }: SeenRequest): boolean {
  return kind === 'read' || kind === 'query';
}

/** A replace under an etag that a version had: to the question to the primary, which has none, 412 is the truth. */
function isConditional({ kind, headers }: SeenRequest): boolean {
  return kind === 'replace' && headers['if-match'] !== impossibleEtag;
}

/** Of a write that is answered so, nobody can tell whether it was done. */
function doneOrNot(status: number, answer: Reply = {}) {
  return (random: Random, request: SeenRequest): Action => {
    const refuse = reply(status, answer);
    const isDone = !isRead(request) && random.chance(0.5);
    return isDone ? (exchange) => exchange.forward().then(() => refuse(exchange)) : refuse;
  };
}
