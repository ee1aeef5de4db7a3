import { expect, test } from 'vitest';
import { newTenant, openApi } from '../support/api.ts';
import { headersOf } from '../support/wire.ts';

const origin = 'https://app.example.com';
const body = JSON.stringify({ query: '{ accounts(first: 1) { edges { cursor } } }' });

async function answerOf(environment: Readonly<Record<string, string>>, from = origin) {
  const send = await openApi({ environment: { CORS_ORIGINS: origin, ...environment } });
  const headers = await headersOf({ tenant: newTenant() });
  return (await send({ headers: { ...headers, origin: from }, body })).headers;
}

test('SERVER_TIMING says where the time of a request went, and what it cost', async () => {
  const headers = await answerOf({ SERVER_TIMING: 'true' });
  const pattern =
    /^auth;dur=([\d.]+), db;dur=([\d.]+);desc="1 call, 1\.00 RU", total;dur=([\d.]+)$/;
  const [, auth, db, total] = pattern.exec(headers.get('server-timing') ?? '') ?? [];
  expect(Number(auth) + Number(db)).toBeGreaterThan(0);
  expect(Number(auth) + Number(db)).toBeLessThanOrEqual(Number(total) + 0.2);
});

test('pages of allowed origins may see it, and no others', async () => {
  const allowed = await answerOf({ SERVER_TIMING: 'true' });
  expect(allowed.get('timing-allow-origin')).toBe(origin);
  const other = await answerOf({ SERVER_TIMING: 'true' }, 'https://other.example.com');
  expect(other.get('timing-allow-origin')).toBeNull();
});

test('without the setting nobody is told', async () => {
  const headers = await answerOf({});
  expect(headers.get('server-timing')).toBeNull();
  expect(headers.get('timing-allow-origin')).toBeNull();
});
