/** What a resolver has besides its arguments: made for one request, gone with its answer. */
import type { Viewer } from './auth/viewer.ts';
import type { Environment } from './commit.ts';
import type { Kind } from './domain/entity.ts';
import { type EntityId, type Ksuid, mintKsuid } from './domain/id.ts';
import { outOfTime } from './faults.ts';
import type { ReadResult, Store } from './store.ts';
import type { System } from './system.ts';
import type { Measures } from './telemetry/measures.ts';

export interface Context extends Environment {
  readonly viewer: Viewer;
  readonly mintRequestId: () => Ksuid;
  readonly measures: Measures;
  /** A read that is shared by all fields of the request's queries that ask for the same entity. */
  readonly load: <State, Detail>(
    kind: Kind<State, Detail>,
    id: EntityId,
  ) => Promise<ReadResult<State, Detail>>;
}

const shortestPauseMs = 10;
const longestPauseMs = 200;

export function createContext(
  viewer: Viewer,
  store: Store,
  signal: AbortSignal,
  measures: Measures,
  { now, randomBytes, random, pause }: System,
): Context {
  const loaded = new Map<EntityId, Promise<unknown>>();
  return {
    viewer,
    store,
    now,
    measures,
    mintRequestId: () => mintKsuid(now(), randomBytes(16)),
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
