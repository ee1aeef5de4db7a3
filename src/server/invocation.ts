/** What one call of the function brings besides its request. */
import type { Measures } from '../telemetry/measures.ts';

export interface LogEntry {
  readonly message: string;
  readonly traceId: string;
  readonly error?: unknown;
}

export interface Invocation {
  readonly log: (entry: LogEntry) => void;
  /** The id of its trace is what the log line and the client's error both carry. */
  readonly measures: Measures;
}
