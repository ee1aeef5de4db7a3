/**
 * Versions of the code live side by side: what another one has stored in a document, and this one does not know, is still
 * there when this one has changed it.
 */
import { describe, expect, test } from 'vitest';
import { before } from '../support/cosmos/actions.ts';
import {
  createOrder,
  deposit,
  depositTimes,
  line,
  mutate,
  openAccount,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { openRace } from '../support/race.ts';
import { rewrite, stored } from '../support/stored.ts';

/** What lies at a place in a document: `state.lines.0`, or `` for the document itself. */
const at = (document: Result, place: string): Result =>
  place.split('.').reduce((inner, name) => (name === '' ? inner : inner[name]), document);

/** Members of another version, told apart by where they are. */
const strange = (place: string) => ({ strange: { place, deep: [1, { two: null }, ['three']] } });

/** Another version adds members at these places. */
async function addAt(tenant: string, id: string, places: readonly string[]): Promise<void> {
  await rewrite(tenant, id, (document) => {
    for (const place of places) Object.assign(at(document, place), strange(place));
    return document;
  });
}

function expectAt(document: Result, places: readonly string[]): void {
  for (const place of places) expect(at(document, place)).toMatchObject(strange(place));
}

describe('a member that this version does not know survives', () => {
  const inAccounts = ['', 'state', 'state.balance', 'changes.0', 'changes.0.balance'];

  test.each([
    ['deposit', '30.00', { amount: usd('1.00') }, { balance: { minor: 3100 } }],
    ['withdraw', '30.00', { amount: usd('30.00') }, { balance: { minor: 0 } }],
    ['closeAccount', undefined, {}, { status: 'CLOSED' }],
  ] as const)('%s', async (mutation, balance, input, state) => {
    await using race = await openRace();
    const { tenant, alice } = race;
    const { id, version } = await openAccount(alice, balance);
    await addAt(tenant, id, inAccounts);
    const { etag: ifMatch } = await read(alice, id);
    await mutate(alice, mutation, { id, ifMatch, ...input });
    const document = await stored(tenant, id);
    expectAt(document, inAccounts);
    expect(document).toMatchObject({ version: version + 1, state });
    expect(document.changes.at(-1)).not.toHaveProperty('strange');
  });

  const inOrders = ['', 'state', 'state.total', 'state.lines.1', 'state.lines.1.unitPrice'];

  test.each([
    ['addOrderLine', () => ({ line: line('saucer') }), { total: { minor: 8000 } }],
    [
      'changeOrderLine',
      ({ lines: [, { id }] }: Result) => ({ lineId: id, quantity: 1 }),
      { lines: [{ quantity: 2 }, { quantity: 1 }, { quantity: 2 }], total: { minor: 5000 } },
    ],
    ['setOrderNote', () => ({ note: null }), { note: null, status: 'OPEN' }],
    ['placeOrder', () => ({}), { note: 'soon', status: 'PLACED' }],
    ['cancelOrder', () => ({}), { note: 'soon', status: 'CANCELLED' }],
  ] as const)('%s', async (mutation, inputOf, state) => {
    await using race = await openRace();
    const { tenant, alice } = race;
    const lines = ['cup', 'jug', 'mug'].map((sku) => line(sku));
    const { id } = await createOrder(alice, { lines, note: 'soon' });
    await addAt(tenant, id, inOrders);
    const order = await read(alice, id);
    await mutate(alice, mutation, { id, ifMatch: order.etag, ...inputOf(order) });
    const document = await stored(tenant, id);
    expectAt(document, inOrders);
    expect(document).toMatchObject({ version: 2, state });
  });

  test('in a line, whatever lines before it are removed, and goes with it', async () => {
    await using race = await openRace();
    const { tenant, alice } = race;
    const lines = ['cup', 'jug', 'mug'].map((sku) => line(sku));
    const { id } = await createOrder(alice, { lines });
    const places = ['state.lines.0', 'state.lines.1', 'state.lines.1.unitPrice', 'state.lines.2'];
    await addAt(tenant, id, places);
    const made = await stored(tenant, id);
    for (const left of [made.state.lines.slice(1), made.state.lines.slice(2)]) {
      const order = await read(alice, id);
      const input = { id, ifMatch: order.etag, lineId: order.lines[0].id };
      await mutate(alice, 'removeOrderLine', input);
      expect((await stored(tenant, id)).state.lines).toEqual(left);
    }
    expect(JSON.stringify(await stored(tenant, id))).not.toContain('state.lines.1');
  });

  test('in a change, also where that moves to a page', async () => {
    await using race = await openRace();
    const { tenant, alice } = race;
    const { id } = await depositTimes(alice, await openAccount(alice), 30);
    const moving = ['changes.0', 'changes.0.balance', 'changes.15', 'changes.15.amount'];
    const staying = ['changes.16', 'changes.30', 'changes.30.balance'];
    await addAt(tenant, id, [...moving, ...staying]);
    const { changes } = await stored(tenant, id);
    await depositTimes(alice, await read(alice, id), 1);

    const page = await stored(tenant, `${id}~0`);
    expectAt(page, moving);
    expect(page.changes).toEqual(changes.slice(0, 16));
    const document = await stored(tenant, id);
    expect(document.changes.slice(0, -1)).toEqual(changes.slice(16));
    for (const place of moving) expect(JSON.stringify(document)).not.toContain(`"${place}"`);
  });

  test('in a change, where another version calls something its id', async () => {
    await using race = await openRace();
    const { tenant, alice } = race;
    const { id } = await openAccount(alice);
    const document = await stored(tenant, id);
    const [change] = document.changes;
    const changes = [{ ...change, id: 'theirs', more: true }];
    await rewrite(tenant, id, () => ({ ...document, changes }));
    await depositTimes(alice, await read(alice, id), 1);
    expect((await stored(tenant, id)).changes[0]).toEqual(changes[0]);
  });

  test('one change after the other', async () => {
    await using race = await openRace();
    const { tenant, alice } = race;
    const { id } = await openAccount(alice);
    await addAt(tenant, id, inAccounts);
    await depositTimes(alice, await read(alice, id), 3);
    const document = await stored(tenant, id);
    expectAt(document, inAccounts);
    expect(document).toMatchObject({ version: 4, state: { balance: { minor: 300 } } });
  });

  test('that is written while this version changes the same entity', async () => {
    await using race = await openRace();
    const { tenant, alice, bob, proxy } = race;
    const opened = await openAccount(alice);
    const { id } = opened;
    const meanwhile = async () => {
      await deposit(bob, opened, '5.00');
      await addAt(tenant, id, inAccounts);
    };
    proxy.next({ kind: 'replace', id }, before(meanwhile));
    await deposit(alice, opened, '1.00');
    const document = await stored(tenant, id);
    expectAt(document, inAccounts);
    expect(document).toMatchObject({ version: 3, state: { balance: { minor: 600 } } });
  });
});

test("what is Cosmos DB's own is not sent back to it", async () => {
  await using race = await openRace();
  const { tenant, alice, proxy } = race;
  const { id } = await depositTimes(alice, await openAccount(alice), 30);
  expect(Object.keys(await stored(tenant, id))).toEqual(
    expect.arrayContaining(['_rid', '_self', '_etag', '_ts']),
  );
  proxy.clear();
  await depositTimes(alice, await read(alice, id), 1);
  const written = proxy.requests.filter(({ kind }) => kind === 'create' || kind === 'replace');
  expect(written.map(({ id: sent }) => sent)).toEqual([`${id}~0`, id]);
  for (const { body } of written) {
    expect(Object.keys(Object(body)).filter((name) => name.startsWith('_'))).toEqual([]);
  }
});
