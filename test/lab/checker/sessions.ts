/** Real-time order for those who carry session tokens: an answer is at least as new as what its request had seen. */
import { shownBy } from './shown.ts';
import { must } from './rules.ts';
import type { Operation, SeenList, Violation } from '../history.ts';

type Found = readonly Violation[];

/** The newest version of each entity that a collection of session tokens covers. */
type Covered = Map<string, number>;

export function checkSessions(
  history: readonly Operation[],
  idOf: ReadonlyMap<string, string>,
): Found {
  const sessions = new Map<string, Covered>();
  const coveredBy = (session: string) => {
    const covered = sessions.get(session) ?? new Map<string, number>();
    sessions.set(session, covered);
    return covered;
  };
  const events = history
    .flatMap((operation) => [
      { time: operation.began, ends: 0, operation },
      { time: operation.ended, ends: 1, operation },
    ])
    // At one moment nothing is known to come first: what begins has not seen what ends.
    .toSorted((a, b) => a.time - b.time || a.ends - b.ends);

  return events.flatMap(({ ends, operation }) => {
    if (!ends) {
      const { session } = operation;
      return session === null ? [] : checkOne(operation, coveredBy(session), idOf);
    }
    for (const session of operation.mergedInto) {
      const covered = coveredBy(session);
      for (const { entity, version } of shownBy(operation)) {
        covered.set(entity, Math.max(version, covered.get(entity) ?? 0));
      }
    }
    return [];
  });
}

function checkOne(
  operation: Operation,
  covered: Covered,
  idOf: ReadonlyMap<string, string>,
): Found {
  const { outcome, request, number } = operation;
  if (outcome.type !== 'Answered') return [];
  const { result } = outcome;
  const say = (holds: boolean, entity: string, message: string) =>
    must('session', holds, entity, [number], message);

  if (result === null) {
    const id = request.type === 'read' ? (request.variables.id ?? '') : '';
    const known = covered.get(id) ?? 0;
    return say(known === 0, id, `nothing, when version ${known} had been seen`);
  }
  const found = shownBy(operation).flatMap(({ entity, version }) => {
    const known = covered.get(entity) ?? 0;
    const message = `version ${version}, when ${known} had been seen`;
    return say(version >= known, entity, message);
  });
  if (!('edges' in result) || request.type === 'mutation') return found;

  const missing = missingFrom(result, request.variables.after, request.variables.filter, idOf);
  const absent = [...covered.keys()].filter((id) => missing(id, request.query));
  return [...found, ...absent.flatMap((id) => say(false, id, 'not in the list, when it was seen'))];
}

function missingFrom(
  { edges, pageInfo }: SeenList,
  after: string | undefined,
  filter: object | undefined,
  idOf: ReadonlyMap<string, string>,
) {
  const ids = new Set(edges.map(({ node }) => node.id));
  const last = edges.at(-1)?.node.id;
  const start = after === undefined ? undefined : idOf.get(after);
  const tellsAll = filter === undefined && (after === undefined || start !== undefined);
  return (id: string, query: string) =>
    tellsAll &&
    id.startsWith(query === 'accounts' ? 'acc_' : 'ord_') &&
    !ids.has(id) &&
    (start === undefined || id < start) &&
    (!pageInfo.hasNextPage || (last !== undefined && id > last));
}
