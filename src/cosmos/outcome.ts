/** What Cosmos DB, its SDK and the connection say, in the words of the port: no status code leaves this file. */
import { ErrorResponse, type ItemResponse } from '@azure/cosmos';
import { Fault, unavailable } from '../faults.ts';
import { LoggableError } from '../loggableError.ts';
import { isRecord } from '../record.ts';
import { ConnectionError } from './httpClient.ts';

/** What a call came to, when it did not succeed and is no fault to throw at once. */
type FailureType =
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

export class Failure {
  readonly type: FailureType;
  /** For the log, where it may come to a fault. */
  readonly cause: LoggableError | undefined;

  constructor(type: FailureType, cause?: LoggableError) {
    this.type = type;
    this.cause = cause;
  }
}

/** A call as the log names it. */
export interface CallName {
  readonly what: 'read' | 'create' | 'replace' | 'query';
  readonly database: string;
  readonly container: string;
  /** The document's, where the call is for one. */
  readonly id?: string;
}

const notFound = 404;
const sessionNotAvailable = 1002;
const ownerNotFound = 1003;
const wrongRegion = 3;

/** Names the failure, or throws the fault that it is. */
export function failureOf(error: unknown, signal: AbortSignal, call: CallName): Failure {
  if (signal.aborted) return new Failure('Unknown', told(call, 'had no answer when time was up'));
  if (error instanceof ErrorResponse && typeof error.code === 'number') {
    return failureOfStatus(error.code, error.substatus, call, error.retryAfterInMs);
  }
  if (error instanceof ConnectionError) {
    if (!error.sent) throw unreachable(error);
    return new Failure('Unknown', error);
  }
  // The answer was cut off or is none, and the SDK fails to parse it.
  if (error instanceof SyntaxError) {
    return new Failure('Unknown', told(call, 'had an answer that cannot be read'));
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new Failure('Unknown', told(call, 'had no answer in time'));
  }
  if (/Authentication|CredentialUnavailable/.test(name)) throw unreachable(noIdentity(error));
  throw error;
}

/** Of a write: its partition's primary has decided against it, and says up to where it has written. */
export function isDecision(error: unknown): boolean {
  if (!(error instanceof ErrorResponse)) return false;
  const { code, substatus } = error;
  if (code === notFound) return substatus !== sessionNotAvailable && substatus !== ownerNotFound;
  return code === 409 || code === 412;
}

/** Of an answer of the SDK: a 404 of a read is one, too, and one that holds no document of the database tells nothing. */
export function documentIn(
  { statusCode, substatus, resource }: ItemResponse<object>,
  call: CallName,
): object | Failure {
  if (statusCode === notFound) return failureOfStatus(statusCode, substatus, call);
  return isRecord(resource) && typeof resource['_etag'] === 'string'
    ? resource
    : new Failure('Unknown', told(call, 'had an answer without a document'));
}

/** The same of an answer to a query. */
export function documentsIn(
  { resources }: { readonly resources?: readonly object[] },
  call: CallName,
): readonly object[] | Failure {
  return resources ?? new Failure('Unknown', told(call, 'had an answer without documents'));
}

function failureOfStatus(
  status: number,
  substatus: number | undefined,
  call: CallName,
  retryAfterMs = 1000,
): Failure {
  const code = substatus === undefined ? String(status) : `${status}/${substatus}`;
  const answered = () => told(call, `was answered ${code}`);
  switch (status) {
    case notFound:
      if (substatus === sessionNotAvailable) {
        return new Failure('Behind', told(call, 'asks for more than the replica has yet'));
      }
      // A create and a query are about no document that has to exist: nothing else can be missing.
      if (substatus === ownerNotFound || call.what === 'create' || call.what === 'query') {
        throw unreachable(noContainer(call));
      }
      return new Failure('Absent');
    case 409:
      return new Failure('Exists');
    case 412:
      return new Failure('Lost');
    case 449:
      return new Failure('Busy', answered());
    case 408:
    case 410:
      return new Failure('Unknown', answered());
    case 429:
      throw new Fault('THROTTLED', 'The database is asked for more than it may serve: slow down.', {
        retryAfterMs,
        cause: answered(),
      });
    case 503:
      throw unreachable(answered(), { uncertain: true });
    case 401:
      throw answered();
    case 403:
      throw substatus === wrongRegion ? unreachable(answered()) : answered();
    default:
      if (status >= 500) return new Failure('Unknown', answered());
      // Here the document may be the reason; the log has one line for all that fail for another.
      throw told(call, `was answered ${code}`, call.id);
  }
}

export function unreachable(
  cause: LoggableError | undefined,
  options: { readonly uncertain?: boolean } = {},
): Fault {
  return unavailable('The database cannot be reached right now.', { cause, ...options });
}

function told({ what, container }: CallName, how: string, id?: string): LoggableError {
  const of = id === undefined ? '' : ` of ${id}`;
  return new LoggableError(`a ${what}${of} in the container "${container}" ${how}`);
}

function noContainer({ database, container }: CallName): LoggableError {
  return new LoggableError(
    `there is no container "${container}" in the database "${database}", or no such database`,
  );
}

/** What the identity's library says is for operators: which identity, which endpoint. It may take several lines. */
function noIdentity(error: unknown): LoggableError {
  const reason = String(error).replace(/\s+/g, ' ');
  return new LoggableError(
    `the identity of this function got no token for the database: ${reason}`,
  );
}
