/** What must hold of everything that an answer showed: states, changes, lists and stretches of history. */
import { isDeepStrictEqual } from 'node:util';
import type {
  Operation,
  ReadVariables,
  SeenChange,
  SeenChanged,
  SeenHistory,
  SeenList,
  Violation,
} from '../history.ts';
import { must } from './rules.ts';
import { toSeenChange, toSeenEntity } from './seen.ts';
import { isChanged, isConflict, shownBy } from './shown.ts';
import type { World } from './world.ts';

type Found = readonly Violation[];

export function checkShown(operation: Operation, world: World): Found {
  return shownBy(operation).flatMap(({ entity, version, seen }) => {
    const timeline = world.timelines.get(entity);
    const said = (holds: boolean, message: string) =>
      must('state', holds, entity, [operation.number], message);
    if (!timeline) return said(false, 'an entity that is not there');
    // Its history is broken, and that was said.
    if (timeline.versions.length === 0) return [];
    const truth = timeline.versions[version - 1];
    if (!truth) return said(false, `version ${version} of ${timeline.versions.length}`);
    if (!seen) return [];
    if (truth.etag !== seen.etag) return said(false, `version ${version} as ${seen.etag}`);
    const { etag, change, state } = truth;
    const wrong = differences(seen, toSeenEntity(timeline.entity, version, etag, change, state));
    return said(wrong.length === 0, `version ${version} with another ${wrong.join()}`);
  });
}

export function checkShownChanges({ number, outcome }: Operation, world: World): Found {
  if (outcome.type !== 'Answered' || outcome.result === null) return [];
  const { result } = outcome;
  const entity = isChanged(result)
    ? (result.account ?? result.order)?.id
    : isConflict(result)
      ? result.current.id
      : 'history' in result
        ? result.id
        : undefined;
  if (entity === undefined) return [];
  const timeline = world.timelines.get(entity);
  if (!timeline || timeline.versions.length === 0) return [];
  return changesIn(result).flatMap((seen) => {
    const truth = timeline.changes[seen.version - 1];
    const holds = truth !== undefined && differences(seen, toSeenChange(truth)).length === 0;
    const what = `version ${seen.version}, ${seen.kind} ${seen.requestId}`;
    return must('change', holds, entity, [number], `${what} never was`);
  });
}

function changesIn(result: object): readonly SeenChange[] {
  if ('history' in result) return (result as SeenHistory).history.edges.map(({ node }) => node); // its only type
  const {
    change,
    missedChanges = [],
    later,
  } = result as Partial<Pick<SeenChanged, 'change' | 'missedChanges' | 'later'>>; // of a change or a conflict
  const read = later?.history?.edges.map(({ node }) => node) ?? [];
  return [...missedChanges, ...(change ? [change] : []), ...read];
}

/** What is not as expected; an answer may have more than that. */
function differences<Seen extends object>(seen: Seen, expected: Seen): readonly string[] {
  const found = new Map(Object.entries(seen));
  return Object.entries(expected)
    .filter(([name, value]) => !isDeepStrictEqual(value, found.get(name)))
    .map(([name]) => name);
}

/** `idOf` tells which entity a cursor was given out for. */
export function checkLists(operation: Operation, idOf: ReadonlyMap<string, string>): Found {
  const { request, outcome, number } = operation;
  if (outcome.type !== 'Answered' || outcome.result === null) return [];
  const { result } = outcome;
  const said = (holds: boolean, entity: string, message: string) =>
    must('list', holds, entity, [number], message);
  if (request.type === 'mutation') {
    const entity = isChanged(result) ? (result.account ?? result.order) : undefined;
    const history = isChanged(result) ? result.later?.history : undefined;
    if (!entity || !history || request.later === undefined) return [];
    const { id, version } = entity;
    const isRight = isRightHistory({ id, version, history }, { first: request.later });
    return said(isRight, id, 'a history with holes after a change');
  }
  if ('edges' in result) {
    return said(isRightList(result, request.variables, idOf), '', 'a list out of order or bounds');
  }
  if ('history' in result) {
    return said(isRightHistory(result, request.variables), result.id, 'a history with holes');
  }
  return [];
}

function isRightList(
  { edges, pageInfo }: SeenList,
  { first = 20, after, filter }: ReadVariables,
  idOf: ReadonlyMap<string, string>,
): boolean {
  const ids = edges.map(({ node }) => node.id);
  const start = after === undefined ? undefined : idOf.get(after);
  return (
    edges.length <= first &&
    (edges.length === first || !pageInfo.hasNextPage) &&
    ids.every((id, index) => {
      const previous = ids[index - 1] ?? start;
      return previous === undefined || id < previous;
    }) &&
    edges.every(
      ({ node }) =>
        (filter?.status ?? node.status) === node.status &&
        (filter?.customer === undefined ||
          ('customer' in node && node.customer === filter.customer)),
    )
  );
}

function isRightHistory(
  { version, history }: SeenHistory,
  { first = 20, after }: ReadVariables,
): boolean {
  const { edges, pageInfo } = history;
  const found = edges.map(({ node }) => node.version);
  const newest = after === undefined ? version : (found[0] ?? 0);
  const oldest = found.at(-1) ?? newest + 1;
  return (
    found.every((number, index) => number === newest - index) &&
    pageInfo.hasNextPage === oldest > 1 &&
    (edges.length === first || !pageInfo.hasNextPage)
  );
}
