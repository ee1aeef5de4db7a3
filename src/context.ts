/** What a resolver has besides its arguments: made for one request, gone with its answer. */
import type { Viewer } from './auth/viewer.ts';
import type { Environment } from './versioned/commit.ts';
import type { Kind } from './versioned/kind.ts';
import { type EntityId, type Ksuid, mintKsuid } from './versioned/id.ts';
import { outOfTime } from './faults.ts';
import type { ReadResult } from './versioned/store.ts';
import type { System } from './system.ts';
import type { Measures } from './telemetry/measures.ts';

export interface Context extends Environment {
  readonly viewer: Viewer;
  /** A fresh KSUID. */
  readonly newRequestId: () => Ksuid;
  readonly measures: Measures;
  /** By the name of a mutation's field in the answer: under which `requestId` its change was made. */
  readonly changesMade: Map<string, Ksuid>;
  /** A read that is shared by all fields of the request's queries that ask for the same entity. */
  readonly load: <State, Detail>(
    kind: Kind<State, Detail>,
    id: EntityId,
  ) => Promise<ReadResult<State, Detail>>;
}

export interface ContextOptions extends Pick<
  Context,
  'viewer' | 'store' | 'measures' | 'changesMade'
> {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
}

const shortestPauseMs = 10;
const longestPauseMs = 200;

export function createContext(
  { viewer, store, signal, measures, changesMade }: ContextOptions,
  { now, randomBytes, random, pause }: System,
): Context {
  const loaded = new Map<EntityId, Promise<unknown>>();
  return {
    viewer,
    store,
    now,
    measures,
    changesMade,
    newRequestId: () => mintKsuid(now(), randomBytes(16)),
    pause: async (round) => {
      const longest = Math.min(longestPauseMs, shortestPauseMs * 2 ** round);
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
