/** What one request carries through the plugins besides itself: made anew for each, gone with its answer. */
import type { Viewer } from '../auth/viewer.ts';
import type { Ksuid } from '../versioned/id.ts';
import type { StoreSession } from '../versioned/store.ts';
import type { Measures } from '../telemetry/measures.ts';

export interface LogEntry {
  readonly code: string;
  readonly traceId: string;
  readonly cause: string;
}

/** What one call of the function brings besides its request. */
export interface Invocation {
  readonly log: (entry: LogEntry) => void;
  /** The id of its trace is what the log line and the client's error both carry. */
  readonly measures: Measures;
}

export interface RequestScope extends Invocation {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  /** By the name of a mutation's field in the answer: under which `requestId` its change was made. */
  readonly changesMade: Map<string, Ksuid>;
  /** Who asks, once the token was found to be good. */
  viewer?: Viewer;
  /** Once the session token was, too. */
  session?: StoreSession;
}
