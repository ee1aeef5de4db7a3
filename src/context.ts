/** What a resolver has besides its arguments: made for one request, gone with its answer. */
import { Answer } from './answer.ts';
import type { Viewer } from './auth/viewer.ts';
import type { ConflictPolicy, Environment } from './versioned/commit.ts';
import type { Kind } from './versioned/kind.ts';
import { type EntityId, type Ksuid, mintKsuid } from './versioned/id.ts';
import { outOfTime } from './faults.ts';
import type { ReadResult } from './versioned/store.ts';
import type { System } from './system.ts';

export interface Context extends Environment {
  readonly viewer: Viewer;
  /** A fresh KSUID. */
  readonly newRequestId: () => Ksuid;
  /** What is made of the answer so far. */
  readonly answer: Answer;
  /** The mutations of the request that ran or run, by the names of their fields in the answer. */
  readonly mutations: Map<string, MutationRun>;
  /** A read that is shared by all fields of the request's queries that ask for the same entity. */
  readonly load: <State, Detail>(
    kind: Kind<State, Detail>,
    id: EntityId,
  ) => Promise<ReadResult<State, Detail>>;
}

/** A mutation, and what became of it: an error may have to tell, and so does telemetry. */
export interface MutationRun {
  readonly name: string;
  readonly requestId: Ksuid;
  /** Undefined for what creates. */
  readonly policy: ConflictPolicy | undefined;
  /** How often it was tried. */
  rounds: number;
  /** Undefined until there is one, and where an error took its place. */
  result?: MutationResult;
}

type MutationResult =
  | { readonly type: string; readonly replayed?: undefined }
  | {
      readonly type: string;
      /** Only a change that was made has this member. */
      readonly replayed: boolean;
      readonly missedChanges: readonly unknown[];
    };

export interface ContextOptions extends Pick<Context, 'viewer' | 'store' | 'mutations'> {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  /** Until the deadline: 0 or less once it has come, also where no timer could say so yet. */
  readonly msLeft: () => number;
}

/**
 * An attempt takes about ten milliseconds. Of 16 clients who go on changing one entity, few are to meet in each: so the
 * pauses grow fast, up to what a person does not mind.
 */
const shortestPauseMs = 10;
const longestPauseMs = 1000;
const growth = 4;

/** So that no request runs out of time by pauses alone, however short its deadline is. */
const mostOfTimeLeft = 1 / 4;

export function createContext(
  { viewer, store, signal, msLeft, mutations }: ContextOptions,
  { now, randomBytes, random, pause }: System,
): Context {
  const loaded = new Map<EntityId, Promise<unknown>>();
  return {
    viewer,
    store,
    now,
    answer: new Answer(() => msLeft() <= 0),
    mutations,
    newRequestId: () => mintKsuid(now(), randomBytes(16)),
    pause: async (round) => {
      const longest = Math.min(
        longestPauseMs,
        shortestPauseMs * growth ** round,
        Math.max(0, msLeft()) * mostOfTimeLeft,
      );
      await pause(longest * random(), signal);
      if (signal.aborted) throw outOfTime();
    },
    load: <State, Detail>(kind: Kind<State, Detail>, id: EntityId) => {
      const known = loaded.get(id) ?? store.read(kind, viewer.tenant, id);
      loaded.set(id, known);
      return known as Promise<ReadResult<State, Detail>>; // an id's prefix names its kind
    },
  };
}
