/** What one call of the function brings besides its request. */
import type { Measures } from '../telemetry/measures.ts';

export interface LogEntry {
  readonly message: string;
  readonly traceId: string;
  readonly error?: unknown;
}

export interface Invocation {
  /** What the log line and the client's error both carry. */
  readonly traceId: string;
  readonly log: (entry: LogEntry) => void;
  readonly measures: Measures;
}
