/** What must hold of the database when all is quiet. */
import { isDeepStrictEqual } from 'node:util';
import type { StoredChange, StoredPage, Violation } from '../history.ts';
import { problemOf, initial } from './model.ts';
import { must, type Rule } from './rules.ts';
import { type Timeline, pagedAt, type World } from './world.ts';
import { isRequestOf, wasRefused } from './requests.ts';

type Found = readonly Violation[];

export function checkDatabase(timeline: Timeline, world: World): Found {
  const { entity, versions } = timeline;
  const broken = [...checkVersions(timeline), ...checkPages(timeline)];
  // Of a history with holes nothing else can be told.
  if (broken.length > 0) return broken;
  const [creation] = world.attempts(entity.id, entity.id.slice('acc_'.length));
  if (!creation) return must('asked', false, entity.id, [], 'nobody asked for it to be created');
  return [
    ...checkNames(timeline, world),
    ...versions.flatMap(({ change, state, number }) => {
      const before = versions[number - 2];
      const previous = before?.state ?? initial(entity.kind, creation.request.input);
      const said = (rule: Rule, holds: boolean, message: string) =>
        must(rule, holds, entity.id, numbersOf(world, entity.id, change), `${number}: ${message}`);
      const problem = problemOf(previous, change);
      const minor = (state.balance ?? state.total)?.minor ?? 0;
      return [
        ...said('arithmetic', problem === undefined, problem ?? ''),
        ...said('negative', minor >= 0, `is ${minor}`),
        ...said('time', change.at >= (before?.change.at ?? ''), `is of ${change.at}`),
        ...checkRequest(change, entity.id, world),
      ];
    }),
    ...checkDocument(timeline),
  ];
}

function checkDocument({ entity, versions }: Timeline): Found {
  const { id, kind, createdAt, createdBy, state } = entity;
  const [first] = versions;
  const { at, by } = first?.change ?? {};
  const made = { kind: first?.state.balance ? 'account' : 'order', createdAt: at, createdBy: by };
  const expected = { ...made, state: versions.at(-1)?.state };
  const holds = isDeepStrictEqual({ kind, createdAt, createdBy, state }, expected);
  return must('arithmetic', holds, id, [], `its changes make ${JSON.stringify(expected)} of it`);
}

function checkVersions({ entity }: Timeline): Found {
  const { changes, version, id } = entity;
  const found = changes.map((change) => change.version);
  const first = found[0] ?? 0;
  const holds = first + found.length - 1 === version && isConsecutive(found, first);
  return must('versions', holds, id, [], `version ${version} has ${found.join(' ')} at hand`);
}

function checkPages({ entity, pages, changes }: Timeline): Found {
  const { id, version, newestPaged } = entity;
  const paged = pagedAt(version);
  const said = (holds: boolean, message: string) => must('pages', holds, id, [], message);
  // The page that the next change needs may be there already: its write was not followed by the document's.
  const mostPages = pagedAt(version + 1) / 16;
  const found = pages.map((page) => page.number);
  const atHand = entity.changes[0]?.version;
  const missing = [
    ...said(atHand === paged + 1, `version ${version} begins with change ${atHand}`),
    ...said(
      isConsecutive(found, 0) && found.length >= paged / 16 && found.length <= mostPages,
      `version ${version} has the pages ${found.join(' ')}`,
    ),
  ];
  if (missing.length > 0) return missing;
  const newest = changes.slice(0, paged).reduce((max, { requestId }) => maxOf(max, requestId), '');
  return [
    ...pages.flatMap((page) => said(isRightPage(page, changes), `page ${page.number} is wrong`)),
    ...said((newestPaged ?? '') === newest, `newestPaged is ${newestPaged}, not ${newest}`),
  ];
}

function isRightPage(page: StoredPage, changes: readonly StoredChange[]): boolean {
  const first = 16 * page.number;
  const found = page.changes.map(({ version }) => version);
  return (
    page.id === `${page.entityId}~${page.number}` &&
    page.changes.length === 16 &&
    isConsecutive(found, first + 1) &&
    page.requestIds.length === 16 &&
    page.changes.every(({ requestId }, index) => requestId === page.requestIds[index]) &&
    isDeepStrictEqual(page.changes, changes.slice(first, first + 16))
  );
}

function checkNames({ entity, changes, versions, byEtag }: Timeline, world: World): Found {
  const seen = new Set<string>();
  const twice = changes.filter(({ requestId }) => seen.size === seen.add(requestId).size);
  return [
    ...twice.flatMap((change) => {
      const message = `${change.requestId} comes again as version ${change.version}`;
      return must('requestIds', false, entity.id, numbersOf(world, entity.id, change), message);
    }),
    ...must(
      'etags',
      byEtag.size === versions.length &&
        changes.every(({ baseEtag }, index) => (baseEtag === null) === (index === 0)),
      entity.id,
      [],
      'two versions have one etag, or one has none',
    ),
  ];
}

function checkRequest(change: StoredChange, entity: string, world: World): Found {
  const attempts = world.attempts(entity, change.requestId);
  const asking = attempts.filter((attempt) => isRequestOf(attempt, change));
  const numbers = attempts.map(({ number }) => number);
  const what = `version ${change.version}, ${change.kind} ${change.requestId}`;
  if (asking.length === 0) return must('asked', false, entity, numbers, `nobody asked for ${what}`);
  return must(
    'refused',
    !asking.every(({ outcome }) => wasRefused(outcome)),
    entity,
    numbers,
    `${what} is there although every attempt was refused`,
  );
}

function numbersOf(world: World, entity: string, { requestId }: StoredChange): readonly number[] {
  return world.attempts(entity, requestId).map(({ number }) => number);
}

function isConsecutive(numbers: readonly number[], first: number): boolean {
  return numbers.every((number, index) => number === first + index);
}

function maxOf(a: string, b: string): string {
  return a > b ? a : b;
}
