/**
 * How a client retries one intention: sent again under the same `requestId`, to another instance, until there is an
 * answer to go by; after a conflict with the newer etag, or not at all.
 */
import { setTimeout } from 'node:timers/promises';
import type { Faults } from '../faults/faults.ts';
import type { MutationInput, Operation, Outcome, Result, SeenEntity } from '../history.ts';
import type { Intention } from './intentions.ts';
import type { Person } from './person.ts';
import type { SeenConflict } from '../history.ts';

/** An intention under the name that it was sent with. */
export interface Sent {
  readonly intention: Intention;
  readonly requestId: string;
  readonly ifMatch: string | undefined;
}

export type Ended =
  | { readonly type: 'Answered'; readonly result: Result; readonly sent: Sent }
  | { readonly type: 'GivenUp'; readonly sent: Sent }
  /** The answers went on to be of no use, for longer than any fault lasts. */
  | { readonly type: 'Unanswered'; readonly sent: Sent };

export interface RetryOptions {
  readonly faults: Faults;
  /** Whether no fault is left that could excuse a missing answer. */
  readonly isHealed: () => boolean;
  /** What goes on behind the client's back, and has to end before the laboratory looks at what became of it. */
  readonly background: Set<Promise<unknown>>;
}

const mostConflicts = 4;
const mostAttemptsWhenHealed = 8;
const longestPauseMs = 200;
const longestHoldMs = 800;
const giveUpShare = 0.02;
const twiceShare = 0.04;
const reorderShare = 0.04;
const resentShare = 0.04;
const readingShare = 0.3;
/** Some of these reach into pages. */
const mostRead = 60;

export async function sendUntilAnswered(
  person: Person,
  first: Sent,
  { faults, isHealed, background }: RetryOptions,
): Promise<Ended> {
  const { random } = person;
  let sent = first;
  let conflicts = 0;
  let instance: number | undefined;
  let attemptsWhenHealed = 0;

  for (;;) {
    const operation = await attempt(person, sent, instance, faults, background);
    instance = operation.instance;
    const result = resultOf(operation.outcome);
    if (result !== undefined) {
      if (!isConflict(result)) return { type: 'Answered', result, sent };
      conflicts += 1;
      const next = conflicts < mostConflicts && (await afterConflict(person, sent, result));
      if (!next) return { type: 'Answered', result, sent };
      sent = next;
    } else {
      if (isHealed()) attemptsWhenHealed += 1;
      if (attemptsWhenHealed > mostAttemptsWhenHealed) return { type: 'Unanswered', sent };
      if (!isHealed() && random.chance(giveUpShare)) return { type: 'GivenUp', sent };
      await setTimeout(random.next() * Math.min(longestPauseMs, retryAfterOf(operation.outcome)));
      sent = await again(person, sent);
    }
  }
}

/** One try, or one request that goes to two instances, or one that its retry overtakes. */
async function attempt(
  person: Person,
  sent: Sent,
  otherThan: number | undefined,
  faults: Faults,
  background: Set<Promise<unknown>>,
): Promise<Operation> {
  const { random, send } = person;
  const isReading = random.chance(readingShare);
  const later = 1 + random.below(mostRead);
  const request = toRequest(sent, isReading ? later : undefined);
  const resent = random.chance(resentShare) && faults.has('resend');
  const shown = async (sending: Promise<Operation>) => {
    const operation = await sending;
    showAll(person, operation.outcome);
    return operation;
  };
  const isTwice = random.chance(twiceShare);
  const isOvertaken = random.chance(reorderShare);
  if (faults.has('twice') && isTwice) {
    const both = await Promise.all([
      shown(send(request, { otherThan })),
      shown(send(request, { otherThan })),
    ]);
    return both.toSorted((a, b) => rank(a.outcome) - rank(b.outcome))[0] ?? both[0];
  }
  if (faults.has('reorder') && isOvertaken) {
    const held = setTimeout(random.next() * longestHoldMs);
    const late = shown(send(request, { otherThan, held }));
    background.add(late);
    void late.finally(() => background.delete(late));
  }
  return shown(send(request, { otherThan, resent }));
}

/** The client reads again or takes what the conflict showed, and wants it still, or as a new wish, or no more. */
async function afterConflict(
  person: Person,
  sent: Sent,
  { current }: SeenConflict,
): Promise<Sent | undefined> {
  const { random } = person;
  if (random.chance(0.25)) return undefined;
  const read = random.chance(0.5) ? await readAgain(person, current) : current;
  const requestId = random.chance(0.5) ? sent.requestId : person.mintRequestId();
  return { ...sent, requestId, ifMatch: read.etag };
}

/** After a lost answer the same again: now and then with the etag of a version read since. */
async function again(person: Person, sent: Sent): Promise<Sent> {
  const { id } = sent.intention.input;
  const known = id === undefined ? undefined : person.known(id);
  if (!known || person.random.chance(0.8)) return sent;
  return { ...sent, ifMatch: (await readAgain(person, known)).etag };
}

async function readAgain(person: Person, seen: SeenEntity): Promise<SeenEntity> {
  return (await readEntity(person, seen)) ?? seen;
}

export async function readEntity(
  person: Person,
  seen: SeenEntity,
): Promise<SeenEntity | undefined> {
  const query = 'balance' in seen ? 'account' : 'order';
  const { outcome } = await person.send({ type: 'read', query, variables: { id: seen.id } });
  const entity = resultOf(outcome) as SeenEntity | null | undefined; // what these queries answer
  person.see(entity);
  return entity ?? undefined;
}

function toRequest(
  { intention, requestId, ifMatch }: Sent,
  later: number | undefined,
): Operation['request'] {
  const { mutation, input } = intention;
  const whole: MutationInput = { ...input, requestId, ...(ifMatch !== undefined && { ifMatch }) };
  return { type: 'mutation', mutation, input: whole, ...(later !== undefined && { later }) };
}

export function resultOf(outcome: Outcome): Result | undefined {
  return outcome.type === 'Answered' ? outcome.result : undefined;
}

function showAll(person: Person, outcome: Outcome): void {
  const result = resultOf(outcome);
  if (!result || !('__typename' in result)) return;
  if ('current' in result) person.see(result.current);
  if ('change' in result) person.see(result.account ?? result.order);
}

function isConflict(result: Result): result is SeenConflict {
  return result !== null && '__typename' in result && 'current' in result;
}

/** Done goes before refused, and refused before not known. */
function rank(outcome: Outcome): number {
  const result = resultOf(outcome);
  if (result === undefined) return 2;
  return result && 'change' in result ? 0 : 1;
}

function retryAfterOf(outcome: Outcome): number {
  const [error] = outcome.type === 'Failed' ? outcome.errors : [];
  return error && 'retryAfterMs' in error ? Number(error.retryAfterMs) : longestPauseMs;
}

export function startOf(person: Person, intention: Intention, seen: SeenEntity | undefined): Sent {
  return { intention, requestId: person.mintRequestId(), ifMatch: seen?.etag };
}
