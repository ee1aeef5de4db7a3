/** The yoga plugin that makes every result fit to leave: its errors, and what HTTP says of them. */
import type { ExecutionResult, GraphQLError } from 'graphql';
import { type Plugin, processRegularResult } from 'graphql-yoga';
import { acceptedType } from './accept.ts';
import { type Code, type HttpExtension, statusOf, toClientError } from './clientError.ts';
import type { RequestScope } from './scope.ts';

export function useResults(): Plugin<object, RequestScope> {
  return {
    onResultProcess({ request, result, setResult, setResultProcessor, serverContext }) {
      // Yoga's own choice has no body for a 406, and knows streams, which nothing here is.
      const type = acceptedType(request.headers.get('accept')) ?? 'application/json';
      setResultProcessor(processRegularResult, type);
      if (Array.isArray(result) || isStream(result) || !result.errors?.length) return;
      const { traceId, log } = serverContext;
      const told = result.errors.map((error) => {
        const { error: fit, hidden } = toClientError(error, traceId);
        if (hidden !== undefined) log({ message: 'unexpected error', traceId, error: hidden });
        return fit;
      });
      const http = wholeAnswer(result, told);
      setResult({
        ...result,
        errors: told,
        ...(http && { extensions: { ...result.extensions, http } }),
      });
    },
  };
}

/** What HTTP says where no field was answered, and faults are why. */
function wholeAnswer(
  { data }: ExecutionResult,
  errors: readonly GraphQLError[],
): HttpExtension | undefined {
  const failed = new Set(errors.map(({ path }) => path?.[0]));
  const answered = Object.entries(data ?? {}).some(
    ([field, value]) => value !== null || !failed.has(field),
  );
  if (answered) return undefined;
  const statuses = errors.map(({ extensions }) => statusOf[extensions['code'] as Code]); // set by toClientError
  const [status] = statuses;
  if (status === undefined || statuses.includes(undefined)) return undefined;
  return { status, headers: retryAfter(status, errors) };
}

function retryAfter(
  status: number,
  errors: readonly GraphQLError[],
): Readonly<Record<string, string>> {
  if (status !== statusOf.THROTTLED && status !== statusOf.UNAVAILABLE) return {};
  const pauses = errors.map(({ extensions }) => Number(extensions['retryAfterMs'] ?? 1000));
  return { 'Retry-After': String(Math.max(1, Math.ceil(Math.max(...pauses) / 1000))) };
}

function isStream(result: object): result is AsyncIterable<unknown> {
  return Symbol.asyncIterator in result;
}
