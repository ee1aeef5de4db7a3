/**
 * Documents carry the number of their format: those of the first have none, and what a newer version of the code has
 * written waits for that version to answer it.
 */
import { describe, expect, test } from 'vitest';
import { accountKind } from '../../src/domain/account.ts';
import { orderKind } from '../../src/domain/order.ts';
import { newTenant, type Query, signIn } from '../support/api.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  orderQuery,
  ordersQuery,
} from '../support/declared/documents.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  failureOf,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { allStored, rewrite } from '../support/stored.ts';
import { openObserved } from '../support/wire.ts';

const cases = [
  {
    kind: accountKind,
    query: accountQuery,
    list: accountsQuery,
    open: openAccount,
    create: { mutation: 'openAccount', input: { owner: 'carol', currency: 'USD' } },
    change: { mutation: 'deposit', input: { amount: usd('1.00') } },
  },
  {
    kind: orderKind,
    query: orderQuery,
    list: ordersQuery,
    open: createOrder,
    create: { mutation: 'createOrder', input: { customer: 'carol', currency: 'USD' } },
    change: { mutation: 'setOrderNote', input: { note: 'soon' } },
  },
] as const;

/** Ann, alone in her tenant. */
async function openDesk() {
  const { send, log } = await openObserved();
  const tenant = newTenant();
  return { tenant, log, ann: await signIn(send, { tenant }) };
}

const withoutNumber = ({ schema: _number, ...document }: Result) => document;

/** Of a format after the newest that this code knows, and with what this code could not make anything of. */
const ofNewerFormat = (newest: number) => (document: Result) => ({
  ...document,
  schema: newest + 1,
  state: { status: 'FROZEN' },
  changes: [{ kind: 'THAWED' }],
});

const unavailable = {
  code: 'UNAVAILABLE',
  extensions: { retryable: true, retryAfterMs: expect.any(Number) },
};
/** Where nothing else was asked for, HTTP says it, too. */
const unavailableAtAll = { ...unavailable, status: 503, retryAfter: '1' };

/** One line tells which document it was, and both numbers. */
function expectTold(log: readonly string[], id: string, newest: number): void {
  expect(log).toHaveLength(1);
  expect(log[0]).toContain(`${id} in the container`);
  expect(log[0]).toContain(`has the format ${newest + 1}, and this version knows ${newest}`);
}

describe.each(cases)(
  'an entity of the kind $kind.name',
  ({ kind, query, list, open, create, change }) => {
    const { container, schema: newest } = kind;

    test('has the number of its format', async () => {
      const { tenant, ann } = await openDesk();
      await open(ann);
      expect(await allStored(container, tenant)).toMatchObject([{ schema: newest }]);
    });

    test('without a number is read and changed, and has one from then on', async () => {
      const { tenant, ann } = await openDesk();
      const opened = await open(ann);
      await rewrite(tenant, opened.id, withoutNumber);
      const { etag, ...entity } = await read(ann, opened.id);
      expect({ ...entity, etag: opened.etag }).toEqual(opened);
      const input = { id: opened.id, ifMatch: etag, ...change.input };
      expect(await mutate(ann, change.mutation, input)).toMatchObject({ replayed: false });
      expect(await allStored(container, tenant)).toMatchObject([
        { schema: newest, version: opened.version + 1 },
      ]);
    });

    describe('of a format that this version does not know', () => {
      async function openNewer() {
        const desk = await openDesk();
        const { id, etag } = await open(desk.ann);
        await rewrite(desk.tenant, id, ofNewerFormat(newest));
        const before = await allStored(container, desk.tenant);
        return { ...desk, id, etag, before, newEtag: before[0]._etag };
      }

      test.each([
        ['its query', query],
        ['node', 'query ($id: ID!) { node(id: $id) { id } }'],
        ['nodes', 'query ($id: ID!) { nodes(ids: [$id]) { id } }'],
      ])('is unavailable to %s', async (_where, asking) => {
        const { ann, id, log } = await openNewer();
        expect(failureOf(await ann(asking, { id }))).toMatchObject(unavailable);
        expectTold(log, id, newest);
      });

      test('says so in HTTP, too, where it is all that was asked for', async () => {
        const { ann, id } = await openNewer();
        expect(failureOf(await ann(query, { id }))).toMatchObject(unavailableAtAll);
      });

      test.each(['the newest', 'an old'] as const)(
        'is not changed under %s etag',
        async (whichEtag) => {
          const { tenant, ann, id, etag, newEtag, before, log } = await openNewer();
          const ifMatch = whichEtag === 'the newest' ? newEtag : etag;
          const input = { id, ifMatch, ...change.input };
          const answer = await ann(documentOf(change.mutation), { input });
          expect(failureOf(answer)).toMatchObject(unavailableAtAll);
          expectTold(log, id, newest);
          expect(await allStored(container, tenant)).toEqual(before);
        },
      );

      test('is not created again', async () => {
        const { tenant, ann, log } = await openDesk();
        const input = { ...create.input, requestId: newRequestId() };
        await mutate(ann, create.mutation, input);
        const id = `${kind.prefix}${input.requestId}`;
        await rewrite(tenant, id, ofNewerFormat(newest));
        const before = await allStored(container, tenant);
        const failure = failureOf(await ann(documentOf(create.mutation), { input }));
        expect(failure).toMatchObject(unavailableAtAll);
        expect(failure.extensions.mutationRequestId).toBe(input.requestId);
        expectTold(log, id, newest);
        expect(await allStored(container, tenant)).toEqual(before);
      });

      test('takes nothing but itself out of a list', async () => {
        const { tenant, ann, log } = await openDesk();
        const opened = [await open(ann), await open(ann), await open(ann)].toSorted((one, other) =>
          one.id < other.id ? 1 : -1,
        );
        const { id } = opened[1];
        const whole = await ann(list);
        await rewrite(tenant, id, ofNewerFormat(newest));
        const answer = await ann(list);
        expect(answer.status).toBe(200);
        expect(failureOf(answer)).toMatchObject(unavailable);
        expect(answer.errors[0].path).toEqual(['result', 'edges', 1, 'node']);
        const { edges, pageInfo } = whole.data.result;
        const without = edges.with(1, { ...edges[1], node: null });
        expect(answer.data.result).toEqual({ edges: without, pageInfo });
        expectTold(log, id, newest);

        const { cursor } = edges[1];
        const { data, errors } = await ann(list, { first: 1, after: cursor });
        expect(errors).toBeUndefined();
        expect(data.result.edges).toEqual([edges[2]]);
      });
    });
  },
);

describe('a page', () => {
  const newest = accountKind.schema;

  /** An account whose first changes lie in a page, and a request that made one of them. */
  async function openLong() {
    const desk = await openDesk();
    const opening = { owner: 'carol', currency: 'USD', requestId: newRequestId() };
    const opened = (await mutate(desk.ann, 'openAccount', opening)).account;
    const { id, etag: ifMatch } = opened;
    const old = { id, ifMatch, amount: usd('1.00'), requestId: newRequestId() };
    const { account } = await mutate(desk.ann, 'deposit', old);
    return { ...desk, opening, old, account: await depositTimes(desk.ann, account, 40) };
  }

  const historyOf = (by: Query, id: string) => by(accountHistoryQuery, { id, first: 100 });

  test('has the number of the format that its changes were stored in', async () => {
    const { tenant, ann } = await openDesk();
    const account = await depositTimes(ann, await openAccount(ann), 30);
    await rewrite(tenant, account.id, withoutNumber);
    await depositTimes(ann, await read(ann, account.id), 1);
    const documents = await allStored('accounts', tenant);
    expect(documents).toHaveLength(2);
    expect(documents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: account.id, schema: newest }),
        expect.objectContaining({ id: `${account.id}~0`, schema: 1 }),
      ]),
    );
  });

  test('without a number is read', async () => {
    const { tenant, ann, account, old } = await openLong();
    const whole = await historyOf(ann, account.id);
    await rewrite(tenant, `${account.id}~0`, withoutNumber);
    expect((await historyOf(ann, account.id)).data).toEqual(whole.data);
    expect(await mutate(ann, 'deposit', old)).toMatchObject({ replayed: true });
  });

  describe('of a format that this version does not know', () => {
    async function openNewer() {
      const long = await openLong();
      const pageId = `${long.account.id}~0`;
      await rewrite(long.tenant, pageId, (page) => ({ ...page, schema: newest + 1 }));
      return { ...long, pageId, before: await allStored('accounts', long.tenant) };
    }

    test('takes the history that needs it, and leaves the rest', async () => {
      const { ann, account, pageId, log } = await openNewer();
      const answer = await historyOf(ann, account.id);
      expect(answer.status).toBe(200);
      expect(answer.data.result).toEqual({ id: account.id, version: 42, history: null });
      expect(failureOf(answer)).toMatchObject(unavailable);
      expectTold(log, pageId, newest);

      const { data, errors } = await ann(accountHistoryQuery, { id: account.id, first: 10 });
      expect(errors).toBeUndefined();
      expect(data.result.history.edges).toHaveLength(10);
    });

    test('keeps a request in it from being done twice', async () => {
      const { tenant, ann, account, old, pageId, before, log } = await openNewer();
      // Under the newest etag nothing else keeps it from being done again.
      const input = { ...old, ifMatch: account.etag };
      const answer = await ann(documentOf('deposit'), { input });
      expect(failureOf(answer)).toMatchObject(unavailableAtAll);
      expectTold(log, pageId, newest);
      expect(await allStored('accounts', tenant)).toEqual(before);
    });

    test('keeps an account that was opened in it from being opened twice', async () => {
      const { tenant, ann, opening, pageId, before, log } = await openNewer();
      const answer = await ann(documentOf('openAccount'), { input: opening });
      expect(failureOf(answer)).toMatchObject(unavailableAtAll);
      expectTold(log, pageId, newest);
      expect(await allStored('accounts', tenant)).toEqual(before);
    });

    test('stops no new change', async () => {
      const { ann, account } = await openNewer();
      expect(await deposit(ann, account, '1.00')).toMatchObject({
        replayed: false,
        account: { version: 43 },
      });
    });
  });
});
