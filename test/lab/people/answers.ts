/** What the laboratory asks of every answer, whatever it is about: a designed code, its HTTP status, and in time. */
import type { Operation, TopLevelError, Violation } from '../history.ts';

type Request = Operation['request'];

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
  const { status } = outcome;
  if (outcome.type === 'Answered') {
    if (status !== 200) return `an answer came with HTTP ${status}`;
    return outcome.errors?.map((error) => problemBelow(error, request)).find(Boolean);
  }
  const [error] = outcome.errors;
  if (!error) return `HTTP ${status} came without an error`;
  const { code, message, mutationRequestId } = error;
  const expected = outcome.part && code in designed ? 200 : designed[code];
  if (expected !== status) return `HTTP ${status} with code "${code}": ${message}`;
  if (mutationRequestId === undefined) return undefined;
  return request.type === 'mutation' && request.input.requestId === mutationRequestId
    ? undefined
    : `the error names ${mutationRequestId}, which is not what was sent`;
}

/** Of what a mutation's selection read after the write: the change must not be hidden by it. */
function problemBelow({ code, message, mutationRequestId }: TopLevelError, request: Request) {
  if (!(code in designed)) return `beside a result, code "${code}": ${message}`;
  const sent = request.type === 'mutation' ? request.input.requestId : undefined;
  return mutationRequestId === sent ? undefined : 'an error after a change does not name it';
}
