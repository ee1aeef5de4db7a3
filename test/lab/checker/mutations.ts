/** What must hold of the answer of a mutation: that its change is there, and that a conflict was one. */
import { checkRefusal } from './refusals.ts';
import { isRequestOf, policyOf } from './requests.ts';
import { must, type Say } from './rules.ts';
import { isChanged, isConflict } from './shown.ts';
import type { Times } from './times.ts';
import { type Attempt, pagedAt, targetOf, type Timeline, type World } from './world.ts';
import type { SeenChange, SeenChanged, SeenConflict, Violation } from '../history.ts';

type Found = readonly Violation[];

export function checkMutation(attempt: Attempt, world: World, times: Times): Found {
  const { outcome, number, request } = attempt;
  if (outcome.type !== 'Answered' || outcome.result === null) return [];
  const { result } = outcome;
  const entity = targetOf(request);
  const say: Say = (rule, holds, message) => must(rule, holds, entity, [number], message);
  const timeline = world.timelines.get(entity);
  if (!timeline) {
    return say('acknowledged', !isChanged(result) && !isConflict(result), 'it does not exist');
  }
  // Its history is broken, and that was said.
  if (timeline.versions.length === 0) return [];
  if (isChanged(result)) return checkChanged(attempt, result, timeline, world, say);
  if (isConflict(result)) return checkConflict(attempt, result, timeline, say);
  if (!('__typename' in result)) return say('acknowledged', false, 'that is no answer');
  return checkRefusal(attempt, result, timeline, times, say);
}

function checkChanged(
  attempt: Attempt,
  { change, replayed, missedChanges, ...shown }: SeenChanged,
  timeline: Timeline,
  world: World,
  say: Say,
): Found {
  const { input } = attempt.request;
  const truth = timeline.byRequestId.get(input.requestId);
  if (!truth || change.requestId !== input.requestId) {
    return say('acknowledged', false, `${change.requestId} is not in the history`);
  }
  const others = world.attempts(timeline.entity.id, input.requestId);
  const known = others.some((other) => other !== attempt && wasFirst(other, attempt));
  const version = (shown.account ?? shown.order)?.version ?? 0;
  const found = [
    ...say(
      'acknowledged',
      truth.version === change.version,
      `is version ${truth.version}, not ${change.version}`,
    ),
    ...say('input', isRequestOf(attempt, truth), `asked for something else than ${truth.kind}`),
    ...say(
      'replay',
      replayed ? version >= change.version : version === change.version,
      `version ${version} after change ${change.version}`,
    ),
    ...say('replay', replayed || !known, 'the change was acknowledged before, as new'),
  ];
  if (found.length > 0) return found;
  if (replayed) return say('missed', missedChanges.length === 0, 'a replay missed something');
  if (input.ifMatch === undefined) return say('missed', missedChanges.length === 0, 'a creation');

  const base = timeline.byEtag.get(input.ifMatch)?.number;
  if (base === undefined) return say('policy', false, 'accepted under an etag that never was');
  const rejects = policyOf(attempt.request) === 'REJECT';
  const stopped = say(
    'policy',
    base === change.version - 1 || (!rejects && base < change.version),
    `version ${change.version} upon ${base}`,
  );
  if (stopped.length > 0) return stopped;
  return [
    ...say(
      'missed',
      areBetween(missedChanges, base, change.version),
      `${list(missedChanges)} between ${base} and ${change.version}`,
    ),
  ];
}

/** Two answers cannot both be the first, and one that began after the other's end never is. */
function wasFirst(other: Attempt, attempt: Attempt): boolean {
  if (other.outcome.type !== 'Answered' || !isChanged(other.outcome.result)) return false;
  return !other.outcome.result.replayed || other.ended < attempt.began;
}

function checkConflict(
  { request }: Attempt,
  { ifMatch, missedChanges, missedChangesComplete, current }: SeenConflict,
  timeline: Timeline,
  say: Say,
): Found {
  const { input } = request;
  const own = timeline.byRequestId.get(input.requestId);
  const held = timeline.byEtag.get(input.ifMatch ?? '')?.number;
  const found = [
    ...say('conflict', ifMatch === input.ifMatch, `of another etag, ${ifMatch}`),
    ...say(
      'replay',
      own === undefined || own.version > current.version,
      `a conflict although it was accepted as version ${own?.version}`,
    ),
  ];
  if (found.length > 0) return found;
  if (held === undefined) {
    return say('conflict', !missedChangesComplete, 'missed changes since an etag that never was');
  }
  if (!missedChangesComplete) {
    return [
      ...say('missed', missedChanges.length === 0, 'changes although they cannot be told'),
      ...say(
        'conflict',
        held < pagedAt(current.version),
        `the change after ${held} is at hand in version ${current.version}`,
      ),
    ];
  }
  return [
    ...say('conflict', current.version > held, `held ${held}, and current is ${current.version}`),
    ...say(
      'missed',
      areBetween(missedChanges, held, current.version + 1),
      `${list(missedChanges)} between ${held} and ${current.version}`,
    ),
  ];
}

/** Exactly those after one version and before another. */
function areBetween(changes: readonly SeenChange[], from: number, to: number): boolean {
  return (
    changes.length === to - from - 1 &&
    changes.every(({ version }, index) => version === from + 1 + index)
  );
}

function list(changes: readonly SeenChange[]): string {
  return `[${changes.map(({ version }) => version).join(' ')}]`;
}
