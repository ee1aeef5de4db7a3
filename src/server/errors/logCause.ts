/** What the log says of an error: of its messages those that were written for it, as any other may quote a document. */
import type { GraphQLError } from 'graphql';
import { Fault } from '../../faults.ts';
import { LoggableError } from '../../loggableError.ts';

/** `otherwise` is the likely cause of a fault that has none of its own. */
export function logCause(
  { hidden, error }: { readonly hidden: unknown; readonly error: GraphQLError },
  otherwise: LoggableError | undefined,
): string {
  if (!(hidden instanceof Fault)) return `${placeOf(error)}${stackOf(hidden)}`;
  const cause = hidden.cause instanceof LoggableError ? hidden.cause : otherwise;
  return cause ? cause.message : hidden.message;
}

/** What went wrong and where. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error';
  const said = error instanceof LoggableError ? `${error.name}: ${error.message}` : error.name;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  const cause = error.cause === undefined ? [] : [`caused by ${stackOf(error.cause)}`];
  return [said, ...frames, ...cause].join('\n');
}

/** The field of the schema: a path would have the aliases of the client. */
function placeOf(error: GraphQLError): string {
  return error.coordinate === undefined ? '' : `at ${error.coordinate}: `;
}
