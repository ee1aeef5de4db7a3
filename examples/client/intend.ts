/**
 * One intention of a person: made when the form opens, sent as often as it takes, done at most once.
 *
 * What it is sent with stays what it was then: the `requestId`, by which the API knows it again, and `ifMatch`, the etag
 * of what the person saw. A cache renews the etag of an entity behind an open form; sent with that one, nobody would be
 * told of what happened meanwhile.
 */
import type { Answer, AnswerError } from './answer.ts';
import { ksuid } from './ksuid.ts';

/** What of an input stays as it was when the form opened. An input that creates something has a `requestId` alone. */
export interface Named {
  readonly requestId: string;
  readonly id?: string;
  readonly ifMatch?: string;
}

/** A member of a mutation's union. Whoever selects `current` selects its `etag`, to go on with. */
export interface Member {
  readonly __typename: string;
  readonly current?: { readonly etag: string };
}

/** Sends the mutation. `brief`: selecting scalars only, since the change was made but its answer could not be. */
export type Execute<Input, Result> = (
  input: Input,
  options: { readonly brief: boolean },
) => Promise<Answer<Result>>;

type Changed = { readonly __typename: `${string}Changed` };
type Conflict = { readonly __typename: `${string}ConflictError` };

export type Outcome<Result> =
  /** `replayed`: it had been done before, and was not done twice. */
  | { readonly type: 'done'; readonly result: Extract<Result, Changed> }
  /** Nothing was written, and the person decides: `insist()` or `abandon()`. */
  | { readonly type: 'conflict'; readonly result: Extract<Result, Conflict> }
  /** It was not done this time, and the result says why. After a RequestIdReusedError: what was sent before was done. */
  | { readonly type: 'refused'; readonly result: Exclude<Result, Changed | Conflict> }
  /** Nobody knows whether it was done: `send()` settles it, when there is a network, or when the person has signed in. */
  | { readonly type: 'unknown'; readonly error: unknown }
  /** Nothing was written, and sending it again changes nothing about that. */
  | { readonly type: 'failed'; readonly error: AnswerError };

type Edits<Input> = Partial<Omit<Input, keyof Named>>;

export interface Intention<Input, Result> {
  readonly input: Input;
  /** It was sent, before a reload maybe, and nobody knows what came of it: `send()` settles it. */
  readonly isUnsettled: boolean;
  /**
   * However often it is called, the change is made once. With edits, one version of the input is: where an earlier one
   * was, the answer is a RequestIdReusedError, unless the edits themselves are refused. While one call is under way,
   * others join it. It rejects where the store cannot keep the input: then nothing was sent.
   */
  send(edits?: Edits<Input>): Promise<Outcome<Result>>;
  /** After a conflict: sends it on top of what the conflict showed, with another `onConflict` maybe. */
  insist(edits?: Edits<Input>): Promise<Outcome<Result>>;
  /** Forgets it. What was sent already may be done nevertheless. */
  abandon(): void;
}

export interface IntendOptions {
  /** Where it survives a reload: `sessionStorage`. A duplicated tab gets a copy: the same intention still, done once. */
  readonly store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Names it there: who wants to do what, and to which entity. */
  readonly key: string;
}

/** The `requestId` is made here, unless the API was asked for one, as by whom has no clock to trust. */
type Unnamed<Input extends Named> = Omit<Input, 'requestId'> & Partial<Pick<Input, 'requestId'>>;

/** What the store still has under that key comes first: its `input` is what was sent, and has to be settled. */
export function intend<Input extends Named, Result extends Member>(
  wanted: Unnamed<Input>,
  execute: Execute<Input, Result>,
  options?: IntendOptions,
): Intention<Input, Result> {
  const stored = options?.store.getItem(options.key) ?? undefined;
  let input: Input = stored ? JSON.parse(stored) : { requestId: ksuid(), ...wanted };
  let isUnsettled = stored !== undefined;
  let currentEtag: string | undefined;
  let underWay: Promise<Outcome<Result>> | undefined;

  /** A second press of the button joins the first. A form may pass on all that its screen has by now. */
  function send(edits: object = {}, ifMatch = input.ifMatch): Promise<Outcome<Result>> {
    const { requestId, id } = input;
    underWay ??= settle({ ...input, ...edits, requestId, id, ifMatch }).finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function settle(next: Input): Promise<Outcome<Result>> {
    const before = input;
    // Before it leaves: a page can be gone at any moment.
    keep(next);
    const outcome = await ask(next, execute);
    if (isUnsettled && !settlesEarlier(outcome)) {
      // These edits were not taken. What is still to be settled is what was sent before them.
      keep(before);
      return outcome.type === 'failed' ? { ...outcome, type: 'unknown' } : outcome;
    }
    isUnsettled = outcome.type === 'unknown';
    currentEtag = outcome.type === 'conflict' ? outcome.result.current?.etag : undefined;
    // A conflict is still to be decided, after a reload too.
    if (!isUnsettled && outcome.type !== 'conflict') options?.store.removeItem(options.key);
    return outcome;
  }

  function keep(next: Input): void {
    options?.store.setItem(options.key, JSON.stringify(next));
    input = next;
  }

  return {
    get input() {
      return input;
    },
    get isUnsettled() {
      return isUnsettled;
    },
    send: (edits) => send(edits),
    insist: async (edits) => {
      if (currentEtag === undefined) {
        throw new Error('insist() comes after a conflict whose `current { etag }` was selected');
      }
      return send(edits, currentEtag);
    },
    abandon: () => options?.store.removeItem(options.key),
  };
}

/** The API says these before it looks whether the `requestId` was accepted: nothing of what was sent with it before. */
const saidFirst: readonly string[] = ['InvalidInputError', 'NotFoundError'];

function settlesEarlier<Result extends Member>(outcome: Outcome<Result>): boolean {
  if (outcome.type === 'refused') return !saidFirst.includes(outcome.result.__typename);
  return outcome.type !== 'failed';
}

async function ask<Input, Result extends Member>(
  input: Input,
  execute: Execute<Input, Result>,
): Promise<Outcome<Result>> {
  try {
    const answer = await execute(input, { brief: false });
    if (answer.data || !answer.errors?.some(mayHideChange)) return outcomeOf(answer);
    const outcome = outcomeOf(await execute(input, { brief: true }));
    return outcome.type === 'failed' ? { ...outcome, type: 'unknown' } : outcome;
  } catch (error) {
    return { type: 'unknown', error };
  }
}

function outcomeOf<Result extends Member>({ data, errors = [] }: Answer<Result>): Outcome<Result> {
  if (data) {
    if (isChanged(data)) return { type: 'done', result: data };
    if (isConflict(data)) return { type: 'conflict', result: data };
    return { type: 'refused', result: data as Exclude<Result, Changed | Conflict> };
  }
  const [error] = errors;
  if (error && errors.every(isFinal)) return { type: 'failed', error };
  return { type: 'unknown', error: error ?? new Error('there is neither a result nor an error') };
}

function isChanged<Result extends Member>(result: Result): result is Extract<Result, Changed> {
  return result.__typename.endsWith('Changed');
}

function isConflict<Result extends Member>(result: Result): result is Extract<Result, Conflict> {
  return result.__typename.endsWith('ConflictError');
}

function mayHideChange({ extensions }: AnswerError): boolean {
  return extensions?.['mutationRequestId'] !== undefined;
}

/** The API itself says so: a gateway knows nothing. Who signs in again can go on. */
function isFinal({ extensions }: AnswerError): boolean {
  return extensions?.['retryable'] === false && extensions['code'] !== 'UNAUTHENTICATED';
}
