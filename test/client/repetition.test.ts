import { expect, test } from 'vitest';
import { newRequestId } from '../../src/local/requestId.ts';
import { accountDocument, expectMember } from '../support/clients/frontend.ts';
import { type Action, reply } from '../support/cosmos/actions.ts';
import { read, usd } from '../support/mutations.ts';
import { openProxied } from '../support/wire.ts';
import { brokenOff, type Fault, gateway, losses, lostAfter, lostBefore } from './faults.ts';
import { openBranch, url } from './frontend.ts';

const withdrawalFrom = ({ id, etag }: { readonly id: string; readonly etag: string }) => ({
  requestId: newRequestId(),
  id,
  ifMatch: etag,
  amount: usd('40.00'),
});

test.each(losses)('a withdrawal whose $how is made once', async ({ fault, done, reason }) => {
  const { account, bob, openFrontend } = await openBranch();
  const ann = openFrontend();
  ann.meet(fault);
  const { data } = await ann.withdraw(withdrawalFrom(account));

  expect(expectMember(data ?? undefined, 'AccountChanged').replayed).toBe(done);
  expect(ann.retries).toEqual([{ attempt: 1, waitMs: 375, reason }]);
  expect((await read(bob, account.id)).balance).toEqual(usd('60.00'));
});

/** Ann reads the account while the database does this, until she waits for the first time. */
async function readWhile(action: Action, document = accountDocument) {
  const { proxy, send } = await openProxied();
  await using _ = proxy;
  const { account, openFrontend } = await openBranch({ api: send });
  const end = proxy.every({}, action);
  const ann = openFrontend({ wait: async () => end() });
  const { status, data } = await ann.ask(document, { id: account.id });
  return { status, balance: data?.account?.balance, retries: ann.retries };
}

test('who is throttled waits as long as the API asks, and a little more so that not all come at once', async () => {
  const slowDown = reply(429, { substatus: 3200, headers: { 'x-ms-retry-after-ms': '1234' } });
  expect(await readWhile(slowDown)).toEqual({
    status: 200,
    balance: usd('100.00'),
    retries: [{ attempt: 1, waitMs: 1234 + 125, reason: 'THROTTLED' }],
  });
});

test('a database that is away is asked for again when the API says so', async () => {
  expect(await readWhile(reply(503))).toEqual({
    status: 200,
    balance: usd('100.00'),
    retries: [{ attempt: 1, waitMs: 1000 + 125, reason: 'UNAVAILABLE' }],
  });
});

test('a __typename, which every answer has, is no part of the screen', async () => {
  const document = accountDocument.replace('{', '{ __typename');
  const { balance, retries } = await readWhile(reply(503), document);
  expect([balance, retries]).toMatchObject([usd('100.00'), [{ reason: 'UNAVAILABLE' }]]);
});

test('a database that asks for longer than a person waits is told of at once', async () => {
  const busy = reply(429, { substatus: 3200, headers: { 'x-ms-retry-after-ms': '10001' } });
  expect(await readWhile(busy)).toMatchObject({ status: 429, retries: [] });
});

test("a gateway's Retry-After is waited for", async () => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend();
  ann.meet(gateway(503, { headers: { 'retry-after': '3' } }));
  await ann.ask('{ viewer { subject } }');
  expect(ann.retries).toEqual([{ attempt: 1, waitMs: 3125, reason: 'gateway' }]);
});

const always = (fault: Fault) => Array<Fault>(5).fill(fault);

test('pauses double, whatever chance adds, and the fifth failure is the caller’s', async () => {
  const { openFrontend } = await openBranch();
  for (const [random, waits] of [
    [0, [250, 500, 1000, 2000]],
    [1, [500, 1000, 2000, 4000]],
  ] as const) {
    const ann = openFrontend({ random: () => random });
    ann.meet(...always(lostBefore));
    // oxlint-disable-next-line no-await-in-loop -- each by itself
    await expect(ann.ask('{ viewer { subject } }')).rejects.toThrow('Failed to fetch');
    expect(ann.retries.map(({ waitMs }) => waitMs)).toEqual(waits);
    expect(ann.sent).toHaveLength(5);
  }
});

test('the last of many answers is the caller’s, as it is', async () => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend({ attempts: 2 });
  ann.meet(lostAfter, gateway(502, { text: '<html>bad</html>' }));
  const answer = await ann.send(url, { method: 'POST', body: '{}' });
  expect([answer.status, await answer.text()]).toEqual([502, '<html>bad</html>']);
  expect(answer.headers.get('content-type')).toBe('text/html');
});

test.each([
  { what: 'a refusal', query: '{ orders { edges { cursor } } }', code: 'FORBIDDEN' },
  {
    what: 'a mistake',
    query: '{ accounts(first: 101) { edges { cursor } } }',
    code: 'BAD_REQUEST',
  },
])('$what is told at once', async ({ query, code }) => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend();
  const { errors } = await ann.ask(query);
  expect(errors[0].extensions.code).toBe(code);
  expect(ann.sent).toHaveLength(1);
});

test('an address that is no API is told at once', async () => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend();
  ann.meet(gateway(404));
  const { status } = await ann.send(url, { method: 'POST', body: '{}' });
  expect([status, ann.sent.length]).toEqual([404, 1]);
});

test('an answer that has a part of the screen does not wait for the rest', async () => {
  const { proxy, send } = await openProxied();
  await using _ = proxy;
  const { openFrontend } = await openBranch({ api: send });
  const ann = openFrontend();
  proxy.every({}, reply(503));
  const { data, errors } = await ann.ask('{ viewer { subject } accounts { edges { cursor } } }');
  expect(data).toEqual({ viewer: { subject: 'ann' }, accounts: null });
  expect(errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  expect(ann.sent).toHaveLength(1);
});

test('who aborts is told at once, in the middle of a pause, and nothing is sent after it', async () => {
  const { openFrontend } = await openBranch();
  const screen = new AbortController();
  const pause = Promise.withResolvers<void>();
  const ann = openFrontend({
    wait: () => {
      screen.abort(new Error('the screen is closed'));
      return pause.promise;
    },
  });
  ann.meet(brokenOff);
  const asking = ann.ask('{ viewer { subject } }', {}, screen.signal);
  await expect(asking).rejects.toThrow('the screen is closed');
  pause.resolve();
  await new Promise((resolve) => void setImmediate(resolve));
  expect(ann.sent).toHaveLength(1);
});

test('who aborts a request that is on its way is told so, and it is not sent again', async () => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend();
  const screen = new AbortController();
  ann.meet(() => {
    screen.abort(new Error('the screen is closed'));
    return Promise.reject(screen.signal.reason);
  });
  const asking = ann.ask('{ viewer { subject } }', {}, screen.signal);
  await expect(asking).rejects.toThrow('the screen is closed');
  expect([ann.sent.length, ann.retries]).toEqual([1, []]);
});
