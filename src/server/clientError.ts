/**
 * What a client gets to see of an error. A fault says what it is; what graphql-js found wrong with the request is
 * told as it says it; anything else is ours, and nothing of it gets out.
 */
import { GraphQLError } from 'graphql';
import { Fault, type FaultCode, UncertainOutcome } from '../faults.ts';

export type Code =
  | FaultCode
  | 'UNAUTHENTICATED'
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

/** What an error of the request itself does to the HTTP answer, as `extensions.http`. */
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

/** What is wrong with a document itself: under application/json, such an answer is a 200. */
export function documentError(
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  { message, nodes, source, positions }: GraphQLError,
): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code, http: { status: 400, spec: true } },
  });
}

export interface ClientError {
  readonly error: GraphQLError;
  readonly http: HttpExtension | undefined;
  /** What it really was, where the client is not told. */
  readonly hidden: unknown;
}

export function toClientError(error: GraphQLError, traceId: string): ClientError {
  const thrown = rootOf(error);
  const uncertain = thrown instanceof UncertainOutcome ? thrown : undefined;
  const cause = uncertain ? uncertain.cause : thrown;
  const told = (message: string, code: Code, more: object = {}) =>
    new GraphQLError(message, {
      nodes: error.nodes ?? null,
      source: error.source ?? null,
      positions: error.positions ?? null,
      path: error.path ?? null,
      extensions: {
        code,
        retryable: retryable.has(code),
        ...more,
        traceId,
        ...(uncertain && { mutationRequestId: uncertain.mutationRequestId }),
      },
    });

  if (cause instanceof Fault) {
    const { message, code, retryAfterMs } = cause;
    const more = retryAfterMs === undefined ? {} : { retryAfterMs };
    return { error: told(message, code, more), http: undefined, hidden: undefined };
  }
  if (cause instanceof GraphQLError) {
    const code = codeOf(cause.extensions['code']);
    return {
      error: told(error.message, code),
      http: httpOf(cause.extensions['http'], error),
      hidden: undefined,
    };
  }
  const http = error.path === undefined ? { status: 500 } : undefined;
  return { error: told('Unexpected error.', 'INTERNAL_SERVER_ERROR'), http, hidden: cause };
}

/** graphql-js wraps what a resolver throws, and its executor wraps that again. */
function rootOf(error: Error): unknown {
  if (!(error instanceof GraphQLError)) return error;
  return error.originalError ? rootOf(error.originalError) : error;
}

function codeOf(code: unknown): Code {
  switch (code) {
    case 'UNAUTHENTICATED':
    case 'OPERATION_TOO_LARGE':
    case 'UNAVAILABLE':
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
      return code;
    default:
      return 'BAD_REQUEST';
  }
}

/** Without a path, it is the request that is bad, not the answer of a field: such as variables that do not coerce. */
function httpOf(http: unknown, error: GraphQLError): HttpExtension | undefined {
  if (typeof http !== 'object' || http === null) {
    return error.path === undefined ? { status: 400 } : undefined;
  }
  return http;
}
