/**
 * A request as it was when its answer was ready: nothing but numbers and names of the schema, apart from the operation's
 * name, which is the client's.
 */
import type { MutationRun } from '../context.ts';
import type { Usage } from '../versioned/store.ts';
import type { Trace } from './trace.ts';

export interface Observed {
  readonly trace: Trace;
  readonly durationMs: number;
  readonly status: number;
  /** Somebody with a good token asked. */
  readonly admitted: boolean;
  readonly operation: OperationName | undefined;
  /** In the order in which they ran. */
  readonly mutations: readonly ObservedMutation[];
  /** The codes of its errors. */
  readonly errors: readonly string[];
  readonly authMs: number;
  readonly database: Usage;
}

export interface OperationName {
  readonly type: string;
  readonly name: string | undefined;
}

export interface ObservedMutation {
  readonly name: string;
  readonly policy: string;
  /** The type of the result, or `error` where one took its place. */
  readonly result: string;
  readonly rounds: number;
  readonly replayed: boolean;
  /** Written on top of changes that the client had not seen. */
  readonly reapplied: boolean;
  /** The database refused it for want of throughput. */
  readonly throttled: boolean;
}

/** What creates has no conflict, and no policy for one. */
const noPolicy = 'NONE';

export function toObservedMutation(
  { name, policy, rounds, result }: MutationRun,
  throttled: boolean,
): ObservedMutation {
  return {
    name,
    policy: policy ?? noPolicy,
    result: result?.type ?? 'error',
    rounds,
    replayed: result?.replayed === true,
    reapplied: result?.replayed === false && result.missedChanges.length > 0,
    throttled,
  };
}
