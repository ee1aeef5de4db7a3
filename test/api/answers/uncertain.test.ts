import { describe, expect, test } from 'vitest';
import { newRequestId } from '../../../src/local/requestId.ts';
import { newTenant, signIn } from '../../support/api.ts';
import { cutAfter, reply } from '../../support/cosmos/actions.ts';
import { documentOf } from '../../support/declared/documents.ts';
import { codesOf, expectComplete, openProxied } from '../../support/wire.ts';

describe('a mutation that may have happened', () => {
  const input = { owner: 'ann', currency: 'EUR' };

  async function openInVain(more: object = {}) {
    const { proxy, send: broken } = await openProxied();
    const tenant = newTenant();
    const alice = await signIn(broken, { tenant });
    proxy.next({ kind: 'create' }, cutAfter);
    const recover = proxy.every({}, reply(503));
    const failed = await alice(documentOf('openAccount'), { input: { ...input, ...more } });
    expectComplete(failed);
    recover();
    return { alice, failed, proxy };
  }

  test('says under which id it ran, and sending that again is safe', async () => {
    const { alice, failed, proxy } = await openInVain();
    await using _ = proxy;
    expect([failed.status, codesOf(failed), failed.data]).toEqual([
      503,
      ['UNAVAILABLE'],
      { result: null },
    ]);
    const requestId = failed.errors[0].extensions.mutationRequestId;
    const { data } = await alice(documentOf('openAccount'), { input: { ...input, requestId } });
    expect(data.result).toMatchObject({
      __typename: 'AccountChanged',
      replayed: true,
      account: { id: `acc_${requestId}`, version: 1 },
    });
  });

  test("says the client's id, where it sent one", async () => {
    const requestId = newRequestId();
    const { failed, proxy } = await openInVain({ requestId });
    await using _ = proxy;
    expect(failed.errors[0].extensions.mutationRequestId).toBe(requestId);
  });

  test('one that certainly did not happen says nothing of the kind', async () => {
    const { proxy, send: throttled } = await openProxied();
    await using _ = proxy;
    proxy.every({}, reply(429));
    const alice = await signIn(throttled, { tenant: newTenant() });
    const answer = await alice(documentOf('openAccount'), { input });
    expectComplete(answer);
    expect([answer.status, codesOf(answer)]).toEqual([429, ['THROTTLED']]);
    expect(answer.errors[0].extensions).not.toHaveProperty('mutationRequestId');
  });
});
