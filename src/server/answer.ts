/** Makes a result fit to leave: its errors, what HTTP says of them, and the log line of what the client is not told. */
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { MediaType } from './accept.ts';
import { type ClientError, type Code, statusOf, toClientError } from './clientError.ts';
import type { ServerAnswer } from './http.ts';
import type { Invocation } from './invocation.ts';

export function toAnswer(
  type: MediaType,
  { data, errors = [] }: ExecutionResult,
  { log, measures }: Invocation,
): ServerAnswer {
  const contentType = { 'content-type': `${type}; charset=utf-8` };
  if (errors.length === 0) {
    return { status: 200, headers: contentType, body: JSON.stringify({ data }) };
  }
  const { traceId } = measures.trace;
  const told = errors.map((error) => {
    const clientError = toClientError(error, traceId);
    const { hidden } = clientError;
    if (hidden !== undefined) log({ message: 'unexpected error', traceId, error: hidden });
    return clientError;
  });
  measures.errors = told.map(({ error }) => String(error.extensions['code']));
  const whole = wholeAnswer(data, told);
  // GraphQL over HTTP: under application/json, an operation that cannot run is a 200.
  const counting = told.filter(({ http }) => !(type === 'application/json' && http?.spec));
  return {
    status: Math.max(200, whole.status, ...counting.map(({ http }) => http?.status ?? 0)),
    headers: Object.assign(
      contentType,
      whole.headers,
      ...told.map(({ http }) => http?.headers ?? {}),
    ),
    body: JSON.stringify({
      errors: told.map(({ error }) => error),
      ...(data !== undefined && { data }),
    }),
  };
}

/** What HTTP says where no field was answered, and faults are why. */
function wholeAnswer(data: ExecutionResult['data'], told: readonly ClientError[]) {
  const nothing = { status: 0, headers: {} };
  const errors = told.map(({ error }) => error);
  const failed = new Set(errors.map(({ path }) => path?.[0]));
  const answered = Object.entries(data ?? {}).some(
    ([field, value]) => value !== null || !failed.has(field),
  );
  if (answered) return nothing;
  const statuses = errors.map(({ extensions }) => statusOf[extensions['code'] as Code]); // set by toClientError
  const [status] = statuses;
  if (status === undefined || statuses.includes(undefined)) return nothing;
  return { status, headers: retryAfter(status, errors) };
}

function retryAfter(
  status: number,
  errors: readonly GraphQLError[],
): Readonly<Record<string, string>> {
  if (status !== statusOf.THROTTLED && status !== statusOf.UNAVAILABLE) return {};
  const pauses = errors.map(({ extensions }) => Number(extensions['retryAfterMs'] ?? 1000));
  return { 'retry-after': String(Math.max(1, Math.ceil(Math.max(...pauses) / 1000))) };
}
