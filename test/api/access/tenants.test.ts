import { describe, expect, test } from 'vitest';
import { kinds } from '../../../src/entities.ts';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, openApi, signIn } from '../../support/api.ts';
import { cases, makeNew, prepare } from '../../support/declared/cases.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  historyQueryOf,
  orderQuery,
  ordersQuery,
  queryOf,
} from '../../support/declared/documents.ts';
import { read } from '../../support/mutations.ts';

const send = await openApi();

const opening = { owner: 'ann', currency: 'EUR' };
const ordering = { customer: 'ann', currency: 'EUR', note: 'the secret of contoso' };

/** Someone of Contoso, with an account and an order, and someone of Fabrikam, with the same rights there. */
async function neighbours() {
  const ann = await signIn(send, { tenant: newTenant(), subject: 'ann' });
  const eve = await signIn(send, { tenant: newTenant(), subject: 'ann' });
  const opened = await ann(documentOf('openAccount'), { input: opening });
  const created = await ann(documentOf('createOrder'), { input: ordering });
  const { account } = opened.data.result;
  const { order } = created.data.result;
  const sessionToken = created.headers.get('x-session-token') ?? undefined;
  return { ann, eve, account, order, sessionToken };
}

describe('what another tenant has does not exist', () => {
  test.each(kinds)('by the id of an entity of the kind $name', async ({ name }) => {
    const { ann, eve } = await neighbours();
    const { id } = await makeNew(ann, name);
    for (const query of [queryOf(name), historyQueryOf(name)]) {
      expect((await eve(query, { id })).data).toEqual({ result: null });
    }
    const nodes = `query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }`;
    const { data } = await eve(nodes, { id, ids: [id, id] });
    expect(data).toEqual({ node: null, nodes: [null, null] });
  });

  test('in lists, whatever the filter', async () => {
    const { eve } = await neighbours();
    expect((await eve(accountsQuery)).data.result.edges).toEqual([]);
    for (const filter of [null, {}, { customer: 'ann' }, { status: 'OPEN' }]) {
      expect((await eve(ordersQuery, { filter })).data.result.edges).toEqual([]);
    }
  });

  test("behind a cursor, which is a place in one's own list only", async () => {
    const { ann, eve } = await neighbours();
    const later = await ann(documentOf('openAccount'), {
      input: { ...opening, requestId: newRequestId(new Date(Date.now() + 60_000)) },
    });
    expect(later.data.result).toMatchObject({ __typename: 'AccountChanged' });
    const mine = await eve(documentOf('openAccount'), { input: opening });
    const page = await ann(accountsQuery, { first: 1 });
    const after = page.data.result.pageInfo.endCursor;
    const { edges } = (await eve(accountsQuery, { after })).data.result;
    expect(edges).toHaveLength(1);
    expect(edges[0].node.id).toBe(mine.data.result.account.id);
  });

  test('with the session token of someone there', async () => {
    const { eve, account, order, sessionToken } = await neighbours();
    expect(sessionToken).toBeDefined();
    const options = { sessionToken };
    expect((await eve(accountQuery, { id: account.id }, options)).data).toEqual({ result: null });
    expect((await eve(orderQuery, { id: order.id }, options)).data).toEqual({ result: null });
    expect((await eve(ordersQuery, {}, options)).data.result.edges).toEqual([]);
  });

  test.each(cases.filter(({ creates }) => !creates))(
    'for $mutation, with the right etag',
    async (one) => {
      const { ann, eve } = await neighbours();
      const { opened, input } = await prepare(one, ann);
      const { data } = await eve(documentOf(one.mutation), { input });
      expect(data.result).toMatchObject({ __typename: 'NotFoundError', id: opened.id });
      expect(await read(ann, opened.id)).toEqual(opened);
    },
  );
});

describe('the same requestId in two tenants', () => {
  test('makes two entities, each with its own changes', async () => {
    const [requestId, depositId] = [1, 2].map(() => newRequestId());
    const tenants = [newTenant(), newTenant()];
    const people = await Promise.all(tenants.map((tenant) => signIn(send, { tenant })));
    const owners = ['ann', 'ben'];
    for (const [index, person] of people.entries()) {
      const input = { ...opening, owner: owners[index], requestId };
      const { data } = await person(documentOf('openAccount'), { input });
      expect(data.result).toMatchObject({
        __typename: 'AccountChanged',
        replayed: false,
        account: { id: `acc_${requestId}`, owner: owners[index] },
      });
      const { etag, id } = data.result.account;
      const amount = { amount: `${index + 1}.00`, currency: 'EUR' };
      const deposit = {
        id,
        ifMatch: etag,
        amount,
        requestId: depositId,
      };
      const deposited = await person(documentOf('deposit'), { input: deposit });
      expect(deposited.data.result).toMatchObject({
        replayed: false,
        account: { balance: amount },
      });
    }
    for (const [index, person] of people.entries()) {
      const { data } = await person(accountHistoryQuery, { id: `acc_${requestId}` });
      expect(data.result.version).toBe(2);
      expect(data.result.history.edges[0].node.amount.amount).toBe(`${index + 1}.00`);
    }
  });
});

test.each(['a/b', 'a"b', "a' OR '1'='1", 'ünïcode-テナント', '[]', '~'])(
  'a tenant may be called %s',
  async (name) => {
    const tenant = `${newTenant()} ${name}`;
    const ann = await signIn(send, { tenant });
    const opened = await ann(documentOf('openAccount'), { input: opening });
    const { account } = opened.data.result;
    expect((await ann(accountQuery, { id: account.id })).data.result).toEqual(account);
    expect((await ann(accountsQuery)).data.result.edges).toHaveLength(1);
  },
);
