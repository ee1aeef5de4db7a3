/** Which versions of which entities an answer showed. */
import type { Operation, Result, SeenChanged, SeenConflict, SeenEntity } from '../history.ts';
import { targetOf } from './world.ts';

/** `seen` is undefined where the answer had no more than the version. */
export interface Shown {
  readonly entity: string;
  readonly version: number;
  readonly seen: SeenEntity | undefined;
}

export function shownBy({ outcome }: Operation): readonly Shown[] {
  if (outcome.type !== 'Answered' || outcome.result === null) return [];
  const { result } = outcome;
  if (isChanged(result)) return [result.account ?? result.order].flatMap(toShown);
  if (isConflict(result)) return toShown(result.current);
  if ('edges' in result) return result.edges.flatMap(({ node }) => toShown(node));
  if ('history' in result) return [{ entity: result.id, version: result.version, seen: undefined }];
  return '__typename' in result ? [] : toShown(result);
}

function toShown(seen: SeenEntity | undefined): readonly Shown[] {
  return seen ? [{ entity: seen.id, version: seen.version, seen }] : [];
}

/** The one entity that an operation is about; undefined for a list. */
export function subjectOf({ request }: Operation): string | undefined {
  return request.type === 'mutation' ? targetOf(request) : request.variables.id;
}

export function isChanged(result: Result): result is SeenChanged {
  return result !== null && 'replayed' in result;
}

export function isConflict(result: Result): result is SeenConflict {
  return result !== null && 'ifMatch' in result;
}
