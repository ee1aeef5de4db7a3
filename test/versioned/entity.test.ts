/** What accounts and orders have in common: versions without a gap, and a history that moves to pages and stays whole. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountKind, deposit, openAccount } from '../../src/domain/account.ts';
import {
  type Accepted,
  changed,
  changesSince,
  created,
  type Entity,
  type Intent,
  type Page,
  pageOf,
} from '../../src/versioned/entity.ts';
import type { Ksuid } from '../../src/versioned/id.ts';
import { currency, etag, frozen, intent, money, numbered } from '../support/values.ts';

type Account = Parameters<typeof deposit>[0];
type Detail = ReturnType<typeof openAccount>['detail'];

const opened = openAccount({ owner: 'alice', currency: currency('USD') });

function deposited(account: Account): Accepted<Account, Detail> {
  const decision = deposit(account, { amount: money('1.00 USD'), memo: null });
  if (decision.type !== 'Accepted') throw new Error(decision.message);
  return decision;
}

/** What the database sees: the entity in its newest version, and every page in the order of writing. */
interface Written {
  readonly entity: Entity<Account, Detail>;
  readonly pages: readonly Page<Detail>[];
}

/** An account after as many changes as there are intents, each under the etag `v<version>` of the one before. */
function grown(intents: readonly Intent[]): Written {
  const [first, ...later] = intents;
  const pages: Page<Detail>[] = [];
  let entity = frozen(created(accountKind, 'contoso', opened, first ?? intent()));
  for (const next of later) {
    const base = etag(`v${entity.version}`);
    const result = changed(entity, base, deposited(entity.state), next);
    entity = frozen(result.entity);
    if (result.page) pages.push(result.page);
  }
  return { entity, pages };
}

function grownTo(version: number): Written {
  return grown(Array.from({ length: version }, (_, index) => intent(numbered(index + 1))));
}

const versionsOf = ({ changes }: { readonly changes: readonly { readonly version: number }[] }) =>
  changes.map(({ version }) => version);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a new entity', () => {
  test('is version 1, and has the change that created it', () => {
    const { requestId, fingerprint, at, by } = intent(numbered(7));
    const change = { requestId, fingerprint, at, by, version: 1, baseEtag: null, ...opened.detail };
    expect(created(accountKind, 'contoso', opened, intent(numbered(7)))).toEqual({
      id: `acc_${requestId}`,
      tenantId: 'contoso',
      state: opened.state,
      version: 1,
      createdAt: at,
      createdBy: by,
      lastChange: change,
      changes: [change],
      newestPaged: null,
    });
  });
});

describe('a changed entity', () => {
  test('has one version more, the new state, and the change on top of the etag it was made under', () => {
    const before = grownTo(1).entity;
    const next = intent(numbered(2), { by: 'bob', at: '2026-01-02T00:00:00.000Z' });
    const { entity, page } = changed(before, etag('"e1"'), deposited(before.state), next);
    expect(page).toBeUndefined();
    const lastChange = {
      ...next,
      version: 2,
      baseEtag: '"e1"',
      kind: 'DEPOSITED',
      amount: money('1.00 USD'),
      balance: money('1.00 USD'),
      memo: null,
    };
    expect(entity).toEqual({
      ...before,
      state: { ...before.state, balance: money('1.00 USD') },
      version: 2,
      lastChange,
      changes: [...before.changes, lastChange],
    });
  });

  test('remembers who created it and when, whoever changes it', () => {
    const { entity } = grown([
      intent(numbered(1)),
      intent(numbered(2), { by: 'bob', at: '2027-01-01T00:00:00.000Z' }),
    ]);
    expect([entity.createdBy, entity.createdAt]).toEqual(['alice', '2026-01-01T12:00:00.000Z']);
  });

  test('never goes back in time, whatever clocks do', () => {
    const clock = fc.date({
      min: new Date('2025-12-31T00:00:00Z'),
      max: new Date('2026-01-02T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.array(clock, { minLength: 1, maxLength: 40 }), (clocks) => {
        const { entity, pages } = grown(
          clocks.map((at, index) => intent(numbered(index + 1), { at: at.toISOString() })),
        );
        const times = [...pages, entity].flatMap(({ changes }) => changes.map(({ at }) => at));
        expect(times).toEqual(times.toSorted());
        const latest = new Date(Math.max(...clocks.map(Number))).toISOString();
        expect(times.at(-1)).toBe(latest);
      }),
    );
  });
});

describe('the history', () => {
  test.each([
    [31, range(1, 31), []],
    [32, range(17, 32), [range(1, 16)]],
    [47, range(17, 47), [range(1, 16)]],
    [48, range(33, 48), [range(1, 16), range(17, 32)]],
  ])('of %i changes keeps the latest at hand and the oldest in pages', (count, atHand, paged) => {
    const { entity, pages } = grownTo(count);
    expect(versionsOf(entity)).toEqual(atHand);
    expect(pages.map(versionsOf)).toEqual(paged);
  });

  test('is complete and in order at any length: page k has the versions 16k+1 to 16k+16', () => {
    for (const count of range(1, 130)) {
      const { entity, pages } = grownTo(count);
      expect([...pages.flatMap(versionsOf), ...versionsOf(entity)]).toEqual(range(1, count));
      expect(entity.version).toBe(count);
      expect(entity.changes.length).toBeLessThanOrEqual(31);
      expect(entity.changes.length).toBeGreaterThanOrEqual(Math.min(16, count));
      for (const [index, page] of pages.entries()) {
        expect(page.number).toBe(index);
        expect(versionsOf(page)).toEqual(range(16 * index + 1, 16 * index + 16));
      }
    }
  });

  test('names in each page its entity, its tenant and the requests in it', () => {
    const [page] = grownTo(32).pages;
    expect(page).toMatchObject({
      entityId: `acc_${numbered(1)}`,
      tenantId: 'contoso',
      requestIds: range(1, 16).map(numbered),
    });
  });

  test('moves out with the change that makes it too long, and with no other', () => {
    const before = grownTo(31).entity;
    const decision = deposited(before.state);
    const first = changed(before, etag('v31'), decision, intent(numbered(32)));
    const again = changed(before, etag('v31'), decision, intent(numbered(99), { by: 'bob' }));
    expect(first.page?.number).toBe(0);
    expect(again.page).toEqual(first.page);
    const after = changed(first.entity, etag('v32'), deposited(first.entity.state), intent());
    expect(after.page).toBeUndefined();
  });

  test('knows the largest requestId that ever moved to a page, in whatever order they came', () => {
    const order = fc
      .integer({ min: 32, max: 70 })
      .chain((count) =>
        fc.shuffledSubarray(range(1, count), { minLength: count, maxLength: count }),
      );
    fc.assert(
      fc.property(order, (numbers) => {
        const { entity, pages } = grown(numbers.map((number) => intent(numbered(number))));
        const paged: readonly Ksuid[] = pages.flatMap(({ requestIds }) => requestIds);
        expect(entity.newestPaged).toBe(paged.toSorted().at(-1));
      }),
      { numRuns: 50 },
    );
    expect(grownTo(31).entity.newestPaged).toBeNull();
  });

  test.each([
    [1, 0],
    [16, 0],
    [17, 1],
    [32, 1],
    [33, 2],
  ])('has version %i in page %i', (version, page) => {
    expect(pageOf(version)).toBe(page);
  });
});

describe('the changes since an etag', () => {
  test.each([2, 31, 32, 47, 48])('can be told of every base at hand among %i', (count) => {
    const { entity } = grownTo(count);
    const oldestAtHand = count < 32 ? 1 : (entity.changes[0]?.version ?? 0) - 1;
    for (const version of range(Math.max(1, oldestAtHand), count - 1)) {
      const missed = changesSince(entity, etag(`v${version}`));
      expect(missed?.map((change) => change.version)).toEqual(range(version + 1, count));
    }
  });

  test('cannot be told of one that the entity never had, or that is older than the changes at hand', () => {
    expect(changesSince(grownTo(5).entity, etag('"other"'))).toBeUndefined();
    expect(changesSince(grownTo(32).entity, etag('v15'))).toBeUndefined();
    expect(changesSince(grownTo(32).entity, etag('v16'))).toHaveLength(16);
  });

  test('cannot be told of an etag that only looks alike', () => {
    const before = grownTo(1).entity;
    const { entity } = changed(before, etag('"A1"'), deposited(before.state), intent(numbered(2)));
    for (const alike of ['A1', '"a1"', ' "A1"', 'W/"A1"', '']) {
      expect(changesSince(entity, etag(alike))).toBeUndefined();
    }
    expect(changesSince(entity, etag('"A1"'))).toHaveLength(1);
  });
});
