/** Where an entity's changes lie, document by document, and that none of them is ever lost or out of order. */
import { describe, expect, test } from 'vitest';
import type { Query } from '../support/api.ts';
import { accountsQuery } from '../support/declared/documents.ts';
import {
  changesOf,
  deposit,
  depositTimes,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
  withdraw,
} from '../support/mutations.ts';
import { openRace } from '../support/race.ts';
import { allStored } from '../support/stored.ts';

interface Lying {
  readonly document: Result;
  /** By number. */
  readonly pages: readonly Result[];
}

async function lyingOf(tenant: string, entityId: string): Promise<Lying> {
  const documents = (await allStored('accounts', tenant)).filter(
    (document) => document.entityId === entityId,
  );
  return {
    document: documents.find(({ kind }) => kind !== 'page'),
    pages: documents
      .filter(({ kind }) => kind === 'page')
      .toSorted((one, other) => one.number - other.number),
  };
}

function versions(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const versionsOf = (changes: readonly Result[]) => changes.map(({ version }) => version);

/** An account of so many changes. */
async function accountOf(changes: number, by: Query): Promise<Result> {
  const opened = await openAccount(by);
  return changes === 1 ? opened : depositTimes(by, opened, changes - 1);
}

describe.each([
  { changes: 1, pages: 0 },
  { changes: 31, pages: 0 },
  { changes: 32, pages: 1 },
  { changes: 47, pages: 1 },
  { changes: 48, pages: 2 },
  { changes: 63, pages: 2 },
  { changes: 64, pages: 3 },
  { changes: 81, pages: 4 },
])('an entity of $changes changes', ({ changes, pages }) => {
  test(`lies in its document and ${pages} pages, each change in exactly one`, async () => {
    await using race = await openRace();
    const { tenant, bob } = race;
    const account = await accountOf(changes, bob);
    const lying = await lyingOf(tenant, account.id);
    const { document } = lying;
    const atHand = changes - 16 * pages;

    expect(atHand).toBeLessThanOrEqual(31);
    expect(document).toMatchObject({
      id: account.id,
      tenantId: tenant,
      entityId: account.id,
      kind: 'account',
      version: changes,
      createdBy: 'bob',
      state: { owner: 'carol', status: 'OPEN', balance: { minor: (changes - 1) * 100 } },
      _etag: account.etag,
    });
    expect(versionsOf(document.changes)).toEqual(versions(changes - atHand + 1, changes));
    expect(lying.pages).toHaveLength(pages);
    for (const [number, page] of lying.pages.entries()) {
      expect(page).toMatchObject({
        id: `${account.id}~${number}`,
        tenantId: tenant,
        entityId: account.id,
        kind: 'page',
        number,
        requestIds: page.changes.map(({ requestId }: Result) => requestId),
      });
      expect(versionsOf(page.changes)).toEqual(versions(16 * number + 1, 16 * number + 16));
    }

    const paged: string[] = lying.pages.flatMap(({ requestIds }) => requestIds);
    const newest = paged.reduce((one, other) => (other > one ? other : one), '');
    expect(document.newestPaged).toBe(pages === 0 ? null : newest);

    // Each change is on top of the one before it, and the first on top of nothing.
    const all = [...lying.pages.flatMap((page) => page.changes), ...document.changes];
    const [{ baseEtag: first }, ...later] = all;
    expect(first).toBeNull();
    expect(new Set(later.map(({ baseEtag }) => baseEtag)).size).toBe(changes - 1);
    const told = await changesOf(bob, account.id);
    expect(told.map(({ requestId }) => requestId)).toEqual(all.map(({ requestId }) => requestId));
    expect(versionsOf(told)).toEqual(versions(1, changes));
  });
});

test('an etag is placed as far back as the changes at hand go, and not one further', async () => {
  await using race = await openRace();
  const { bob, alice } = race;
  const fifteenth = await accountOf(15, bob);
  const sixteenth = await depositTimes(bob, fifteenth, 1);
  await depositTimes(bob, sixteenth, 16);
  const placed = await withdraw(alice, sixteenth, '1.00');
  expect(placed).toMatchObject({ missedChangesComplete: true });
  expect(versionsOf(placed.missedChanges)).toEqual(versions(17, 32));
  expect(await withdraw(alice, fifteenth, '1.00')).toMatchObject({
    missedChangesComplete: false,
    missedChanges: [],
  });
});

test('31 missed changes are told, all of them', async () => {
  await using race = await openRace();
  const { bob, alice } = race;
  const opened = await openAccount(bob);
  await depositTimes(bob, opened, 15);
  const account = await depositTimes(bob, await read(bob, opened.id), 15);
  expect(account.version).toBe(31);
  const result = await withdraw(alice, opened, '1.00');
  expect(result).toMatchObject({ missedChangesComplete: true });
  expect(versionsOf(result.missedChanges)).toEqual(versions(2, 31));
});

test('a page is written before the document that no longer holds its changes', async () => {
  await using race = await openRace();
  const account = await accountOf(31, race.bob);
  await depositTimes(race.alice, account, 1);
  expect(race.proxy.requests.filter(({ id }) => id).map(({ kind, id }) => [kind, id])).toEqual([
    ['read', account.id],
    ['create', `${account.id}~0`],
    ['replace', account.id],
  ]);
});

test('a page is in no list', async () => {
  await using race = await openRace();
  const { id } = await accountOf(32, race.bob);
  const { data, errors } = await race.bob(accountsQuery);
  expect(errors).toBeUndefined();
  expect(data.result.edges.map(({ node }: Result) => node.id)).toEqual([id]);
});

test('the newest requestId of a page is its largest, whatever clock made it', async () => {
  await using race = await openRace();
  const { alice, bob, tenant } = race;
  const ahead = newRequestId(new Date(Date.now() + 4 * 60 * 1000));
  const behind = newRequestId(new Date('2020-01-01T00:00:00Z'));
  let account = await openAccount(bob);
  for (const requestId of [ahead, behind]) {
    const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00'), requestId };
    ({ account } = await mutate(alice, 'deposit', input));
  }
  await depositTimes(bob, account, 29);
  const { document } = await lyingOf(tenant, account.id);
  expect(document.newestPaged).toBe(ahead);
});

describe('a requestId from the future', () => {
  const now = new Date('2026-11-23T12:00:00.000Z');
  const ahead = (seconds: number) => newRequestId(new Date(now.getTime() + seconds * 1000));

  test('is accepted up to 5 minutes ahead of the clock', async () => {
    await using race = await openRace({ now: () => now });
    const requestId = ahead(300);
    const input = { requestId, owner: 'carol', currency: 'USD' };
    expect(await mutate(race.alice, 'openAccount', input)).toMatchObject({
      account: { id: `acc_${requestId}` },
    });
    const account = await openAccount(race.bob);
    expect(
      await mutate(race.alice, 'deposit', {
        id: account.id,
        ifMatch: account.etag,
        amount: usd('1.00'),
        requestId,
      }),
    ).toMatchObject({ change: { requestId } });
  });

  test('is refused beyond that, at its own path', async () => {
    await using race = await openRace({ now: () => now });
    const { alice, bob } = race;
    const refused = { __typename: 'InvalidInputError', path: ['input', 'requestId'] };
    const requestId = ahead(301);
    const input = { requestId, owner: 'carol', currency: 'USD' };
    expect(await mutate(alice, 'openAccount', input)).toMatchObject(refused);
    const account = await openAccount(bob);
    const { id, etag: ifMatch } = account;
    const deposit = { id, ifMatch, amount: usd('1.00'), requestId };
    expect(await mutate(alice, 'deposit', deposit)).toMatchObject(refused);
    expect(await read(bob, id)).toEqual(account);
  });
});

test.each(['openAccount', 'deposit'] as const)(
  'a requestId that a faster clock accepted is replayed by a slower one, and only that: %s',
  async (mutation) => {
    const noon = Date.parse('2026-11-23T12:00:00.000Z');
    let now = noon;
    await using race = await openRace({ now: () => new Date(now) });
    const { bob, proxy } = race;
    const { id, etag: ifMatch } = await openAccount(bob);
    const input =
      mutation === 'deposit'
        ? { id, ifMatch, amount: usd('1.00') }
        : { owner: 'carol', currency: 'USD' };
    const requestId = newRequestId(new Date(noon + 5 * 60_000));
    await proxy.lag();
    const first = await mutate(bob, mutation, { ...input, requestId });
    now = noon - 60_000;
    const bobs = await race.signIn('bob');
    expect(await mutate(bobs, mutation, { ...input, requestId })).toEqual({
      ...first,
      replayed: true,
    });
    const another = newRequestId(new Date(noon + 5 * 60_000));
    expect(await mutate(bobs, mutation, { ...input, requestId: another })).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'requestId'],
    });
  },
);

test('`at` never goes backwards within an entity, though clocks do', async () => {
  const noon = Date.parse('2026-11-23T12:00:00.000Z');
  let now = noon;
  await using race = await openRace({ now: () => new Date(now) });
  const { alice } = race;
  const account = await openAccount(alice);
  const minutes = [5, -30, 4, 6];
  for (const after of minutes) {
    now = noon + after * 60_000;
    await deposit(alice, account, '1.00', { requestId: newRequestId(new Date(now)) });
  }
  const changes = await changesOf(alice, account.id);
  expect(changes.map(({ at }) => at)).toEqual([
    '2026-11-23T12:00:00.000Z',
    '2026-11-23T12:05:00.000Z',
    '2026-11-23T12:05:00.000Z',
    '2026-11-23T12:05:00.000Z',
    '2026-11-23T12:06:00.000Z',
  ]);
  expect(await read(alice, account.id)).toMatchObject({
    createdAt: changes[0].at,
    updatedAt: changes[4].at,
    updatedBy: 'alice',
  });
});
