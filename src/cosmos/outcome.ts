/** What Cosmos DB, its SDK and the connection say, in the words of the port: no status code leaves this file. */
import { ErrorResponse } from '@azure/cosmos';
import { Fault } from '../faults.ts';
import { ConnectionError } from './httpClient.ts';

/** What a call came to, when it did not succeed and is no fault to throw at once. */
export type Failure =
  | 'Absent'
  | 'Exists'
  /** The precondition failed. */
  | 'Lost'
  /** Two writes met inside the service, and this one was not done (449). */
  | 'Busy'
  /** The replica has not yet what the session token asks for. */
  | 'Behind'
  /** A write may have happened or not; a read brought nothing. */
  | 'Unknown';

const notFound = 404;
const sessionNotAvailable = 1002;
const wrongRegion = 3;

/** Names the failure, or throws the fault that it is. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return 'Unknown';
  if (error instanceof ConnectionError && !error.sent) throw unavailable(error);
  if (!(error instanceof ErrorResponse) || typeof error.code !== 'number') {
    if (isCredentialError(error)) throw unavailable(error);
    return isTransportError(error) ? 'Unknown' : rethrow(error);
  }
  switch (error.code) {
    case notFound:
      return error.substatus === sessionNotAvailable ? 'Behind' : 'Absent';
    case 409:
      return 'Exists';
    case 412:
      return 'Lost';
    case 449:
      return 'Busy';
    case 408:
    case 410:
      return 'Unknown';
    case 429:
      throw new Fault('THROTTLED', 'The database is asked for more than it may serve: slow down.', {
        retryAfterMs: error.retryAfterInMs ?? 1000,
        cause: error,
      });
    case 503:
      throw unavailable(error, { uncertain: true });
    case 403:
      return error.substatus === wrongRegion ? rethrow(unavailable(error)) : rethrow(error);
    default:
      return error.code >= 500 ? 'Unknown' : rethrow(error);
  }
}

export function unavailable(
  cause?: unknown,
  options: { readonly uncertain?: boolean } = {},
): Fault {
  return new Fault('UNAVAILABLE', 'The database cannot be reached right now.', {
    retryAfterMs: 1000,
    cause,
    ...options,
  });
}

/** A 404 of a read is an answer of the SDK, not an error. */
export function failureOfRead(answer: {
  readonly statusCode: number;
  readonly substatus?: number;
}): Failure | undefined {
  if (answer.statusCode !== notFound) return undefined;
  return answer.substatus === sessionNotAvailable ? 'Behind' : 'Absent';
}

/** The connection broke, the answer was cut off (which the SDK then fails to parse), or it took too long. */
function isTransportError(error: unknown): boolean {
  return (
    error instanceof ConnectionError ||
    error instanceof SyntaxError ||
    (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
  );
}

function isCredentialError(error: unknown): boolean {
  return error instanceof Error && /Authentication|CredentialUnavailable/.test(error.name);
}

function rethrow(error: unknown): never {
  throw error;
}
