/**
 * What a client gets to see of an error. A fault says what it is; what graphql-js and yoga found wrong with the
 * request is told as they say it; anything else is ours, and nothing of it gets out.
 */
import { GraphQLError, Kind } from 'graphql';
import { Fault, type FaultCode, UncertainOutcome } from '../../faults.ts';
import { isRecord } from '../../record.ts';

export type Code =
  | FaultCode
  | 'UNAUTHENTICATED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'INTERNAL_SERVER_ERROR';

/** Sending the same request again may succeed. */
const retryable: ReadonlySet<Code> = new Set(['THROTTLED', 'UNAVAILABLE', 'DEADLINE']);

/** What HTTP says where the whole answer is this. */
export const statusOf: Readonly<Partial<Record<Code, number>>> = {
  OPERATION_TOO_LARGE: 413,
  THROTTLED: 429,
  UNAVAILABLE: 503,
  DEADLINE: 504,
};

/** What an error of the request itself does to the HTTP answer: yoga's own convention for `extensions.http`. */
export interface HttpExtension {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The status holds for `application/graphql-response+json` alone. */
  readonly spec?: boolean;
}

/** An error of the request as HTTP sees it, before GraphQL has seen it. */
export function requestError(
  code: Code,
  message: string,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

const longestMessage = 500;

/** Where a request passes a bound: nothing of it was done. */
export function requestTooLarge(message: string): GraphQLError {
  return requestError('OPERATION_TOO_LARGE', message, 413);
}

export interface ClientError {
  readonly error: GraphQLError;
  /** What it really was, where an operator has to know. */
  readonly hidden: unknown;
}

/** Of the faults, those that an operator can do something about. */
const logged: ReadonlySet<Code> = new Set(['UNAVAILABLE', 'DEADLINE']);

/** `madeUnder` is the `requestId` of a change that was made, where this error may hide it. */
export function toClientError(
  error: GraphQLError,
  traceId: string,
  madeUnder: string | undefined,
): ClientError {
  const thrown = rootOf(error);
  const uncertain = thrown instanceof UncertainOutcome ? thrown : undefined;
  const cause = uncertain ? uncertain.cause : thrown;
  const mutationRequestId = uncertain?.mutationRequestId ?? madeUnder;
  const clientError = (message: string, code: Code, more: object = {}, http?: HttpExtension) =>
    new GraphQLError(shortened(message), {
      nodes: error.nodes ?? null,
      source: error.source ?? null,
      positions: error.positions ?? null,
      path: error.path ?? null,
      extensions: {
        code,
        retryable: retryable.has(code),
        ...more,
        traceId,
        ...(mutationRequestId !== undefined && { mutationRequestId }),
        ...(http && { http }),
      },
    });

  if (cause instanceof Fault) {
    const { message, code, retryAfterMs } = cause;
    const more = retryAfterMs === undefined ? {} : { retryAfterMs };
    return {
      error: clientError(message, code, more),
      hidden: logged.has(code) ? cause : undefined,
    };
  }
  if (cause instanceof GraphQLError && isOfRequest(cause, error)) {
    const code = codeOf(cause.extensions['code']);
    const http = httpOf(code, cause.extensions['http'], error);
    const { path } = error.extensions;
    const more = path === undefined ? {} : { path };
    return { error: clientError(error.message, code, more, http), hidden: undefined };
  }
  const http = error.path === undefined ? { status: 500 } : undefined;
  return {
    error: clientError('Unexpected error.', 'INTERNAL_SERVER_ERROR', {}, http),
    hidden: cause,
  };
}

/** What was wrong with a value is said after it: so the middle goes, however long the value is that graphql-js quotes. */
function shortened(message: string): string {
  if (message.length <= longestMessage) return message;
  const half = longestMessage / 2 - 1;
  return `${message.slice(0, half)}…${message.slice(-half)}`;
}

/** graphql-js wraps what a resolver throws, and its executor wraps that again. */
function rootOf(error: Error): unknown {
  if (!(error instanceof GraphQLError)) return error;
  return error.originalError ? rootOf(error.originalError) : error;
}

/**
 * Once a field runs, what is wrong with the request is said of an argument, or with a code. Of the field itself
 * graphql-js says what it could not make of its value, which it quotes: that is ours.
 */
function isOfRequest({ extensions, nodes }: GraphQLError, { path }: GraphQLError): boolean {
  const { code } = extensions;
  if (path === undefined || code !== undefined) return code !== 'INTERNAL_SERVER_ERROR';
  return nodes !== undefined && nodes.every(({ kind }) => kind !== Kind.FIELD);
}

function codeOf(code: unknown): Code {
  switch (code) {
    case 'UNAUTHENTICATED':
    case 'OPERATION_TOO_LARGE':
    case 'PERSISTED_QUERY_NOT_FOUND':
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
      return code;
    default:
      return 'BAD_REQUEST';
  }
}

/** What is wrong with a document: GraphQL over HTTP has a 200 for it under application/json. */
const documentCodes: ReadonlySet<Code> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_QUERY_NOT_FOUND',
]);

/** Without a path, it is the request that is bad, not the answer of a field: such as variables that do not coerce. */
function httpOf(code: Code, http: unknown, { path }: GraphQLError): HttpExtension | undefined {
  const given: HttpExtension | undefined = isRecord(http) ? http : undefined;
  if (path !== undefined) return given;
  // Yoga says of some that are no document's that they are.
  return { status: 400, ...given, spec: documentCodes.has(code) };
}
