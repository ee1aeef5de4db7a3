/** Pages of lists: of any size and from any cursor exactly what a plain list, newest first, would give. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { mintKsuid } from '../../src/versioned/id.ts';
import { newTenant, openApi, type Query, type Send, signIn } from '../support/api.ts';
import { accountsQuery, documentOf, ordersQuery } from '../support/declared/documents.ts';
import { codeOf, model, type Page, pageOf, type PageRequest, walk } from '../support/pages.ts';

let send: Send;

beforeAll(async () => {
  send = await openApi();
});

async function makeAll(
  makes: number,
  make: (index: number) => ReturnType<Query>,
): Promise<readonly string[]> {
  const answers = await Promise.all(Array.from({ length: makes }, (_, index) => make(index)));
  const ids: readonly string[] = answers.map(
    ({ data }) => data.result.order?.id ?? data.result.account.id,
  );
  return newestFirst(ids);
}

function newestFirst(ids: readonly string[]): readonly string[] {
  return ids.toSorted().toReversed();
}

/** An id of a second and of chance: as those of many clients are. */
function idOf(second: number, chance: number) {
  const random = new Uint8Array(16).fill(chance);
  return mintKsuid(new Date(Date.UTC(2026, 0, 1) + second * 1000), random);
}

async function made(eve: Query, input: object, status: string) {
  const line = {
    sku: 's',
    description: 'd',
    quantity: 1,
    unitPrice: { amount: '1', currency: 'USD' },
  };
  const created = await eve(documentOf('createOrder'), {
    input: { currency: 'USD', lines: [line], ...input },
  });
  if (status === 'OPEN') return created;
  const { id, etag } = created.data.result.order;
  const mutation = status === 'PLACED' ? 'placeOrder' : 'cancelOrder';
  return eve(documentOf(mutation), { input: { id, ifMatch: etag } });
}

function reader(eve: Query, filter?: object | null) {
  return async (request: PageRequest) => {
    const { data } = await eve(ordersQuery, { ...request, filter });
    return pageOf<{ id: string }>(data.result, ({ id }) => id);
  };
}

describe('the list of accounts', () => {
  let bob: Query;
  let all: readonly string[];

  beforeAll(async () => {
    bob = await signIn(send, { tenant: newTenant(), subject: 'bob' });
    all = await makeAll(102, () =>
      bob(documentOf('openAccount'), { input: { owner: 'bob', currency: 'USD' } }),
    );
  });

  async function read(request: PageRequest): Promise<Page> {
    const { data } = await bob(accountsQuery, request);
    return pageOf<{ id: string }>(data.result, ({ id }) => id);
  }

  test.each([0, 1, 2, 20, 99, 100])('has a page of %i, newest first', async (first) => {
    const { cursors, ...page } = await read({ first });
    expect(page).toEqual(model(all, first, undefined));
    expect(cursors).toHaveLength(first);
  });

  test('has 20 accounts a page where nothing is said, and where null is', async () => {
    expect((await read({})).keys).toEqual(all.slice(0, 20));
    expect((await read({ first: null, after: null })).keys).toEqual(all.slice(0, 20));
  });

  test('ends exactly where it ends', async () => {
    const { cursors } = await read({ first: 100 });
    const after = async (place: number, first: number) => {
      const { cursors: _, ...page } = await read({ first, after: cursors[place] ?? null });
      return page;
    };
    expect(await after(99, 1)).toEqual(model(all, 1, 99));
    expect(await after(99, 2)).toEqual(model(all, 2, 99));
    expect(await after(99, 3)).toEqual(model(all, 3, 99));
    expect(await after(0, 0)).toEqual(model(all, 0, 0));
    const [last] = (await read({ first: 2, after: cursors[99] ?? null })).cursors.slice(-1);
    const { cursors: none, ...page } = await read({ after: last ?? null });
    expect([none, page]).toEqual([[], model(all, 20, 101)]);
  });

  test.each([-1, 101, 2 ** 31 - 1, -(2 ** 31)])('has no page of %i', async (first) => {
    expect(await codeOf(bob(accountsQuery, { first }))).toBe('BAD_REQUEST');
  });

  test('has only the cursors that it gave', async () => {
    const {
      cursors: [cursor = ''],
    } = await read({ first: 1 });
    const { data } = await bob(documentOf('createOrder'), {
      input: { customer: 'bob', currency: 'USD' },
    });
    const texts = [
      '',
      'x',
      '1',
      data.result.order.id,
      `${all[0]}~0`,
      'acc_',
      `acc_${'z'.repeat(27)}`,
    ];
    const made = texts.map((text) => Buffer.from(text).toString('base64url'));
    for (const after of [...made, '*', 'null', `${cursor}=`, ` ${cursor}`, cursor.slice(1)]) {
      expect([after, await codeOf(bob(accountsQuery, { after }))]).toEqual([after, 'BAD_REQUEST']);
    }
  });
});

describe('the list of orders', () => {
  const statuses = ['OPEN', 'PLACED', 'CANCELLED'] as const;
  const customers = ['pete', 'o\'"hara', 'pete '];

  test('is complete and in order at any size of its pages, whatever is filtered', async () => {
    const eve = await signIn(send, { tenant: newTenant() });
    const kinds = Array.from({ length: 18 }, (_, index) => ({
      status: statuses[index % 3] ?? 'OPEN',
      customer: customers[Math.floor(index / 3) % 3] ?? '',
    }));
    const orders = await Promise.all(
      kinds.map(async ({ status, customer }, index) => {
        // Four of a second, in no order.
        const requestId = idOf(Math.floor(index / 4), (index * 101) % 256);
        const { data } = await made(eve, { customer, requestId }, status);
        return { id: String(data.result.order.id), status, customer };
      }),
    );
    const size = fc.integer({ min: 1, max: 19 });
    const status = fc.constantFrom(...statuses, null, undefined);
    const customer = fc.constantFrom(...customers, 'nobody', '', null, undefined);
    const filter = fc.option(fc.record({ status, customer }, { requiredKeys: [] }));
    await fc.assert(
      fc.asyncProperty(size, filter, async (first, wanted) => {
        const all = orders
          .filter((order) => order.status === (wanted?.status ?? order.status))
          .filter((order) => order.customer === (wanted?.customer ?? order.customer))
          .map(({ id }) => id)
          .toSorted()
          .toReversed();
        expect(await walk(all, first, reader(eve, wanted))).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  test('goes on from a cursor where it was, whatever is created meanwhile', async () => {
    const eve = await signIn(send, { tenant: newTenant() });
    const create = (second: number) =>
      made(eve, { customer: 'pete', requestId: idOf(second, 0) }, 'OPEN');
    const all = await makeAll(6, (index) => create(index * 10));
    const read = reader(eve);
    const newest = await read({ first: 3 });
    expect(newest.keys).toEqual(all.slice(0, 3));

    const [latest] = await makeAll(1, () => create(1000));
    const [behind] = await makeAll(1, () => create(15));
    const after = newest.cursors.at(-1) ?? null;
    const older = await read({ first: 3, after });
    // One whose maker's clock is behind takes the place that its id has.
    expect(older.keys).toEqual([all[3], behind, all[4]]);
    expect(older.hasNextPage).toBe(true);
    expect((await read({ first: 1 })).keys).toEqual([latest]);
  });

  test('goes on from a cursor whose order no longer matches the filter', async () => {
    const eve = await signIn(send, { tenant: newTenant() });
    const all = await makeAll(4, (index) =>
      made(eve, { customer: 'pete', requestId: idOf(index, 0) }, 'OPEN'),
    );
    const read = reader(eve, { status: 'OPEN' });
    const newest = await read({ first: 2 });
    const { data } = await eve(ordersQuery, { first: 2 });
    const { id, etag } = data.result.edges[1].node;
    await eve(documentOf('cancelOrder'), { input: { id, ifMatch: etag } });
    const older = await read({ first: 2, after: newest.cursors.at(-1) ?? null });
    expect(older.keys).toEqual(all.slice(2));
    expect((await read({})).keys).toEqual([all[0], all[2], all[3]]);
  });

  test('is empty where nothing is', async () => {
    const eve = await signIn(send, { tenant: newTenant() });
    expect(await reader(eve)({})).toEqual({ cursors: [], ...model([], 20, undefined) });
  });

  test('has only the cursors that it gave, and pages of 0 to 100', async () => {
    const eve = await signIn(send, { tenant: newTenant() });
    const opened = await eve(documentOf('openAccount'), {
      input: { owner: 'eve', currency: 'USD' },
    });
    const foreign = Buffer.from(opened.data.result.account.id).toString('base64url');
    for (const request of [{ after: foreign }, { after: '' }, { first: -1 }, { first: 101 }]) {
      expect(await codeOf(eve(ordersQuery, request))).toBe('BAD_REQUEST');
    }
  });
});
