/** Pages of a history: at any length, any size and from any cursor exactly what a plain list of its changes would give. */
import { beforeAll, describe, expect, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import {
  accountHistoryQuery,
  accountsQuery,
  documentOf,
  orderHistoryQuery,
} from '../support/declared/documents.ts';
import { codeOf, model, type Page, pageOf, type PageRequest, walk } from '../support/pages.ts';

let alice: Query;

beforeAll(async () => {
  alice = await signIn(await openApi(), { tenant: newTenant() });
});

/** The places where a history may break: its ends, and both sides of every border between what lies where. */
function borders(version: number): readonly number[] {
  return [1, 2, 15, 16, 17, 18, 32, 33, 48, 49, version - 16, version - 1, version].filter(
    (place, index, all) => place >= 1 && place <= version && all.indexOf(place) === index,
  );
}

describe('the history of an account', () => {
  const most = 70;
  /** The pages asked for when the account had that many changes, and what they were. */
  const asked: { version: number; first: number; after: number | undefined; page: Page }[] = [];
  const cursors = new Map<number, string>();
  let id = '';

  async function ask(version: number, wanted: readonly (readonly [number, number | undefined])[]) {
    const fields = wanted.map(([first, after], index) => {
      const cursor = after === undefined ? null : cursors.get(after);
      return `h${index}: history(first: ${first}, after: ${JSON.stringify(cursor)}) { ...Page }`;
    });
    const { data } = await alice(
      `query ($id: ID!) { account(id: $id) { version ${fields.join(' ')} } }
       fragment Page on AccountChangeConnection {
         edges { cursor node { version } }
         pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
       }`,
      { id },
    );
    expect(data.account.version).toBe(version);
    for (const [index, [first, after]] of wanted.entries()) {
      const page = pageOf<{ version: number }>(
        data.account[`h${index}`],
        (node) => `${node.version}`,
      );
      asked.push({ version, first, after, page });
      for (const [place, key] of page.keys.entries()) {
        const cursor = page.cursors[place] ?? '';
        expect(cursors.get(Number(key)) ?? cursor).toBe(cursor);
        cursors.set(Number(key), cursor);
      }
    }
  }

  beforeAll(async () => {
    const opened = await alice(documentOf('openAccount'), {
      input: { owner: 'alice', currency: 'USD' },
    });
    let { account } = opened.data.result;
    ({ id } = account);
    for (let version = 1; version <= most; version += 1) {
      await ask(version, [[100, undefined]]);
      const interesting = [16, 31, 32, 33, 47, 48, 49, 64, most].includes(version);
      const firsts = interesting ? [0, 1, 15, 16, 17, 33] : [17];
      const wanted = borders(version).flatMap((after) =>
        firsts.map((first) => [first, after] as const),
      );
      for (let from = 0; from < wanted.length; from += 20) {
        await ask(version, wanted.slice(from, from + 20));
      }
      const deposited = await alice(documentOf('deposit'), {
        input: { id, ifMatch: account.etag, amount: { amount: '1.00', currency: 'USD' } },
      });
      ({ account } = deposited.data.result);
    }
  });

  test('is exact at every length, whatever page is asked for', () => {
    for (const { version, first, after, page } of asked) {
      const all = Array.from({ length: version }, (_, index) => `${version - index}`);
      const place = after === undefined ? undefined : all.indexOf(`${after}`);
      const { keys, hasNextPage, hasPreviousPage } = page;
      const told = `${version} changes, first ${first}, after ${after}`;
      expect([told, { keys, hasNextPage, hasPreviousPage }]).toEqual([
        told,
        model(all, first, place),
      ]);
    }
    expect(new Set(asked.map(({ version }) => version)).size).toBe(most);
  });

  test('has 20 changes a page where nothing is said, and where null is', async () => {
    for (const first of [undefined, null, 20]) {
      const { data } = await alice(accountHistoryQuery, { id, first });
      expect(data.result.history.edges).toHaveLength(20);
    }
  });

  test.each([-1, 101, 2 ** 31 - 1, -(2 ** 31)])('has no page of %i', async (first) => {
    expect(await codeOf(alice(accountHistoryQuery, { id, first }))).toBe('BAD_REQUEST');
  });

  test('has only the cursors that it gave', async () => {
    const [accounts] = (await alice(accountsQuery)).data.result.edges;
    const made = ['0', '-1', '01', '1.5', '1e3', ' 1', '1 ', '1'.repeat(16), '', 'x'].map((text) =>
      Buffer.from(text).toString('base64url'),
    );
    const first = cursors.get(1) ?? '';
    for (const after of [...made, accounts.cursor, '*', 'null', `${first}=`, ` ${first}`]) {
      expect([after, await codeOf(alice(accountHistoryQuery, { id, after }))]).toEqual([
        after,
        'BAD_REQUEST',
      ]);
    }
  });

  test('goes on from a cursor where it was, however many changes are made meanwhile', async () => {
    const opened = await alice(documentOf('openAccount'), {
      input: { owner: 'alice', currency: 'USD' },
    });
    let { account } = opened.data.result;
    const readPage = async (request: PageRequest) => {
      const { data } = await alice(accountHistoryQuery, { id: account.id, ...request });
      return pageOf<{ version: number }>(data.result.history, ({ version }) => `${version}`);
    };
    const deposit = async (times: number) => {
      for (let count = 0; count < times; count += 1) {
        const { data } = await alice(documentOf('deposit'), {
          input: {
            id: account.id,
            ifMatch: account.etag,
            amount: { amount: '1', currency: 'USD' },
          },
        });
        ({ account } = data.result);
      }
    };
    await deposit(5);
    const newest = await readPage({ first: 3 });
    expect(newest.keys).toEqual(['6', '5', '4']);
    await deposit(30);
    const older = await readPage({ first: 2, after: newest.cursors.at(-1) ?? null });
    expect([older.keys, older.hasNextPage]).toEqual([['3', '2'], true]);
  });
});

test('the history of an order is walked page by page, across what lies where', async () => {
  const created = await alice(documentOf('createOrder'), {
    input: { customer: 'pete', currency: 'USD' },
  });
  let { order } = created.data.result;
  for (let version = 2; version <= 40; version += 1) {
    const { data } = await alice(documentOf('setOrderNote'), {
      input: { id: order.id, ifMatch: order.etag, note: `note ${version}` },
    });
    ({ order } = data.result);
  }
  const all = Array.from({ length: 40 }, (_, index) => `${40 - index}`);
  for (const first of [1, 7, 16, 40]) {
    expect(
      await walk(all, first, async (request) => {
        const { data } = await alice(orderHistoryQuery, { id: order.id, ...request });
        return pageOf<{ version: number }>(data.result.history, ({ version }) => `${version}`);
      }),
    ).toEqual(all);
  }
});
