/** What one request carries through the plugins besides itself: made anew for each, gone with its answer. */
import type { GraphQLError } from 'graphql';
import type { Viewer } from '../auth/viewer.ts';
import type { MutationRun } from '../context.ts';
import type { StoreSession } from '../versioned/store.ts';
import type { OperationName } from '../telemetry/observed.ts';
import type { Trace } from '../telemetry/trace.ts';

export interface LogEntry {
  readonly code: string;
  readonly traceId: string;
  readonly cause: string;
}

/** What one call of the function brings besides its request. */
export interface Invocation {
  readonly log: (entry: LogEntry) => void;
  /** The id of its trace is what the log line and the client's error both carry. */
  readonly trace: Trace;
}

/** What the hooks have seen of the request so far, for telemetry. */
export interface Seen {
  readonly startMs: number;
  authMs: number;
  operation?: OperationName;
  /** As the client is told. */
  errors: readonly GraphQLError[];
}

export interface RequestScope extends Invocation {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  /** Until the deadline: 0 or less once it has come, also where no timer could say so yet. */
  readonly msLeft: () => number;
  readonly mutations: Map<string, MutationRun>;
  readonly seen: Seen;
  /** Who asks, once the token was found to be good. */
  viewer?: Viewer;
  /** Once the session token was, too. */
  session?: StoreSession;
}
