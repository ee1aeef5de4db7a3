/** Nothing of a request is left running once it is answered. */
import { expect, inject, test } from 'vitest';
import { newTenant, openApi, signIn } from '../../support/api.ts';
import { reply } from '../../support/cosmos/actions.ts';
import { startCosmosProxy } from '../../support/cosmos/proxy.ts';
import { accountHistoryQuery } from '../../support/declared/documents.ts';
import { depositTimes, openAccount } from '../../support/mutations.ts';
import { codesOf } from '../../support/wire.ts';

test('the timer of its deadline is stopped', async () => {
  const running = new Set<() => void>();
  const timer = (_milliseconds: number, run: () => void) => {
    running.add(run);
    return () => running.delete(run);
  };
  const alice = await signIn(await openApi({ system: { timer } }), { tenant: newTenant() });
  expect((await alice('{ newRequestId }')).status).toBe(200);
  expect([...running]).toEqual([]);
});

test('a read that its field no longer waits for, since another has failed, is given up', async () => {
  const { endpoint, key } = inject('cosmos');
  await using proxy = await startCosmosProxy(endpoint, { key });
  const waiting = Promise.withResolvers<AbortSignal>();
  // Ends with the signal alone.
  const pause = (_milliseconds: number, signal: AbortSignal) => {
    waiting.resolve(signal);
    return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  };
  const options = { cosmosEndpoint: proxy.endpoint, system: { pause } };
  const alice = await signIn(await openApi(options), { tenant: newTenant() });
  const account = await openAccount(alice);
  await depositTimes(alice, account, 70);

  proxy.every({ kind: 'read', id: /~1$/ }, reply(404));
  proxy.every({ kind: 'read', id: /~0$/ }, async (exchange) => {
    await waiting.promise;
    await reply(400)(exchange);
  });
  const answer = await alice(accountHistoryQuery, { id: account.id, first: 100 });
  expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
  expect((await waiting.promise).aborted).toBe(true);
});
