/** When each version can first have been there, and when it was known to be. */
import type { Operation, Violation } from '../history.ts';
import { must } from './rules.ts';
import { shownBy } from './shown.ts';
import type { Timeline, World } from './world.ts';

export interface Times {
  /** The newest version that an answer had shown by then; 0 for none. */
  readonly newestBefore: (entity: string, time: number) => number;
  /** The newest version that can have been there by then: it and all before it had been asked for. */
  readonly newestAsked: (entity: string, time: number) => number;
}

interface Point {
  readonly time: number;
  readonly version: number;
}

export function timesOf(history: readonly Operation[], world: World): Times {
  const shown = new Map<string, Point[]>();
  for (const operation of history.toSorted((a, b) => a.ended - b.ended)) {
    for (const { entity, version } of shownBy(operation)) {
      const points = shown.get(entity) ?? [];
      shown.set(entity, points);
      if (version > (points.at(-1)?.version ?? 0)) points.push({ time: operation.ended, version });
    }
  }
  const asked = new Map(
    [...world.timelines].map(([id, timeline]) => [id, askedFor(timeline, world)]),
  );
  return {
    newestBefore: (entity, time) => lastOf(shown.get(entity) ?? [], (point) => point < time),
    newestAsked: (entity, time) => lastOf(asked.get(entity) ?? [], (point) => point <= time),
  };
}

/** A version is there only after those before it, so it was asked for no earlier than any of them. */
function askedFor({ entity, versions }: Timeline, world: World): readonly Point[] {
  let time = -Infinity;
  return versions.map(({ number, change }) => {
    const attempts = world.attempts(entity.id, change.requestId);
    time = Math.max(time, Math.min(...attempts.map(({ began }) => began)));
    return { time, version: number };
  });
}

/** Both the times and the versions of the points go up. */
function lastOf(points: readonly Point[], isBefore: (time: number) => boolean): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(points[middle]?.time ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.version ?? 0;
}

export function checkOrder(operation: Operation, world: World, times: Times): readonly Violation[] {
  const { number, ended } = operation;
  return shownBy(operation).flatMap(({ entity, version }) => {
    const versions = world.timelines.get(entity)?.versions ?? [];
    if (versions.length < version) return [];
    const newest = times.newestAsked(entity, ended);
    const message = `showed version ${version} when ${newest} was the newest asked for`;
    return must('order', version <= newest, entity, [number], message);
  });
}
