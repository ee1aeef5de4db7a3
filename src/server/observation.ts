/** What telemetry gets to know of a request: learned from yoga's hooks, the results of its mutations, and its store. */
import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { System } from '../system.ts';
import { type Observed, toObservedMutation } from '../telemetry/observed.ts';
import { tellTiming } from '../telemetry/serverTiming.ts';
import type { RequestScope } from './request.ts';

export interface ObservationOptions {
  /** Takes each request that somebody with a good token sent, and each that was refused; undefined where nobody does. */
  readonly observe: ((observed: Observed, endedAt: Date) => void) | undefined;
  /** Whether the answer says what it took. */
  readonly serverTiming: boolean;
}

const longestName = 100;

const noCalls = { calls: 0, requestCharge: 0, throttles: 0, ms: 0 } as const;

export function useObservation(
  { observe, serverTiming }: ObservationOptions,
  { clock, now }: Pick<System, 'clock' | 'now'>,
): Plugin<RequestScope, RequestScope> {
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName);
      if (!operation) return;
      // A name of GraphQL: letters, digits and underscores, of any length.
      const name = operation.name?.value.slice(0, longestName);
      contextValue.seen.operation = { type: operation.operation, name };
    },
    onResultProcess({ result, serverContext: { seen } }) {
      if ('errors' in result) seen.errors = result.errors ?? [];
    },
    onResponse({ response: { status, headers }, serverContext }) {
      const observed = toObserved(serverContext, status, clock());
      // Neither a browser that asks what it may send nor who looks whether the function is there.
      if (observed.admitted || status >= 400) observe?.(observed, now());
      if (serverTiming) tellTiming(observed, headers);
    },
  };
}

function toObserved(
  { trace, seen, viewer, session, mutations }: RequestScope,
  status: number,
  endMs: number,
): Observed {
  const errors = seen.errors.map(({ extensions, path }) => ({
    code: String(extensions['code']),
    path,
  }));
  const isThrottled = (field: string) =>
    errors.some(
      ({ code, path }) => code === 'THROTTLED' && path?.length === 1 && path[0] === field,
    );
  return {
    trace,
    durationMs: endMs - seen.startMs,
    status,
    admitted: viewer !== undefined,
    operation: seen.operation,
    mutations: Array.from(mutations, ([field, run]) => toObservedMutation(run, isThrottled(field))),
    errors: errors.map(({ code }) => code),
    authMs: seen.authMs,
    database: session?.usage() ?? noCalls,
  };
}
