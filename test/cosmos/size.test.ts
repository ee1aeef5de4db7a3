/** What a request may read of the database, however little of it the answer has. */
import { beforeAll, expect, inject, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import { reply } from '../support/cosmos/actions.ts';
import { startCosmosProxy } from '../support/cosmos/proxy.ts';
import { ordersQuery } from '../support/declared/documents.ts';
import { createOrder, line, newRequestId } from '../support/mutations.ts';
import { codesOf } from '../support/wire.ts';

const tenant = newTenant();
const count = 40;

beforeAll(async () => {
  const alice = await signIn(await openApi(), { tenant });
  const text = 'x'.repeat(500);
  const lines = Array.from({ length: 200 }, () => ({ ...line(text), description: text }));
  for (let left = count; left > 0; left -= 1) await createOrder(alice, { lines });
}, 60_000);

async function openCounted() {
  const { endpoint, key } = inject('cosmos');
  const proxy = await startCosmosProxy(endpoint, { key });
  const send = await openApi({ cosmosEndpoint: proxy.endpoint });
  const alice: Query = await signIn(send, { tenant });
  return { alice, proxy, [Symbol.asyncDispose]: () => proxy.close() };
}

function lists(times: number): string {
  const list = (n: number) => `a${n}: orders(first: ${count}) { edges { node { id } } }`;
  return `{ ${Array.from({ length: times }, (_, n) => list(n)).join(' ')} }`;
}

test('a list of large orders comes in pages of the database, and is whole', async () => {
  await using counted = await openCounted();
  const { data } = await counted.alice(lists(1));
  const ids = data.a0.edges.map(({ node }: { readonly node: { readonly id: string } }) => node.id);
  expect(new Set(ids).size).toBe(count);
  expect(counted.proxy.requests.filter(({ kind }) => kind === 'query').length).toBeGreaterThan(2);
});

test('a filter that is longer than any text is no longer query for that, and finds nothing', async () => {
  await using counted = await openCounted();
  const { data } = await counted.alice(ordersQuery, { filter: { customer: '語'.repeat(200_000) } });
  expect(data.result.edges).toEqual([]);
  const [query] = counted.proxy.requests.filter(({ kind }) => kind === 'query');
  expect(JSON.stringify(query?.body).length).toBeLessThan(2000);
});

test('lists of large orders are no longer read once they come to 10 million characters', async () => {
  await using counted = await openCounted();
  const answer = await counted.alice(lists(8));
  expect([answer.status, codesOf(answer)]).toEqual([413, ['OPERATION_TOO_LARGE']]);
  expect(answer.errors[0].message).toMatch(/10000000 characters/);
});

test('entities are no longer read once they come to 10 million characters', async () => {
  await using counted = await openCounted();
  const { alice, proxy } = counted;
  proxy.every({ kind: 'read' }, reply(404, { body: { message: 'x'.repeat(1_000_000) } }));
  const ids = Array.from({ length: 100 }, () => `ord_${newRequestId()}`);
  const answer = await alice('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(new Set(codesOf(answer))).toEqual(new Set(['OPERATION_TOO_LARGE']));
  // 32 at once: those that were under way are heard out.
  expect(proxy.requests.length).toBeLessThanOrEqual(11 + 32);
});
