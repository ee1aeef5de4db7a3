/** What one request carries through the server: made anew for each, gone with its answer. */
import type { Viewer } from '../auth/viewer.ts';
import type { StoreSession } from '../store.ts';

export interface LogEntry {
  readonly message: string;
  readonly traceId: string;
  readonly error?: unknown;
}

export interface Invocation {
  /** What the log line and the client's error both carry. */
  readonly traceId: string;
  readonly log: (entry: LogEntry) => void;
}

export interface RequestScope extends Invocation {
  readonly signal: AbortSignal;
  /** Both are there once the request was let in. */
  viewer?: Viewer;
  session?: StoreSession;
}
