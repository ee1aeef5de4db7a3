/**
 * What one may not see does not exist: every query and mutation, with each thing of somebody else's that can be put into it,
 * by everybody who may not see it, is answered as with the like that was never made, and asks the database as often.
 */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { kinds } from '../../src/entities.ts';
import { newTenant, openApi, type Query, type Send, signIn } from '../support/api.ts';
import { type CosmosProxy, startCosmosProxy } from '../support/cosmos/proxy.ts';
import { makeNew } from '../support/declared/cases.ts';
import { entityOf, factsOf } from '../support/declared/declared.ts';
import { mutate, read } from '../support/mutations.ts';
import { makeFor, namesOf, type Variables } from './belongings.ts';
import { type Cell, cells, everything, everythingAgain, sessionToken } from './cells.ts';
import { type Names, neverMade, requests } from './requests.ts';
import { owner, seesTheirOwn, viewers } from './viewers.ts';

const tenant = newTenant();

let proxy: CosmosProxy;
let proxied: Send;
let direct: Send;
let victim: Query;
/** What the owner would send, by the names of requests. */
const theirs = new Map<string, Variables>();
const accepted = new Map<string, Variables>();
/** All ids and etags that nobody else may be told. */
const secrets = new Set<string>();
let theirToken: string;
/** Of someone who has nothing to do with it. */
let anyToken: string;

beforeAll(async () => {
  const { endpoint, key } = inject('cosmos');
  proxy = await startCosmosProxy(endpoint, { key });
  direct = await openApi();
  proxied = await openApi({
    cosmosEndpoint: proxy.endpoint,
    system: { pause: () => Promise.resolve() },
  });
  anyToken = await tokenOf(await signIn(direct, { tenant: newTenant() }));
  // Further back in every list than what others make meanwhile, and some of it behind every cursor.
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  victim = await signIn(direct, { tenant, subject: owner }, minutesAgo(10));
  theirToken = await tokenOf(await signIn(direct, { tenant, subject: owner }, minutesAgo(20)));
  for (const request of requests) {
    theirs.set(request.name, await makeFor(request, victim, owner));
    if (request.mutation === undefined) continue;
    const input = await makeFor(request, victim, owner);
    secrets.add(entityOf(await mutate(victim, request.mutation, input)).etag);
    accepted.set(request.name, input);
  }
  for (const request of requests) {
    for (const sent of [theirs.get(request.name), accepted.get(request.name)]) {
      Object.values(namesOf(request, sent ?? {})).forEach((name) => secrets.add(name));
    }
  }
});

afterAll(() => proxy.close());

/** What it has seen, after it made something of each kind. */
async function tokenOf(by: Query): Promise<string> {
  const ids: string[] = [];
  for (const { name } of kinds) ids.push((await makeNew(by, name, owner)).id);
  ids.forEach((id) => secrets.add(id));
  const { headers } = await by('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  return headers.get('x-session-token') ?? '';
}

/** What of theirs is in the request. */
function borrowedIn({ request, borrowed }: Cell): Names {
  const open = namesOf(request, theirs.get(request.name) ?? {});
  const made = namesOf(request, accepted.get(request.name) ?? {});
  if (borrowed === everything) return open;
  if (borrowed === everythingAgain) return made;
  // A `requestId` names something once it was accepted.
  const name = (borrowed === 'requestId' ? made : open)[borrowed];
  return name === undefined ? {} : { [borrowed]: name };
}

/** What else is: the viewer's own, where it is not all theirs. */
async function restOf({ request, borrowed, viewer }: Cell, at: string): Promise<Variables> {
  if (borrowed === everything) return theirs.get(request.name) ?? {};
  if (borrowed === everythingAgain) return accepted.get(request.name) ?? {};
  const { subject } = viewer;
  return makeFor(request, await signIn(direct, { tenant: at, subject }), subject);
}

/** All that can be told of an answer, and of how it came about. */
async function answerTo({ request, viewer }: Cell, at: string, sent: Variables, token: string) {
  const person = await signIn(proxied, { tenant: at, ...viewer });
  proxy.clear();
  const { status, headers, data, errors } = await person(
    request.document,
    request.mutation === undefined ? sent : { input: sent },
    { sessionToken: token },
  );
  const text = JSON.stringify({ data, errors });
  const said = new Set<unknown>(Object.values(sent));
  return {
    status,
    headers: [...headers.keys()],
    body: masked(text, namesOf(request, sent)),
    calls: proxy.requests.map(({ kind }) => kind).filter((kind) => kind !== 'meta'),
    leaked: [...secrets].filter(
      (secret) => !said.has(secret) && text.includes(JSON.stringify(secret)),
    ),
  };
}

/** Without what the request itself said, and what is new with each change. */
function masked(text: string, sent: Names): string {
  return Object.entries(sent)
    .reduce((rest, [name, said]) => rest.replaceAll(JSON.stringify(said), `<${name}>`), text)
    .replaceAll(/"traceId":"\w+"/g, '<trace>')
    .replaceAll(/"(cursor|startCursor|endCursor)":"[\w-]+"/g, '"$1":<cursor>')
    .replaceAll(/"etag":"\\"[^"]+\\""/g, '"etag":<etag>')
    .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '<time>')
    .replaceAll(/"(\w+_)?[0-9A-Za-z]{27}"/g, '<$1ksuid>');
}

test('the matrix has more than 800 cells: every query, every mutation, every viewer', () => {
  expect(cells.length).toBeGreaterThan(800);
  for (const { name } of [...requests, ...viewers]) {
    expect(cells.some((cell) => cell.name.includes(name))).toBe(true);
  }
});

describe('as if it had never been made', () => {
  test.each(cells)('$name', async (cell) => {
    const at = cell.viewer.isStranger ? newTenant() : tenant;
    const names = borrowedIn(cell);
    const isTokenTheirs = [sessionToken, everything, everythingAgain].includes(cell.borrowed);
    const rest = await restOf(cell, at);
    const token = isTokenTheirs ? theirToken : anyToken;
    const answer = await answerTo(cell, at, { ...rest, ...names }, token);
    // A mutation may have changed what was its own.
    const again = cell.request.mutation === undefined ? rest : await restOf(cell, at);
    const like = await answerTo(cell, at, { ...again, ...neverMade(names) }, anyToken);
    expect(answer).toEqual(like);
    expect(answer.leaked).toEqual([]);
    expect(answer.body).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

describe('and yet it is there', () => {
  const changing = requests.filter(({ mutation }) => mutation !== undefined);

  test.each(changing)('$name was accepted, and its owner gets the replay', async (request) => {
    const input = accepted.get(request.name);
    expect(await mutate(victim, request.name, input ?? {})).toMatchObject({ replayed: true });
  });

  test.each(changing.filter(({ borrows }) => borrows.includes('id')))(
    'nobody did anything to what $name was tried on',
    async (request) => {
      const { id, ifMatch } = namesOf(request, theirs.get(request.name) ?? {});
      expect(await read(victim, id ?? '')).toMatchObject({ id, etag: ifMatch });
    },
  );

  test.each(changing.filter(({ name, kind }) => factsOf(name).creates && kind?.owner))(
    '$name under its requestId is forbidden to a colleague, who is told nothing else',
    async (request) => {
      const cell = { request, borrowed: 'requestId', viewer: seesTheirOwn, name: request.name };
      const sent = { ...(await restOf(cell, tenant)), ...borrowedIn(cell) };
      const answer = await answerTo(cell, tenant, sent, anyToken);
      expect(answer.body).toMatch(/^\{"data":\{"result":null\},.*"code":"FORBIDDEN"/);
      expect(answer.leaked).toEqual([]);
    },
  );
});
