import { expect, test } from 'vitest';
import { accountDocuments, copyOf, orderDocument } from './documents.ts';

const birth = {
  tenantId: 'contoso',
  at: new Date('2026-01-01T00:00:00Z'),
  random: new Uint8Array(16),
};

test.each([
  { changes: 10, atHand: 10, pages: 0 },
  { changes: 31, atHand: 31, pages: 0 },
  { changes: 32, atHand: 16, pages: 1 },
  { changes: 1000, atHand: 24, pages: 61 },
])('an account of $changes changes lies as the service leaves it', ({ changes, atHand, pages }) => {
  const history = accountDocuments(birth, changes);
  expect(history.document).toMatchObject({
    tenantId: 'contoso',
    entityId: history.document.id,
    kind: 'account',
    version: changes,
    state: { balance: { minor: 100_000_000 - (changes - 2) * 100, currency: 'USD' } },
  });
  expect([history.atHand, history.pages.length]).toEqual([atHand, pages]);
  expect(history.document).toHaveProperty('changes.length', atHand);
});

test('the latest change names the etag before it, so that a client who holds that one has missed it', () => {
  const { document, latest } = accountDocuments(birth, 6);
  const { changes } = document as unknown as { changes: { requestId: string; baseEtag: string }[] };
  expect(changes.at(-1)).toMatchObject({ requestId: latest.requestId, baseEtag: latest.ifMatch });
  expect(new Set(changes.map(({ baseEtag }) => baseEtag)).size).toBe(6);
});

test('a copy of an account is another one with the same changes', () => {
  const { document, latest } = accountDocuments(birth, 6);
  const copy = copyOf(document, latest.requestId);
  expect(copy).toEqual({ ...document, id: copy.id, entityId: copy.id });
  expect(copy.id).toBe(`acc_${latest.requestId}`);
});

test('an order has three lines and their total', () => {
  expect(orderDocument(birth)).toMatchObject({
    kind: 'order',
    state: { lines: { length: 3 }, total: { minor: 2_339_900, currency: 'USD' } },
  });
});
