import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newTenant, signIn } from '../support/api.ts';
import { accountHistoryQuery, accountQuery, documentOf } from '../support/declared/documents.ts';
import { type Endpoint, openEndpoint } from '../support/clients/endpoint.ts';
import { sendTo } from '../support/clients/http.ts';
import { hire, openAccount, send, usd } from '../support/team.ts';

let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await openEndpoint();
});

afterAll(() => endpoint.close());

describe('the session token', () => {
  const viewer = '{ viewer { subject } }';
  const header = 'x-session-token';

  test('comes with every answer that touched data, and back with any that was sent one', async () => {
    const ann = await signIn(sendTo(endpoint.url), { tenant: newTenant() });
    const opened = await ann(documentOf('openAccount'), {
      input: { owner: 'carol', currency: 'USD' },
    });
    const { id } = opened.data.result.account;
    const sessionToken = opened.headers.get(header) ?? '';
    expect(sessionToken).not.toBe('');

    const read = await ann(accountQuery, { id }, { sessionToken });
    expect(read.data.result).toEqual(opened.data.result.account);
    expect(read.headers.get(header)).toMatch(/./);
    expect((await ann(viewer, {}, { sessionToken })).headers.get(header)).toBe(sessionToken);
    expect((await ann(viewer)).headers.get(header)).toBeNull();
  });

  test('of parallel answers is sent as a list, and comes back as one for all of them', async () => {
    const bob = await signIn(sendTo(endpoint.url), { tenant: newTenant() });
    const answers = await Promise.all([
      bob(documentOf('openAccount'), { input: { owner: 'carol', currency: 'USD' } }),
      bob(documentOf('createOrder'), { input: { customer: 'carol', currency: 'USD', lines: [] } }),
    ]);
    const [one = '', other = ''] = answers.map(({ headers }) => headers.get(header) ?? '');

    const merge = async (sessionToken: string) =>
      (await bob(viewer, {}, { sessionToken })).headers.get(header);
    const merged = await merge(`${one}, ${other}`);
    expect(await merge(`${other},${one}`)).toBe(merged);
    expect([one, other]).not.toContain(merged);
    expect(await merge(`${one},${merged}`)).toBe(merged);
  });

  test('that is none of the API is refused', async () => {
    const ann = await signIn(sendTo(endpoint.url), { tenant: newTenant() });
    const { status, errors } = await ann(viewer, {}, { sessionToken: 'made up' });
    expect([status, errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('who comes without a good token', () => {
  test.each([
    { what: 'no token', token: undefined, challenge: /^Bearer$/ },
    { what: 'a malformed one', token: 'nonsense', challenge: /^Bearer .*error="invalid_token"/ },
  ])('is told by HTTP: $what', async ({ token, challenge }) => {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: '{"query":"{ viewer { subject } }"}',
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(challenge);
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', retryable: false } }],
    });
  });

  test('is told that the token has run out', async () => {
    const person = { tenant: newTenant(), issuedAt: -3600, expiresIn: -600 };
    const late = await signIn(sendTo(endpoint.url), person);
    const { status, headers, errors } = await late('{ viewer { subject } }');
    expect([status, errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

test('a history of more than 40 changes is read page by page, newest first, to its beginning', async () => {
  const { ann } = await hire(endpoint.url);
  const { id, etag } = await openAccount(ann, '1.00');
  let ifMatch: string = etag;
  for (let amount = 2; amount <= 44; amount += 1) {
    const input = { id, ifMatch, amount: usd(`${amount}.00`) };
    // oxlint-disable-next-line no-await-in-loop -- each change lies on the one before
    ({ etag: ifMatch } = (await send(ann, 'deposit', input)).account);
  }

  const pages = [];
  for (let after = null, more = true; more;) {
    // oxlint-disable-next-line no-await-in-loop -- a page names the next
    const { data } = await ann(accountHistoryQuery, { id, first: 20, after });
    const { edges, pageInfo } = data.result.history;
    pages.push(edges.map(({ node }: { node: unknown }) => node));
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
  const changes = pages.flat();
  expect(changes.map(({ version }) => version)).toEqual(
    Array.from({ length: 45 }, (_, index) => 45 - index),
  );
  expect(changes.map(({ amount }) => amount?.amount)).toEqual([
    ...Array.from({ length: 44 }, (_, index) => `${44 - index}.00`),
    undefined,
  ]);
});
