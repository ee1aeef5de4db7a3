/** What the benchmark and its child processes tell each other. */
import type { Call, Expectation, Style } from '../calls.ts';

export interface BatchWork {
  readonly type: 'batch';
  /** Sent one after the other, from the start again when `count` is more. */
  readonly calls: readonly Call[];
  readonly style: Style;
  readonly count: number;
  readonly concurrency: number;
  readonly expectation: Expectation;
  /** Instead of the instance's own. */
  readonly authorization?: string;
}

export interface ContendWork {
  readonly type: 'contend';
  readonly accountId: string;
  readonly etag: string;
  readonly policy: 'REAPPLY' | 'REJECT';
  readonly clients: number;
  readonly milliseconds: number;
}

export type Work = BatchWork | ContendWork;

export interface BatchResult {
  readonly type: 'batch';
  /** User and system, of the whole process. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly latenciesMs: readonly number[];
}

export interface ContendResult {
  readonly type: 'contend';
  /** Of each accepted change, from the first time it was sent. */
  readonly latenciesMs: readonly number[];
  /** Requests that were answered with a conflict, and with an error that asks to try again. */
  readonly conflicts: number;
  readonly unavailable: number;
}

export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly message: string }
  | BatchResult
  | ContendResult;

export interface ColdResult {
  readonly status: number;
  readonly text: string;
  /** User and system since the process began. */
  readonly cpuMs: number;
  /** The files that were loaded, if that was to be counted. */
  readonly loaded: readonly string[];
}
