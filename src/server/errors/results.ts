/** Makes every result fit to leave: its errors, what HTTP says of them, and the log line of what the client is not told. */
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { Fault } from '../../faults.ts';
import { type Code, type HttpExtension, statusOf, toClientError } from './clientError.ts';
import { logCause } from './logCause.ts';
import type { RequestScope } from '../request.ts';

/** Of a request that is refused, and of each reason in an answer: who sent it knows by then. */
export const mostErrors = 10;

export function useResults(): Plugin<object, RequestScope> {
  return {
    onResultProcess({ result, setResult, serverContext: { log, trace, session, mutations } }) {
      // Neither batches nor streams are served.
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      if (result.data && !result.errors?.length) return;
      const { data, errors } = told(result, mutations);
      const { traceId } = trace.span;
      // Fields that fail for one reason have one line.
      const lines = new Map<string, string>();
      const clientErrors = errors.map((error) => {
        const { error: fit, hidden } = toClientError(error, traceId, madeUnder(error, mutations));
        const code = String(fit.extensions['code']);
        if (hidden !== undefined) {
          lines.set(logCause({ hidden, error }, session?.lastFailure()), code);
        }
        return fit;
      });
      for (const [cause, code] of [...lines].slice(0, mostErrors)) log({ code, traceId, cause });
      setResult({
        ...(data !== undefined && { data }),
        errors: clientErrors,
        extensions: { http: wholeAnswer(data, clientErrors) },
      });
    },
  };
}

interface Told {
  readonly data?: ExecutionResult['data'];
  readonly errors: readonly GraphQLError[];
}

/** What is told of a result with errors. */
function told({ data, errors = [] }: ExecutionResult, mutations: RequestScope['mutations']): Told {
  const found = errors.length > 0 ? errors : [nothing()];
  const tooLarge = found.find(({ originalError }) => isTooLarge(originalError));
  // Some of what a query asked for is of no use; what a mutation did is.
  if (tooLarge && mutations.size === 0) {
    const { message, nodes = null, originalError } = tooLarge;
    return { errors: [new GraphQLError(message, { nodes, originalError })] };
  }
  if (!data) return { ...(data === null && { data }), errors: found.slice(0, mostErrors) };
  // A bound that is passed is passed for each field that is left, by the same error.
  const groups = Map.groupBy(found, ({ path }) => path?.[0]);
  return { data, errors: [...groups.values()].flatMap(fewOfEach) };
}

/** Of each reason. */
function fewOfEach(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const groups = Map.groupBy(errors, (error) => error.originalError ?? error);
  return [...groups.values()].flatMap((each) => each.slice(0, mostErrors));
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Fault && error.code === 'OPERATION_TOO_LARGE';
}

/**
 * The `requestId` to send again where a change was made that the error may hide: at or below the mutation's field, or an
 * error in place of the whole answer, which can name one of its changes.
 */
function madeUnder(
  { path: [field] = [] }: GraphQLError,
  mutations: RequestScope['mutations'],
): string | undefined {
  const runs = field === undefined ? mutations.values() : [mutations.get(String(field))];
  return Array.from(runs).find((run) => run?.result?.replayed !== undefined)?.requestId;
}

/** What yoga makes of an `AbortError`, which it takes for a client that has gone. */
function nothing(): GraphQLError {
  const originalError = new Error('an abort got out of a request that nobody aborted');
  return new GraphQLError(originalError.message, { originalError });
}

/** What HTTP says where no field was answered, and faults are why. */
function wholeAnswer(
  data: ExecutionResult['data'],
  errors: readonly GraphQLError[],
): HttpExtension {
  const failed = new Set(errors.map(({ path }) => path?.[0]));
  const answered = Object.entries(data ?? {}).some(
    ([field, value]) => value !== null || !failed.has(field),
  );
  if (answered) return {};
  const statuses = errors.map(({ extensions }) => statusOf[extensions['code'] as Code]); // set by toClientError
  const [status] = statuses;
  if (status === undefined || statuses.includes(undefined)) return {};
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
