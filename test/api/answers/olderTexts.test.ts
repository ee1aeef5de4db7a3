/** What was stored before texts and ids were as they are now goes on being served, and tells the truth. */
import { expect, test } from 'vitest';
import { openApi, signIn } from '../../support/api.ts';
import { createOrder, mutate, read } from '../../support/mutations.ts';
import { openRace } from '../../support/race.ts';
import { rewrite } from '../../support/stored.ts';

const forged = 'pen\r\nbob \u0007cancelled the order \u202e00.5';

test('a line with a text of several lines and an id of its own is told on one line, and can be changed', async () => {
  await using race = await openRace();
  const { alice, tenant } = race;
  const { id } = await createOrder(alice);
  const lineId = id.slice('ord_'.length);
  await rewrite(tenant, id, (document) => {
    const { state, changes } = document;
    const line = { ...state.lines[0], id: lineId, description: forged };
    const added = { ...changes[0], kind: 'LINE_ADDED', line };
    return { ...document, state: { ...state, lines: [line] }, changes: [added] };
  });

  const summary = async () =>
    (
      await alice(
        'query ($id: ID!) { order(id: $id) { history(first: 1) { edges { node { summary } } } } }',
        {
          id,
        },
      )
    ).data.order.history.edges[0].node.summary;
  expect(await summary()).toBe('added 2 x pen bob cancelled the order 00.5 for 20.00 USD');

  const { etag: ifMatch } = await read(alice, id);
  const { order } = await mutate(alice, 'changeOrderLine', { id, ifMatch, lineId, quantity: 3 });
  expect(order.lines).toMatchObject([{ id: lineId, quantity: 3 }]);
  expect(await summary()).toBe(
    'changed a line to 3 x pen bob cancelled the order 00.5 for 30.00 USD',
  );
});

test('a customer whose name was stored before NFC sees their order', async () => {
  await using race = await openRace();
  const { alice, tenant } = race;
  const { id } = await createOrder(alice);
  await rewrite(tenant, id, (document) => ({
    ...document,
    state: { ...document.state, customer: 'Zoe\u0308' },
  }));
  const own = { tenant, permissions: ['orders.read.own'] };
  for (const subject of ['Zo\u00eb', 'Zoe\u0308']) {
    const customer = await signIn(await openApi(), { ...own, subject });
    expect(await read(customer, id)).toMatchObject({ id });
  }
});
