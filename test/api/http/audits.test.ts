import { serverAudits } from 'graphql-http';
import { describe, expect, test } from 'vitest';
import { newTenant, openApi } from '../../support/api.ts';
import { headersOf } from '../../support/wire.ts';

const send = await openApi();
const { authorization = '' } = await headersOf({ tenant: newTenant() });

const audits = serverAudits({
  url: 'http://localhost:7071/graphql',
  fetchFn: async (url: string | URL, init: RequestInit = {}) => {
    const { pathname, search } = new URL(url);
    const reply = await send({
      method: init.method ?? 'GET',
      path: pathname + search,
      headers: { ...Object.fromEntries(new Headers(init.headers)), authorization },
      ...(typeof init.body === 'string' && { body: init.body }),
    });
    return new Response(reply.text, { status: reply.status, headers: reply.headers });
  },
});

// What the specification leaves open passes, too: no audit is left out.
describe('GraphQL over HTTP', () => {
  test.each(audits)('$id $name', async (audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });

  test('the audits are all there', () => {
    expect(audits.length).toBeGreaterThanOrEqual(61);
  });
});
