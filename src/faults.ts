/** What no union of the contract names: it leaves as a top-level GraphQL error with one of these codes. */
import type { LoggableError } from './loggableError.ts';

export type FaultCode =
  'BAD_REQUEST' | 'FORBIDDEN' | 'OPERATION_TOO_LARGE' | 'THROTTLED' | 'UNAVAILABLE' | 'DEADLINE';

interface FaultOptions {
  readonly retryAfterMs?: number;
  readonly uncertain?: boolean;
  readonly cause?: LoggableError | undefined;
}

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** When a new try may succeed, for THROTTLED and UNAVAILABLE. */
  readonly retryAfterMs: number | undefined;
  /** Whether the write that met this fault may have happened all the same. */
  readonly uncertain: boolean;

  /** `message` is for the client: nothing of ours that it should not see. `cause` is for the log. */
  constructor(code: FaultCode, message: string, options: FaultOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.uncertain = options.uncertain ?? false;
  }
}

/** Says which bound is passed, and what to do. */
export function tooLarge(message: string): Fault {
  return new Fault('OPERATION_TOO_LARGE', message);
}

/** `cause` is what the time was spent on, where that is known. */
export function outOfTime(cause?: LoggableError): Fault {
  return new Fault('DEADLINE', 'The request took too long.', { cause });
}

/** For who has met something that passes. */
const retryAfterMs = 1000;

export function unavailable(
  message: string,
  options: Pick<FaultOptions, 'uncertain' | 'cause'> = {},
): Fault {
  return new Fault('UNAVAILABLE', message, { retryAfterMs, ...options });
}

/** A mutation ended without an answer after a write whose outcome is not known: `cause` says how it ended. */
export class UncertainOutcome extends Error {
  override readonly name = 'UncertainOutcome';
  /** What the mutation ran under: sending it again is safe, and tells. */
  readonly mutationRequestId: string;

  constructor(mutationRequestId: string, cause: unknown) {
    super('a write may have happened', { cause });
    this.mutationRequestId = mutationRequestId;
  }
}
