/** What the laboratory asks of every answer, whatever it is about: a designed code, its HTTP status, and in time. */
import type { Operation, Violation } from './history.ts';

/** What faults of the database may come to, and what HTTP says then. */
const designed: Readonly<Record<string, number>> = {
  THROTTLED: 429,
  UNAVAILABLE: 503,
  DEADLINE: 504,
};

export function checkAnswers(
  operations: readonly Operation[],
  latestMs: number,
): readonly Violation[] {
  return operations.flatMap((operation) => {
    const problem = problemOf(operation, latestMs);
    if (problem === undefined) return [];
    const { number, request } = operation;
    const id = request.type === 'mutation' ? request.input.id : request.variables.id;
    return [{ rule: 'answer', entity: id ?? '', operations: [number], message: problem }];
  });
}

function problemOf({ outcome, request, began, ended }: Operation, latestMs: number) {
  const took = Math.round(ended - began);
  if (took > latestMs) return `there was no answer within ${latestMs} ms: it took ${took} ms`;
  if (outcome.type === 'NoAnswer') return undefined;
  if (outcome.type === 'Answered') {
    return outcome.status === 200 ? undefined : `an answer came with HTTP ${outcome.status}`;
  }
  const [error] = outcome.errors;
  const { status } = outcome;
  if (!error) return `HTTP ${status} came without an error`;
  const { code, message, mutationRequestId } = error;
  if (designed[code] !== status) return `HTTP ${status} with code "${code}": ${message}`;
  if (mutationRequestId === undefined) return undefined;
  return request.type === 'mutation' && request.input.requestId === mutationRequestId
    ? undefined
    : `the error names ${mutationRequestId}, which is not what was sent`;
}
